"""`tanya-arsip check` keeps its contract: options, JSON, exit status."""

import io
import json
import shutil

import pytest

from bot.command_line import quotes


@pytest.fixture
def sample(sample_data, tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    shutil.copytree(sample_data, tmp_path / "data")
    return tmp_path / "data"


def checked(capsys, *arguments):
    assert quotes.check([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_json_has_an_object_a_quotation(sample, capsys):
    text = "“kucing wajib memakai helm” dan “anjing belajar terbang tinggi”"
    found = checked(capsys, text, "--by", "Jokowi", "--data", str(sample))
    assert found == [
        {
            "quotation": quotation,
            "speaker_asked": "Jokowi",
            "outcome": "not_found",
            "differences": [],
            "evidence": [],
        }
        for quotation in ("kucing wajib memakai helm", "anjing belajar terbang tinggi")
    ]


def test_what_somebody_said_comes_with_its_evidence(sample, capsys):
    text = "the success of the task force would be measured by whether the transactions went up"
    (found,) = checked(capsys, text, "--by", "Budi Arie", "--data", str(sample))
    assert (found["outcome"], found["differences"][-1]) == ("said_differently", ["up", "down"])
    (one,) = found["evidence"]
    assert list(one)[:4] == ["article", "quote", "speaker", "passage"]
    assert list(one["article"]) == ["id", "url", "title", "source", "published", "author"]
    assert (one["quote"] in one["passage"], one["speaker"]) == (
        True,
        "Budi Arie Setiadi, Communication and Informatics Minister",
    )


def test_text_is_read_from_stdin(sample, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("kucing wajib memakai helm"))
    assert quotes.check(["-", "--lang", "en", "--data", str(sample)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "“kucing wajib memakai helm”",
        "I found nothing on this in the archive.",
    ]
    assert lines[-1] == "Not being in this archive does not mean it was never said."


@pytest.mark.parametrize("text", ["", "…", "“”"])
def test_nothing_to_check_is_bad_usage(text, capsys):
    with pytest.raises(SystemExit) as end:
        quotes.check([text])
    assert end.value.code == 2
    assert "no words to check" in capsys.readouterr().err
