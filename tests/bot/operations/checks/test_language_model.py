"""What doctor says of a language model's server, against one on loopback."""

import pytest

from bot.configuration.settings import Settings
from bot.operations.checks.language_model import check_language_model
from tests.support.llm_server import LanguageModelServer


def told(url: str, model: str, key: str = "") -> list[str]:
    env = {"LLM_URL": url, "LLM_MODEL": model} | ({"LLM_API_KEY": key} if key else {})
    settings = Settings.load(env, env_file=None)
    return [one.line for one in check_language_model(settings)]


@pytest.mark.parametrize(
    ("model", "key", "line"),
    [
        ("large", "right", "ok    language model: 127.0.0.1 has large"),
        ("small", "", "ok    language model: 127.0.0.1 has small"),
        (
            "huge",
            "",
            "fail  language model: 127.0.0.1 has no huge → set LLM_MODEL to one of: "
            "small:latest, large",
        ),
        (
            "large",
            "wrong",
            "fail  language model: 127.0.0.1 rejects the key → set LLM_API_KEY to a valid one",
        ),
    ],
)
def test_the_model_is_looked_for_on_the_server(model: str, key: str, line: str) -> None:
    with LanguageModelServer() as server:
        assert told(server.url, model, key) == [line]


def test_another_path_lists_nothing() -> None:
    with LanguageModelServer() as server:
        assert told(f"{server.url}/v2", "large") == [
            "warn  language model: 127.0.0.1 does not list its models → check that LLM_URL ends as "
            "the server wants it, often in /v1"
        ]


def test_nobody_there() -> None:
    with LanguageModelServer() as server:
        url = server.url
    assert told(url, "large") == [
        "warn  language model: 127.0.0.1 cannot be reached (ConnectError) → start it, or check "
        "LLM_URL; until then answers have no summary"
    ]


def test_none_is_set() -> None:
    assert list(check_language_model(Settings.load({}, env_file=None))) == []
