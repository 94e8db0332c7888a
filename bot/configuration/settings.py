"""Every setting of the product, read once from the environment and `.env`.

A setting is one field of `Settings`, with its parser and default; `.env.example` explains it.
"""

import datetime
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.configuration import values
from bot.configuration.misspellings import misspelt
from bot.configuration.values import Secret
from bot.languages import LANGUAGES

AccessMode = Literal["open", "allow-list", "approval"]
"""Who may use the bot: everybody, those in ALLOWED_IDS, or also those an admin lets in."""

SearchEngine = Literal["embedded", "milvus"]
"""What keeps the snapshots that are searched: files in DATA_DIR, or a Milvus server."""

PACKAGED: Final = "packaged"
"""READER_MODEL: the reader that comes with the program."""
OFF: Final = "off"
"""READER_MODEL: no reader."""

_ACCESS_MODES: Final[tuple[AccessMode, ...]] = get_args(AccessMode)
_ENGINES: Final[tuple[SearchEngine, ...]] = get_args(SearchEngine)
_LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_PARSER: Final = "parser"

T = TypeVar("T")


class SettingsError(Exception):
    """Settings that cannot be used; one line per problem, fit for a person to read."""


def _reader(text: str) -> str:
    return text.lower() if text.lower() in {PACKAGED, OFF} else text


_PORT = values.from_1_to(65_535, "a port number")
_COUNT = values.from_1_to(999_999)
_DAYS = values.from_1_to(9_999, "a number of days")
_PEOPLE = values.ids(
    r"[1-9][0-9]{0,18}", "numeric Telegram user ids separated by commas, such as 12345,67890"
)
_CHATS = values.ids(
    r"-?[1-9][0-9]{0,18}",
    "numeric Telegram ids of people and groups separated by commas, such as 12345,-1001234567890",
)


def _setting(parse: Callable[[str], T], default: T) -> T:
    """A field of `Settings` whose variable is read with `parse`; `default` if it is not set."""
    made: T = field(default=default, metadata={_PARSER: parse})
    return made


# ruff: noqa: RUF009 (`_setting` makes a field; it is no default that instances would share)
@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the person who runs the bot decided; each field is the variable of the same name."""

    telegram_bot_token: Secret = _setting(values.token, Secret())
    telegram_api_url: str = _setting(values.url, "https://api.telegram.org")
    webhook_url: str = _setting(values.webhook_url, "")
    webhook_secret: Secret = _setting(values.webhook_secret, Secret())
    webhook_listen: str = _setting(str, "127.0.0.1")
    webhook_port: int = _setting(_PORT, 8443)
    health_port: int = _setting(_PORT, 0)
    health_listen: str = _setting(str, "127.0.0.1")
    data_dir: Path = _setting(values.folder, Path("data"))
    model_cache: Path = _setting(values.folder, Path("~/.cache/tanya-arsip").expanduser())
    embedding_model: str = _setting(str, "intfloat/multilingual-e5-small")
    reader_model: str = _setting(_reader, PACKAGED)
    default_language: str = _setting(values.one_of(tuple(LANGUAGES)), "id")
    admin_ids: tuple[int, ...] = _setting(_PEOPLE, ())
    access: AccessMode = _setting(values.one_of(_ACCESS_MODES), "open")
    allowed_ids: tuple[int, ...] = _setting(_CHATS, ())
    follows_per_person: int = _setting(_COUNT, 20)
    news_per_day: int = _setting(_COUNT, 3)
    keep_days: int = _setting(_DAYS, 30)
    timezone: ZoneInfo = _setting(values.zone, ZoneInfo("Asia/Jakarta"))
    questions_per_10_seconds: int = _setting(_COUNT, 10)
    questions_per_10_minutes: int = _setting(_COUNT, 60)
    group_messages_per_minute: int = _setting(_COUNT, 20)
    max_waiting: int = _setting(_COUNT, 400)
    fetch_every: float = _setting(values.pause, 0.0)
    fetch_contact: str = _setting(values.contact, "")
    fetch_private: bool = _setting(values.yes_or_no, False)
    search_engine: SearchEngine = _setting(values.one_of(_ENGINES), "embedded")
    milvus_uri: str = _setting(values.engine_url, "http://127.0.0.1:19530")
    milvus_token: Secret = _setting(values.key, Secret())
    milvus_prefix: str = _setting(values.collection_prefix, "tanya_arsip")
    llm_url: str = _setting(values.model_url, "")
    llm_model: str = _setting(str, "")
    llm_api_key: Secret = _setting(values.key, Secret())
    log_level: str = _setting(values.one_of(_LOG_LEVELS), "INFO")

    def today(self) -> datetime.date:
        """The day in the archive's time zone, wherever the server is."""
        return datetime.datetime.now(self.timezone).date()

    def secrets(self) -> tuple[Secret, ...]:
        """What no log may show."""
        return self.telegram_bot_token, self.llm_api_key, self.milvus_token

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of all settings, as variables have them."""
        return tuple(one.name.upper() for one in fields(cls))

    @classmethod
    def load(
        cls, env: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")
    ) -> "Settings":
        """The settings of `env` (default: the process's environment), which wins over `env_file`.

        An empty value counts as not set. Raises SettingsError with every problem at once.
        """
        from_file, around = _from_file(env_file), dict(os.environ if env is None else env)
        given = from_file | around
        # What a parser returns has the type of its field: `_setting` ties both together.
        parsed: dict[str, Any] = {}
        problems = list(misspelt(from_file, cls.names(), given_in=str(env_file)))
        for one in fields(cls):
            name = one.name.upper()
            text = given.get(name, "").strip()
            try:
                if text:
                    parsed[one.name] = one.metadata[_PARSER](text)
            except ValueError as problem:
                problems.append(f"{name}: {problem}")
        settings = cls(**parsed)
        problems += _outdated(given)
        problems += _contradictions(settings)
        if problems:
            raise SettingsError("\n".join(problems))
        return settings


def _outdated(given: Mapping[str, str]) -> Iterator[str]:
    if name := given.get("RERANKER_MODEL", "").strip():
        yield (
            f"RERANKER_MODEL: it is called READER_MODEL now; set READER_MODEL={name} instead, "
            "or leave both out for the reader that comes with the program."
        )


def _contradictions(settings: Settings) -> Iterator[str]:
    if settings.access == "approval" and not settings.admin_ids:
        yield "ACCESS=approval needs ADMIN_IDS: set the ids of the people who approve requests."
    if settings.access == "allow-list" and not (settings.allowed_ids or settings.admin_ids):
        yield "ACCESS=allow-list needs ALLOWED_IDS: set the ids of the people and groups to answer."
    if settings.llm_url and not settings.llm_model:
        yield "LLM_URL needs LLM_MODEL: set the name that the server has for the model."
    if not settings.llm_url and (settings.llm_model or settings.llm_api_key):
        name = "LLM_MODEL" if settings.llm_model else "LLM_API_KEY"
        yield (
            f"{name} needs LLM_URL: set the address of the server, such as "
            "http://127.0.0.1:11434/v1 for Ollama."
        )


def _from_file(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        lines = dotenv_values(path, interpolate=False)
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not a UTF-8 text file; save it as UTF-8.") from None
    return {name: value or "" for name, value in lines.items()}
