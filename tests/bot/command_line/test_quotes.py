"""`tanya-arsip check` and `statements` keep their contracts: options, formats, exit status."""

import csv
import io
import json
import shutil

import pytest

from bot.command_line import ask, quotes


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


def listed(capsys, *arguments):
    assert quotes.statements([*arguments]) == 0
    return capsys.readouterr()


def test_statements_as_json_have_these_columns(sample, capsys):
    out = listed(capsys, "Budi Arie", "--format", "json", "--data", str(sample)).out
    rows = json.loads(out)
    assert list(rows[0]) == [
        *("date", "speaker", "role", "institution", "quote", "title", "outlet", "url"),
        *("article_id", "also_in"),
    ]
    assert {row["speaker"] for row in rows} == {"Budi Arie Setiadi"}


def test_statements_of_a_time_and_on_a_topic(sample, capsys):
    options = ["Budi Arie", "--format", "csv", "--data", str(sample)]
    every = listed(capsys, *options).out.splitlines()
    assert listed(capsys, *options, "--limit", "1").out.splitlines()[:1] == every[:1]
    assert listed(capsys, *options, "--before", "2000-01-01").out.splitlines() == every[:1]
    assert listed(capsys, *options, "--about", "kucing terbang").out.splitlines() == every[:1]


def test_nobody_of_that_name_is_said(sample, capsys):
    told = listed(capsys, "Somebody Unknown", "--format", "json", "--data", str(sample))
    assert (told.out, told.err) == (
        "[]\n",
        "nobody in this archive speaks as 'Somebody Unknown'\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [["…"], ["Budi", "--after", "kemarin"], ["Budi", "--format", "x"], ["Budi", "--limit", "-1"]],
)
def test_statements_refuse_what_they_cannot_do(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        quotes.statements(arguments)
    assert end.value.code == 2


def test_ask_gives_quotes_to_take_along(sample, capsys):
    question = ["berapa kerugian negara akibat korupsi BTS", "--data", str(sample)]
    assert ask.main([*question, "--format", "csv", "--limit", "1"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out, newline=""))
    assert (len(row["sha256"]), bool(row["quote"])) == (64, True)
    assert ask.main([*question, "--format", "bibtex", "--limit", "1"]) == 0
    assert capsys.readouterr().out.startswith(f"@online{{{row['article_id']}-1,")
