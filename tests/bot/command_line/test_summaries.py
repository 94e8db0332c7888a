"""`ask --summary`: with a language model's server on loopback, and without one."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from bot.command_line import ask
from tests.support.llm_server import LanguageModelServer, completion, draft, refusing

QUESTION = "apa kata Kominfo soal media sosial"


@pytest.fixture
def sample(sample_data, tmp_path, monkeypatch, model) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in ("TELEGRAM_BOT_TOKEN", "LLM_URL", "LLM_MODEL", "LLM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(sample_data, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def server(monkeypatch):
    with LanguageModelServer() as running:
        monkeypatch.setenv("LLM_URL", running.url)
        monkeypatch.setenv("LLM_MODEL", "small")
        yield running


def asked(data: Path, *options: str) -> int:
    return ask.main([QUESTION, "--data", str(data), "--limit", "2", *options])


def test_json_has_a_summary_only_if_it_is_asked_for(sample, server, capsys):
    assert asked(sample, "--json") == 0
    plain = json.loads(capsys.readouterr().out)
    assert ("summary" in plain, server.requests) == (False, [])
    first = plain["hits"][0]["quote"]
    server.behaviours = [completion(draft((first, [1]), ("Presiden mundur.", [1])))]
    assert asked(sample, "--json", "--summary") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["summary"]["model"] == "small"
    assert [one["quotes"] for one in made["summary"]["sentences"]] == [[1]]
    assert made["summary"]["sentences"][0]["text"] == " ".join(first.split())
    assert (made["outcome"], made["hits"]) == (plain["outcome"], plain["hits"])


def test_the_text_says_that_a_machine_wrote_it(sample, server, capsys):
    asked(sample, "--json")
    first = json.loads(capsys.readouterr().out)["hits"][0]["quote"]
    server.behaviours = [completion(draft((first, [1])))]
    assert asked(sample, "--summary") == 0
    shown = capsys.readouterr().out
    assert "Ringkasan ini ditulis mesin" in shown
    assert shown.index("Ringkasan ini") < shown.index("[1]") < shown.index("1. ")


def test_a_failing_model_leaves_the_answer_and_says_why(sample, server, capsys):
    server.behaviours = [refusing(500)]
    assert asked(sample, "--json", "--summary") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["summary"] is None
    assert "no summary: the language model failed" in told.err


def test_without_a_model_the_answer_says_what_to_set(sample, capsys):
    assert asked(sample, "--json", "--summary") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["summary"] is None
    assert told.err.startswith("no summary: LLM_URL is not set; it is the address of")


def test_a_missing_client_is_one_line_with_its_command(sample, server, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    assert asked(sample, "--summary") == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "pip install 'tanya-arsip[llm]'" in told.err
