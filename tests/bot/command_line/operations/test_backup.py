import json
import shutil

import pytest

from bot.command_line.operations import backup


@pytest.fixture
def data(tmp_path, monkeypatch, sample_data):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return shutil.copytree(sample_data, tmp_path / "data")


def test_there_and_back(data, tmp_path, capsys):
    (data / "notes.txt").write_text("mine")
    assert backup.main(["saved.tar.gz", "--json"]) == 0
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["backup"] == str(tmp_path / "saved.tar.gz")
    # archive.db, CURRENT, and the files of the snapshot.
    files = 2 + sum(path.is_file() for path in data.glob("snapshots/*/**/*"))
    assert (report["files"], report["left_out"]) == (files, ["notes.txt"])
    assert "not saved: data/notes.txt, which is not the program's" in captured.err
    assert backup.restore_main(["saved.tar.gz", "--verify"]) == 0
    assert capsys.readouterr().out.startswith(f"sound: {files} files (")
    assert backup.restore_main(["saved.tar.gz", "--data", "new", "--json"]) == 0
    restored = json.loads(capsys.readouterr().out)
    assert (restored["data"], restored["files"], restored["before"]) == ("new", files, None)
    assert restored["bytes"] == report["bytes"]
    live = (data / "snapshots" / "CURRENT").read_text()
    assert (tmp_path / "new" / "snapshots" / "CURRENT").read_text() == live


def test_refusals_are_one_line(data, tmp_path, capsys):
    assert backup.main(["data"]) == 1
    assert backup.main(["saved.zip", "--data", "nowhere"]) == 1
    assert backup.restore_main(["nowhere.zip", "--data", "new"]) == 1
    (tmp_path / "saved.zip").write_text("halo")
    assert backup.restore_main(["saved.zip"]) == 1
    assert [line[:43] for line in capsys.readouterr().err.splitlines() if "error" in line] == [
        f"error: {tmp_path}/data"[:43],
        "error: nowhere is no data folder, or it is ",
        "error: nowhere.zip is not there",
        "error: data is not empty (archive.db, snaps",
    ]
    # A folder that could not be restored into is as it was.
    assert backup.restore_main(["saved.zip", "--force"]) == 1
    assert "saved.zip is no backup, or it is damaged" in capsys.readouterr().err
    assert (data / "archive.db").is_file()
    assert not (data / ".restoring").exists()


def test_what_was_there_before_is_named(data, capsys):
    assert backup.main(["saved"]) == 0
    assert capsys.readouterr().out.startswith("saved ")
    assert backup.restore_main(["saved", "--force"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("restored ")
    assert out[1].startswith("what was there before is in data/.before-restore-")
