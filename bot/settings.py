"""Every setting of the product, read once from the environment and `.env`."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from dotenv import dotenv_values

LANGUAGES: Final = ("id", "en")
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")

Mode = Literal["open", "allow-list", "approval"]
"""Who may use the bot: everybody, those in ALLOWED_IDS, or also those an admin lets in."""

T = TypeVar("T")


class SettingsError(Exception):
    """Settings that cannot be used; one line per problem, fit for a person to read."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person who runs the bot decided; each field is the variable of the same name."""

    telegram_bot_token: Secret = Secret()
    telegram_api_url: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: Secret = Secret()
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = 8443
    health_port: int = 0
    health_listen: str = "127.0.0.1"
    data_dir: Path = Path("data")
    model_cache: Path = field(default_factory=lambda: Path("~/.cache/tanya-arsip").expanduser())
    embedding_model: str = "intfloat/multilingual-e5-small"
    reranker_model: str = ""
    default_language: str = "id"
    admin_ids: tuple[int, ...] = ()
    access: Mode = "open"
    allowed_ids: tuple[int, ...] = ()
    follows_per_person: int = 20
    news_per_day: int = 3
    keep_days: int = 30
    questions_per_10_seconds: int = 10
    questions_per_10_minutes: int = 60
    group_messages_per_minute: int = 20
    max_waiting: int = 400
    log_level: str = "INFO"

    @classmethod
    def load(
        cls, env: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")
    ) -> "Settings":
        """The settings of `env` (default: the process's environment), which wins over `env_file`.

        An empty value counts as not set. Raises SettingsError with every problem at once.
        """
        given = _from_file(env_file) | dict(os.environ if env is None else env)
        reader = _Reader(given)
        default = cls()
        settings = cls(
            telegram_bot_token=reader.read("TELEGRAM_BOT_TOKEN", _token, Secret()),
            telegram_api_url=reader.read("TELEGRAM_API_URL", _url, default.telegram_api_url),
            webhook_url=reader.read("WEBHOOK_URL", _webhook_url, ""),
            webhook_secret=reader.read("WEBHOOK_SECRET", _webhook_secret, Secret()),
            webhook_listen=reader.read("WEBHOOK_LISTEN", str, default.webhook_listen),
            webhook_port=reader.read("WEBHOOK_PORT", _port, default.webhook_port),
            health_port=reader.read("HEALTH_PORT", _port, default.health_port),
            health_listen=reader.read("HEALTH_LISTEN", str, default.health_listen),
            data_dir=reader.read("DATA_DIR", _folder, default.data_dir),
            model_cache=reader.read("MODEL_CACHE", _folder, default.model_cache),
            embedding_model=reader.read("EMBEDDING_MODEL", str, default.embedding_model),
            reranker_model=reader.read("RERANKER_MODEL", str, default.reranker_model),
            default_language=reader.read("DEFAULT_LANGUAGE", _language, default.default_language),
            admin_ids=reader.read("ADMIN_IDS", _ids, ()),
            access=reader.read("ACCESS", _mode, default.access),
            allowed_ids=reader.read("ALLOWED_IDS", _chats, ()),
            follows_per_person=reader.read(
                "FOLLOWS_PER_PERSON", _count, default.follows_per_person
            ),
            news_per_day=reader.read("NEWS_PER_DAY", _count, default.news_per_day),
            keep_days=reader.read("KEEP_DAYS", _days, default.keep_days),
            questions_per_10_seconds=reader.read(
                "QUESTIONS_PER_10_SECONDS", _count, default.questions_per_10_seconds
            ),
            questions_per_10_minutes=reader.read(
                "QUESTIONS_PER_10_MINUTES", _count, default.questions_per_10_minutes
            ),
            group_messages_per_minute=reader.read(
                "GROUP_MESSAGES_PER_MINUTE", _count, default.group_messages_per_minute
            ),
            max_waiting=reader.read("MAX_WAITING", _count, default.max_waiting),
            log_level=reader.read("LOG_LEVEL", _level, default.log_level),
        )
        if settings.access == "approval" and not settings.admin_ids:
            reader.problems.append("ACCESS: found 'approval'; give ADMIN_IDS, too: who decides?")
        if settings.access == "allow-list" and not (settings.allowed_ids or settings.admin_ids):
            reader.problems.append("ACCESS: found 'allow-list'; give ALLOWED_IDS, too: for whom?")
        if reader.problems:
            raise SettingsError("\n".join(reader.problems))
        return settings


class _Reader:
    """Reads values one by one and collects what is wrong with them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        text = self._given.get(name, "").strip()
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as problem:
            self.problems.append(f"{name}: {problem}")
            return default


def _from_file(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        values = dotenv_values(path, interpolate=False)
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not a UTF-8 text file; save it as UTF-8.") from None
    return {name: value or "" for name, value in values.items()}


def _token(text: str) -> Secret:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", text):
        raise ValueError(
            "found something that is not a bot token (not shown); "
            "copy the token from @BotFather, it looks like 123456:ABC-DEF…"
        )
    return Secret(text)


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"found {text!r}; give an http:// or https:// address without ? and #.")
    return text.rstrip("/")


def _webhook_url(text: str) -> str:
    url = _url(text)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError(f"found {text!r}; Telegram brings updates only to an https:// address.")
    return url


def _webhook_secret(text: str) -> Secret:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("found something else than 1 to 256 letters, digits, _ and - (not shown).")
    return Secret(text)


def _port(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > 65_535:
        raise ValueError(f"found {text!r}; give the number of a port, from 1 to 65535.")
    return int(text)


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError(f"found {text!r}, which is a file; give a folder.")
    return path


def _language(text: str) -> str:
    if text.lower() not in LANGUAGES:
        raise ValueError(f"found {text!r}; choose one of: {', '.join(LANGUAGES)}.")
    return text.lower()


def _ids(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not re.fullmatch(r"[1-9][0-9]{0,18}", part)]
    if wrong:
        raise ValueError(
            f"found {', '.join(map(repr, wrong))}; "
            "give numeric Telegram user ids separated by commas, such as 12345,67890."
        )
    return tuple(dict.fromkeys(map(int, parts)))


def _mode(text: str) -> Mode:
    modes: tuple[Mode, ...] = get_args(Mode)
    for mode in modes:
        if text.lower() == mode:
            return mode
    raise ValueError(f"found {text!r}; choose one of: {', '.join(modes)}.")


def _chats(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not re.fullmatch(r"-?[1-9][0-9]{0,18}", part)]
    if wrong:
        raise ValueError(
            f"found {', '.join(map(repr, wrong))}; give numeric Telegram ids of people and groups "
            "separated by commas, such as 12345,-1001234567890."
        )
    return tuple(dict.fromkeys(map(int, parts)))


def _days(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise ValueError(f"found {text!r}; give a number of days from 1 to 9999.")
    return int(text)


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise ValueError(f"found {text!r}; give a number from 1 to 999999.")
    return int(text)


def _level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"found {text!r}; choose one of: {', '.join(LOG_LEVELS)}.")
    return text.upper()
