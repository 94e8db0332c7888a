"""`tanya-arsip`, the program of an installed package."""

import json
import signal
from importlib.metadata import version

import pytest

from bot.command_line.main import COMMANDS, main


@pytest.fixture(autouse=True)
def ctrl_c_stays_as_it_was():
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def folder(tmp_path, monkeypatch, model):
    """An empty current folder, without settings but for the model that is prepared already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    for name in ("TELEGRAM_BOT_TOKEN", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_first_question_builds_the_sample_archive_and_says_where(folder, capsys):
    question = "apa kata Kominfo tentang media sosial"
    assert main(["ask", question, "--json"]) == 0
    first = capsys.readouterr()
    assert first.err.splitlines()[0] == (
        f"{folder}/data has no index yet: building one of the sample archive that comes with the "
        "program. Your own articles instead: tanya-arsip rebuild --full PATH…"
    )
    assert json.loads(first.out)["outcome"] == "answer"
    assert main(["ask", question, "--json"]) == 0
    again = capsys.readouterr()
    assert again.err == ""
    assert json.loads(again.out)["hits"] == json.loads(first.out)["hits"]


def test_the_chat_builds_the_sample_archive_too(folder, capsys, monkeypatch):
    def end_of_input(*_: object) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", end_of_input)
    assert main(["run"]) == 0
    output = capsys.readouterr()
    assert output.err.startswith(f"{folder}/data has no index yet")
    assert "28" in output.out


def test_commands_that_need_an_index_of_ones_own_do_not_build_the_sample(folder, capsys):
    assert main(["rebuild", "nowhere"]) == 1
    assert main(["evaluate", "--feedback"]) == 1
    assert main(["recalibrate"]) == 1
    assert "sample" not in capsys.readouterr().err
    assert not (folder / "data" / "snapshots").exists()


def test_the_version_is_that_of_the_installed_package(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"tanya-arsip {version('tanya-arsip')}\n"


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name, capsys):
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: tanya-arsip {name} ")


@pytest.mark.parametrize("arguments", [[], ["tell"], ["ask"], ["ask", "apa?", "--nonsense"]])
def test_bad_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage: tanya-arsip")
