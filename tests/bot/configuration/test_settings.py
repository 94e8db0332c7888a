import re
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.configuration.misspellings import likely_name, misspelt
from bot.configuration.settings import Settings, SettingsError
from bot.configuration.values import Secret

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_defaults() -> None:
    assert Settings.load({}, env_file=None) == Settings(
        telegram_bot_token=Secret(""),
        telegram_api_url="https://api.telegram.org",
        data_dir=Path("data"),
        model_cache=Path.home() / ".cache" / "tanya-arsip",
        embedding_model="intfloat/multilingual-e5-small",
        default_language="id",
        admin_ids=(),
        access="open",
        allowed_ids=(),
        follows_per_person=20,
        news_per_day=3,
        keep_days=30,
        log_level="INFO",
        timezone=ZoneInfo("Asia/Jakarta"),
    )


def test_everything_given() -> None:
    env = {
        "TELEGRAM_BOT_TOKEN": " 42:AAbb-cc_DD ",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "DATA_DIR": "/srv/arsip",
        "MODEL_CACHE": "/srv/model",
        "EMBEDDING_MODEL": "someone/model",
        "READER_MODEL": "someone/reader",
        "DEFAULT_LANGUAGE": "EN",
        "ADMIN_IDS": "12, 34,,12",
        "ACCESS": "Allow-List",
        "ALLOWED_IDS": "12, -1001234567890",
        "FOLLOWS_PER_PERSON": "5",
        "NEWS_PER_DAY": "1",
        "KEEP_DAYS": "7",
        "WEBHOOK_URL": "https://bot.example/arsip/",
        "WEBHOOK_SECRET": "s3cret_-",
        "WEBHOOK_LISTEN": "0.0.0.0",
        "WEBHOOK_PORT": "9000",
        "HEALTH_PORT": "9001",
        "HEALTH_LISTEN": "::1",
        "QUESTIONS_PER_10_SECONDS": "3",
        "QUESTIONS_PER_10_MINUTES": "30",
        "GROUP_MESSAGES_PER_MINUTE": "15",
        "MAX_WAITING": "100",
        "LOG_LEVEL": "debug",
        "TIMEZONE": "wita",
    }
    assert Settings.load(env, env_file=None) == Settings(
        telegram_bot_token=Secret("42:AAbb-cc_DD"),
        telegram_api_url="http://127.0.0.1:8081",
        data_dir=Path("/srv/arsip"),
        model_cache=Path("/srv/model"),
        embedding_model="someone/model",
        reader_model="someone/reader",
        default_language="en",
        admin_ids=(12, 34),
        access="allow-list",
        allowed_ids=(12, -1001234567890),
        follows_per_person=5,
        news_per_day=1,
        keep_days=7,
        webhook_url="https://bot.example/arsip",
        webhook_secret=Secret("s3cret_-"),
        webhook_listen="0.0.0.0",
        webhook_port=9000,
        health_port=9001,
        health_listen="::1",
        questions_per_10_seconds=3,
        questions_per_10_minutes=30,
        group_messages_per_minute=15,
        max_waiting=100,
        log_level="DEBUG",
        timezone=ZoneInfo("Asia/Makassar"),
    )


def test_words_for_the_reader_may_be_written_large() -> None:
    given = ("", "Packaged", "OFF", "Someone/Reader")
    found = [Settings.load({"READER_MODEL": text}, env_file=None).reader_model for text in given]
    assert found == ["packaged", "packaged", "off", "Someone/Reader"]


