"""Logging of the whole process, set up in one place."""

import logging
from collections.abc import Iterable
from typing import TextIO

from bot.configuration.values import Secret

# They log URLs, and the token is part of a Bot API URL: the first two at every request, the third
# at DEBUG, together with every message people send.
_TALKATIVE = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}
# The client of a language model, which shows keys and quotes at DEBUG.
_TALKATIVE |= dict.fromkeys(("openai", "httpx2", "httpcore2"), logging.WARNING)
# FAISS logs at INFO which build of itself it loads.
_TALKATIVE["faiss"] = logging.WARNING
# trafilatura warns of pages that are rejected here anyway, with file and reason.
_TALKATIVE["trafilatura"] = logging.CRITICAL


class Redaction(logging.Filter):
    """Replaces secrets by `***` in a record's message and traceback before anyone formats them."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        self._secrets = [secret.reveal() for secret in secrets if secret]

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record; only its text changes."""
        message = record.getMessage()
        if self._clean(message) != message:
            record.msg, record.args = self._clean(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = self._clean(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        return True

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class Brevity(logging.Filter):
    """Leaves out tracebacks of errors that Telegram or the network reported: one line is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record."""
        kind, error, _ = record.exc_info or (None, None, None)
        if kind and kind.__module__ == "telegram.error" and record.name.startswith("telegram."):
            record.msg, record.args = f"{record.getMessage()} ({error})", ()
            record.exc_info = None
        return True


class Repetition:
    """What fails every few seconds for one reason is logged once, and again when that changes."""

    def __init__(self) -> None:
        self._reason = ""

    def is_news(self, error: BaseException | None) -> bool:
        """Whether it failed for another reason the last time, or not at all; None: it went well."""
        reason = "" if error is None else f"{type(error).__name__}: {error}"
        changed = reason != self._reason
        self._reason = reason
        return changed and bool(reason)


def configure(
    level: str, *, secrets: Iterable[Secret] = (), stream: TextIO | None = None
) -> logging.Handler:
    """Writes log records of at least `level` to `stream` (default: stderr), without secrets.

    Replaces what an earlier call has set up. Returns the handler.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(Brevity())
    handler.addFilter(Redaction(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLogger().level))
    return handler
