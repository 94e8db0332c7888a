"""How the values of settings are written: Secret, and a parser for each kind of value.

A parser takes a text that is not empty and returns the value, or raises a ValueError that says what
was found and what to write instead.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from index.fetching.sources_file import duration

_INDONESIAN_ZONES: Final = {
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "wit": "Asia/Jayapura",
}

_SHORTEST_PAUSE: Final = 60.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that never shows itself: `str`, `repr` and formatting give `***`. Falsy when empty."""

    _text: str = field(default="", repr=False)

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __str__(self) -> str:
        return "***" if self._text else ""

    __repr__ = __str__


def one_of(choices: Sequence[T]) -> Callable[[str], T]:
    """A parser that takes one of these texts, in capitals or not."""
    by_name = {str(choice).lower(): choice for choice in choices}

    def parse(text: str) -> T:
        if text.lower() not in by_name:
            listed = ", ".join(map(str, choices))
            raise ValueError(f"found {text!r}; choose one of: {listed}.")
        return by_name[text.lower()]

    return parse


def from_1_to(most: int, what: str = "a number") -> Callable[[str], int]:
    """A parser of whole numbers; `what` names them in the error."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[1-9][0-9]{0,5}", text) or int(text) > most:
            raise ValueError(f"found {text!r}; give {what} from 1 to {most}.")
        return int(text)

    return parse


def ids(pattern: str, what: str) -> Callable[[str], tuple[int, ...]]:
    """A parser of Telegram ids separated by commas; each of them counts once."""

    def parse(text: str) -> tuple[int, ...]:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        wrong = [part for part in parts if not re.fullmatch(pattern, part)]
        if wrong:
            raise ValueError(f"found {', '.join(map(repr, wrong))}; give {what}.")
        return tuple(dict.fromkeys(map(int, parts)))

    return parse


def token(text: str) -> Secret:
    """A bot token as @BotFather gives it out; a wrong one is never shown."""
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", text):
        raise ValueError(
            "found something that is not a bot token (not shown); "
            "copy the token from @BotFather, it looks like 123456:ABC-DEF…"
        )
    return Secret(text)


def url(text: str) -> str:
    """An http or https address without query and fragment, without the slash at its end."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"found {text!r}; give an http:// or https:// address without ? and #.")
    return text.rstrip("/")


def model_url(text: str) -> str:
    """The address of a language model's server, without a name and password in it."""
    address = url(text)
    if "@" in urlsplit(address).netloc:
        raise ValueError(
            "found an address with a name or password in it (not shown); put the key into "
            "LLM_API_KEY."
        )
    return address.removesuffix("/chat/completions")


def engine_url(text: str) -> str:
    """The address of a search engine's server, without a name and password in it."""
    address = url(text)
    if "@" in urlsplit(address).netloc:
        raise ValueError(
            "found an address with a name or password in it (not shown); put them into "
            "MILVUS_TOKEN as name:password."
        )
    return address


def collection_prefix(text: str) -> str:
    """What the names of collections may begin with."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", text):
        raise ValueError(f"found {text!r}; give 1 to 100 of A-Za-z0-9_, the first no digit.")
    return text


def key(text: str) -> Secret:
    """A key as servers give it out; a wrong one is never shown."""
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError("found something with spaces or letters beyond ASCII (not shown).")
    return Secret(text)


def webhook_url(text: str) -> str:
    """An address that Telegram delivers updates to: https, or loopback for tests."""
    address = url(text)
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError(f"found {text!r}; Telegram delivers updates only to an https:// address.")
    return address


def webhook_secret(text: str) -> Secret:
    """What the Bot API allows as the secret of a webhook; a wrong one is never shown."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("found something other than 1 to 256 of A-Za-z0-9_- (not shown).")
    return Secret(text)


def zone(text: str) -> ZoneInfo:
    """A time zone by its name in the tz database, or by one of Indonesia's abbreviations."""
    known = {name.casefold(): name for name in available_timezones()} | _INDONESIAN_ZONES
    if text.casefold() not in known:
        raise ValueError(
            f"found {text!r}; give a time zone such as Asia/Jakarta (WIB), Asia/Makassar (WITA) or "
            "Asia/Jayapura (WIT)."
        )
    return ZoneInfo(known[text.casefold()])


def yes_or_no(text: str) -> bool:
    """Whether a text says yes."""
    return one_of(("yes", "no"))(text) == "yes"


def contact(text: str) -> str:
    """An e-mail or web address at which the operators of a site reach somebody."""
    if not re.fullmatch(r"(?:https?://|mailto:)?[\w.+~%/@:-]+\.[\w./~%-]+", text, re.ASCII):
        raise ValueError(f"found {text!r}; give an e-mail address or the address of a page.")
    return text


def pause(text: str) -> float:
    """A time between two runs of something, as 30m, 2h or 1d, in seconds: a minute or longer."""
    seconds = duration(text)
    if seconds < _SHORTEST_PAUSE:
        raise ValueError(f"found {text!r}; give a minute (1m) or longer.")
    return seconds


def folder(text: str) -> Path:
    """A folder, there or not; `~` is the home folder."""
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError(f"found {text!r}, which is a file; give a folder.")
    return path