def test_the_earlier_name_of_the_reader_is_refused() -> None:
    with pytest.raises(SettingsError) as problem:
        Settings.load({"RERANKER_MODEL": "someone/reranker"}, env_file=None)
    assert str(problem.value) == (
        "RERANKER_MODEL: it is called READER_MODEL now; set READER_MODEL=someone/reranker "
        "instead, or leave both out for the reader that comes with the program."
    )
    Settings.load({"RERANKER_MODEL": ""}, env_file=None)


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    env = {
        "TELEGRAM_BOT_TOKEN": "my secret token",
        "TELEGRAM_API_URL": "ftp://x",
        "DATA_DIR": str(file),
        "DEFAULT_LANGUAGE": "jv",
        "ADMIN_IDS": "12,abc",
        "ACCESS": "closed",
        "ALLOWED_IDS": "12,@name",
        "KEEP_DAYS": "0",
        "WEBHOOK_URL": "http://bot.example",
        "WEBHOOK_SECRET": "not secret",
        "WEBHOOK_PORT": "70000",
        "MAX_WAITING": "many",
        "LOG_LEVEL": "LOUD",
        "TIMEZONE": "Jakarta",
    }
    with pytest.raises(SettingsError) as problem:
        Settings.load(env, env_file=None)
    assert str(problem.value).splitlines() == [
        "TELEGRAM_BOT_TOKEN: found something that is not a bot token (not shown); "
        "copy the token from @BotFather, it looks like 123456:ABC-DEF…",
        "TELEGRAM_API_URL: found 'ftp://x'; give an http:// or https:// address without ? and #.",
        "WEBHOOK_URL: found 'http://bot.example'; "
        "Telegram delivers updates only to an https:// address.",
        "WEBHOOK_SECRET: found something other than 1 to 256 of A-Za-z0-9_- (not shown).",
        "WEBHOOK_PORT: found '70000'; give a port number from 1 to 65535.",
        f"DATA_DIR: found {str(file)!r}, which is a file; give a folder.",
        "DEFAULT_LANGUAGE: found 'jv'; choose one of: id, en.",
        "ADMIN_IDS: found 'abc'; "
        "give numeric Telegram user ids separated by commas, such as 12345,67890.",
        "ACCESS: found 'closed'; choose one of: open, allow-list, approval.",
        "ALLOWED_IDS: found '@name'; give numeric Telegram ids of people and groups "
        "separated by commas, such as 12345,-1001234567890.",
        "KEEP_DAYS: found '0'; give a number of days from 1 to 9999.",
        "TIMEZONE: found 'Jakarta'; give a time zone such as Asia/Jakarta (WIB), Asia/Makassar "
        "(WITA) or Asia/Jayapura (WIT).",
        "MAX_WAITING: found 'many'; give a number from 1 to 999999.",
        "LOG_LEVEL: found 'LOUD'; choose one of: DEBUG, INFO, WARNING, ERROR.",
    ]


@pytest.mark.parametrize(
    ("access", "problem"),
    [
        (
            "approval",
            "ACCESS=approval needs ADMIN_IDS: set the ids of the people who approve requests.",
        ),
        (
            "allow-list",
            "ACCESS=allow-list needs ALLOWED_IDS: set the ids of the people and groups to answer.",
        ),
    ],
)
def test_access_mode_without_the_ids_it_needs(access: str, problem: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.load({"ACCESS": access}, env_file=None)
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (
            {"LLM_URL": "http://127.0.0.1:11434/v1"},
            "LLM_URL needs LLM_MODEL: set the name that the server has for the model.",
        ),
        (
            {"LLM_MODEL": "small"},
            "LLM_MODEL needs LLM_URL: set the address of the server, such as "
            "http://127.0.0.1:11434/v1 for Ollama.",
        ),
        (
            {"LLM_API_KEY": "sk-hidden"},
            "LLM_API_KEY needs LLM_URL: set the address of the server, such as "
            "http://127.0.0.1:11434/v1 for Ollama.",
        ),
        (
            {"LLM_URL": "http://me:hidden@host/v1", "LLM_MODEL": "small"},
            "LLM_URL: found an address with a name or password in it (not shown); put the key "
            "into LLM_API_KEY.",
        ),
        (
            {"LLM_URL": "http://host/v1", "LLM_MODEL": "small", "LLM_API_KEY": "hid den"},
            "LLM_API_KEY: found something with spaces or letters beyond ASCII (not shown).",
        ),
    ],
)
def test_a_language_model_that_cannot_be_used(given: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.load(given, env_file=None)
    assert problem in str(raised.value).splitlines()
    assert "hidden" not in str(raised.value)


def test_a_language_model() -> None:
    given = {
        "LLM_URL": "http://127.0.0.1:11434/v1/chat/completions",
        "LLM_MODEL": "qwen3:4b",
        "LLM_API_KEY": "sk-hidden",
    }
    made = Settings.load(given, env_file=None)
    assert (made.llm_url, made.llm_model) == ("http://127.0.0.1:11434/v1", "qwen3:4b")
    assert (made.llm_api_key.reveal(), str(made.llm_api_key)) == ("sk-hidden", "***")
    assert "hidden" not in repr(made)
    assert made.llm_api_key in made.secrets()


def test_environment_wins_over_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=ERROR  # quiet\nDATA_DIR='my data'\nEMPTY\n")
    settings = Settings.load({"LOG_LEVEL": "DEBUG"}, env_file=file)
    assert (settings.log_level, settings.data_dir) == ("DEBUG", Path("my data"))


def test_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    assert Settings.load(env_file=None).default_language == "en"


def test_file_that_is_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"LOG_LEVEL=\xff\xfe")
    with pytest.raises(SettingsError) as problem:
        Settings.load({}, env_file=file)
    assert str(problem.value) == f"{file}: not a UTF-8 text file; save it as UTF-8."


