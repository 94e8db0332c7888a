"""`rebuild_index.py --dry-run`: what would be read is shown, and nothing is changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.command_line import rebuild

TEXT = "Perpustakaan membuka ruang baca malam."
ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    folder.mkdir()
    records = [
        {"judul": "Ruang Baca", "isi": TEXT, "tanggal": "28/09/2019", "media": "Kabar"},
        {"judul": "Tanpa Isi"},
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return folder


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_object_a_record_and_the_summary(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    assert rebuild.main([str(folder), "--dry-run", "--json", "--data", str(data)]) == 0
    read, rejected, passed, summary = rows(capsys)
    assert read == {
        "file": str(folder / "a.jsonl"),
        "status": "read",
        "reason": "",
        "title": "Ruang Baca",
        "published": "2019-09-28",
        "source": "Kabar",
        "url": "",
        "characters": 38,
        "start": TEXT,
        "place": "",
    }
    assert (rejected["status"], rejected["place"], rejected["characters"]) == (
        "rejected",
        "line 2",
        0,
    )
    assert rejected["reason"] == ("no text; it has judul; `--map NAME=text` says which is the text")
    assert (passed["file"], passed["status"], passed["reason"]) == (
        str(folder / "foto.jpg"),
        "passed over",
        "unknown format (.jpg)",
    )
    assert summary == {
        "articles": {"read": 1, "rejected": 1},
        "files": {
            "read": {"JSON lines": 1},
            "rejected": 0,
            "passed_over": {"unknown format (.jpg)": 1},
        },
    }
    assert not data.exists()


def test_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rebuild.main([str(folder), "--dry-run"]) == 0
    head, read, rejected, *_more, passed, told, files = capsys.readouterr().out.splitlines()
    assert head.split() == [
        "date",
        "outlet",
        "title",
        "first",
        "words,",
        "or",
        "why",
        "not",
        "file",
    ]
    assert read.split()[:5] == ["read", "2019-09-28", "Kabar", "Ruang", "Baca"]
    assert rejected.split()[:3] == ["rejected", "no", "text;"]
    assert passed.split() == ["passed", "over", "unknown", "format", "(.jpg)", "foto.jpg"]
    assert told == "1 would be read, 1 rejected; nothing was changed"
    assert files == (
        "files: 1 read (1 JSON lines), 0 without an article, "
        "1 passed over (1 unknown format (.jpg))"
    )


def test_a_mapping_that_no_record_used_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapped = ["--map", "judul=source", "--map", "narasi=text"]
    assert rebuild.main([str(folder), "--dry-run", "--json", *mapped]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[0])["source"] == "Ruang Baca"
    assert printed.err == "--map narasi=text: no record has `narasi`\n"


def test_nothing_to_read_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    assert rebuild.main([str(tmp_path), "--dry-run", "--json"]) == 1
    assert rebuild.main([str(tmp_path / "gone"), "--dry-run"]) == 1
    assert "no such file or folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", [["--dry-run"], ["--rollback", "--dry-run"], ["a", "--full", "--keep"]]
)
def test_options_that_do_not_go_together(
    more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        rebuild.main(more)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("output", [[], ["--json"]])
def test_a_reader_that_goes_away_ends_it_quietly(folder: Path, output: list[str]) -> None:
    (folder / "b.jsonl").write_text(f'{{"text": "{TEXT}"}}\n' * 3000)
    command = [sys.executable, "scripts/rebuild_index.py", str(folder), "--dry-run", *output]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")


def test_what_is_said_of_a_whole_file_is_at_its_last_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = "<item><title>{}</title><link>https://kabar.example/{}</link></item>"
    entry = item.replace("</item>", f"<description>{TEXT}</description></item>")
    feed = (
        f'<rss version="2.0"><channel>{entry.format("A", 1)}{entry.format("B", 2)}</channel></rss>'
    )
    (tmp_path / "a.xml").write_text(feed)
    assert rebuild.main([str(tmp_path), "--dry-run", "--json"]) == 0
    first, last, summary = rows(capsys)
    assert (first["title"], last["title"], last["status"]) == ("A", "B", "read")
    assert "teaser" in str(last["reason"])
    assert summary["files"] == {"read": {"feed": 1}, "rejected": 0, "passed_over": {}}


@pytest.mark.parametrize(("options", "name"), [([], "\\xe9.txt"), (["--json"], "\\\\xe9.txt")])
def test_a_name_that_is_not_utf8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], name: str
) -> None:
    (tmp_path / os.fsdecode(b"\xe9.txt")).write_text("Ruang Baca\n\n" + TEXT)
    rebuild.main([str(tmp_path), "--dry-run", "--data", str(tmp_path / "data"), *options])
    told = capsys.readouterr().out
    assert name in told
    told.encode("utf-8", "strict")
