import json

import pytest

from bot.command_line.operations import doctor


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)


def test_lines_and_status_of_an_archive_that_is_well(sample_data, capsys):
    assert doctor.main(["--data", str(sample_data)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "ok    settings: those of the environment can be used"
    assert {line[:6] for line in out} == {"ok    "}


def test_json_and_status_of_one_that_is_not(tmp_path, monkeypatch, capsys):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.db").write_text("halo" * 100)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:verysecret")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    assert doctor.main(["--json"]) == 1
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert report["ok"] is False
    assert [one["name"] for one in report["checks"] if one["status"] == "fail"] == [
        "token",
        "bot.db",
    ]
    assert set(report["checks"][0]) == {"name", "status", "found", "advice"}
    assert "verysecret" not in captured.out + captured.err


def test_settings_that_cannot_be_used(monkeypatch, capsys):
    monkeypatch.setenv("KEEP_DAYS", "many")
    monkeypatch.setenv("TIMEZONE", "Nowhere")
    assert doctor.main([]) == 1
    assert [line[:24] for line in capsys.readouterr().out.splitlines()] == [
        "fail  settings: KEEP_DAY",
        "fail  settings: TIMEZONE",
    ]