def test_secret_never_shows() -> None:
    secret = Secret("42:hidden")
    settings = Settings(telegram_bot_token=secret)
    assert [str(secret), repr(secret), f"{secret}"] == ["***"] * 3
    assert "hidden" not in repr(settings)
    assert (secret.reveal(), bool(secret), bool(Secret())) == ("42:hidden", True, False)


def test_example_file_and_settings_are_equal() -> None:
    assert Settings.load({}, env_file=EXAMPLE) == Settings()
    blocks = [block for block in EXAMPLE.read_text().split("\n\n") if "=" in block]
    names = [re.search(r"^([A-Z0-9_]+)=", block, re.MULTILINE)[1] for block in blocks]
    assert names == [field.name.upper() for field in fields(Settings)]
    explained = [bool(re.fullmatch(r"# [A-Z][^\n]*\.\n[^\n]+\n?", block)) for block in blocks]
    assert explained == [True] * len(blocks)


def test_the_day_is_that_of_the_archives_zone() -> None:
    # 25 hours apart, so that it is never the same day in both.
    east = Settings(timezone=ZoneInfo("Pacific/Kiritimati"))
    west = Settings(timezone=ZoneInfo("Pacific/Niue"))
    assert east.today() > west.today()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TELEGRAM_BOT_TOKN", "TELEGRAM_BOT_TOKEN"),
        ("telegram_bot_token", "TELEGRAM_BOT_TOKEN"),
        ("TELEGRAM_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("BOT_TOKEN", "TELEGRAM_BOT_TOKEN"),
        ("ACESS", "ACCESS"),
        ("ADMIN_ID", "ADMIN_IDS"),
        ("ALLOW_IDS", "ALLOWED_IDS"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("EMBEDING_MODEL", "EMBEDDING_MODEL"),
        ("KEEP_DAY", "KEEP_DAYS"),
        ("DEFAULT_LANG", "DEFAULT_LANGUAGE"),
    ],
)
def test_a_misspelt_name_is_named_with_the_likely_one(
    tmp_path: Path, typed: str, meant: str
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{typed}=x\nHF_TOKEN=x\nKEEP_DAYS_OF_SOMETHING_ELSE=1\nMAX_WAITING=0\n")
    with pytest.raises(SettingsError) as caught:
        Settings.load({}, env_file=file)
    problems = str(caught.value).splitlines()
    assert problems[0] == (
        f"{typed}: {file} has it, but there is no such setting; did you mean {meant}?"
    )
    assert [problem.split(":")[0] for problem in problems] == [typed, "MAX_WAITING"]
    # In an environment it may be another program's; if the right one is there, too, it is.
    assert Settings.load({typed: "x"}, env_file=None) == Settings()
    assert list(misspelt([typed], Settings.names(), given_in="x")) == [
        f"{typed}: x has it, but there is no such setting; did you mean {meant}?"
    ]
    assert list(misspelt([typed, meant], Settings.names(), given_in="x")) == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "TELEGRAM_API_ID",
            "TELEGRAM_API_HASH",
            "HF_TOKEN",
            "HTTP_PROXY",
            "TZ",
            "PATH",
            "LANGUAGE",
        ),
        *("COMPOSE_PROJECT_NAME", "XDG_DATA_DIRS", "LOG_FILE", "PORT", "WEBHOOK_HOST"),
        *(one.name.upper() for one in fields(Settings)),
    ],
)
def test_settings_and_names_of_other_programs_are_no_misspellings(name: str) -> None:
    assert likely_name(name, Settings.names()) == ""
