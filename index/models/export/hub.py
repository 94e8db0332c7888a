"""Hugging Face's hub: whether it can be reached, found out quickly, before anything large loads."""

import os
import ssl
import threading
import urllib.error
import urllib.request
from pathlib import Path

from index.errors import ModelUnavailable

# The libraries try for one and a half minutes, file by file, to reach a hub that is not there.
_PATIENCE = 6.0
_PATH_MARKS = ("/", "./", "../", "~", "\\")


def prepare_hub(name: str, kind: str) -> None:
    """Work offline if the hub cannot be reached; call it before the libraries are imported.

    Raises ModelUnavailable for a model that is neither on this machine nor to be reached, and for a
    folder that is not there; `kind` is what the message calls it.
    """
    if problem := _problem(name):
        raise ModelUnavailable(f"the {kind} {name!r} cannot be loaded: {problem}")


def _problem(name: str) -> str:
    """Why a model cannot be had and what to do, "" if it may be."""
    if Path(name).expanduser().is_dir():
        return ""
    if name.startswith(_PATH_MARKS):
        return "there is no such folder; give one with a sentence-transformers model"
    if os.environ.get("HF_HUB_OFFLINE", "") in ("", "0") and _reachable(hub()):
        return ""
    os.environ["HF_HUB_OFFLINE"] = "1"
    return _not_downloaded(name)


def hub() -> str:
    """The hub's address."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"


def _reachable(address: str) -> bool:
    """Whether a server answers within a few seconds, whatever it says."""
    answers = threading.Event()

    def ask() -> None:
        request = urllib.request.Request(address, method="HEAD")  # noqa: S310 (an http address)
        try:
            urllib.request.urlopen(request, timeout=_PATIENCE).close()  # noqa: S310
        except urllib.error.HTTPError:
            answers.set()
        except urllib.error.URLError as error:
            # The libraries may trust other certificates.
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                answers.set()
        except (TimeoutError, OSError, ValueError):
            return
        else:
            answers.set()

    # A daemon, since looking up a name may hang for longer than any timeout.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    return answers.is_set()


def _not_downloaded(name: str) -> str:
    """Why a model cannot be had from the hub's cache on this machine, "" if it is there."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    # sentence-transformers looks for a name without an owner among its own models.
    known = [name] if "/" in name else [name, f"sentence-transformers/{name}"]
    try:
        if any(isinstance(try_to_load_from_cache(one, "config.json"), str) for one in known):
            return ""
    except HFValidationError as error:
        return f"that is no name of a model ({error})"
    return (
        f"{hub()} cannot be reached (is there a network?), and it was not downloaded before. "
        "Check the name, or give the folder of a sentence-transformers model."
    )
