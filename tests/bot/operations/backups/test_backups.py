import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.operations.backups.containers import read, writer
from bot.operations.backups.contents import contents, copy_database
from bot.operations.backups.manifest import BackupUnusable
from bot.operations.backups.restoring import restore, verify
from bot.operations.backups.saving import save
from index.building.guards import build_lock
from index.errors import ArchiveError, DiskFull

KINDS = ["arsip", "arsip.tar.gz", "arsip.TGZ", "arsip.zip"]
LIVE = "20260301T081500000000-0123abcd"
OLD = "20260201T081500000000-0123abcd"


def database(path: Path, rows: int = 3) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table a (n integer)")
        db.executemany("insert into a values (?)", [(number,) for number in range(rows)])


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("select count(*) from a").fetchone()[0])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with everything that there can be, and things that are not the program's."""
    folder = tmp_path / "data"
    for name in (LIVE, OLD):
        (folder / "snapshots" / name / "words").mkdir(parents=True)
        (folder / "snapshots" / name / "words" / "meta.json").write_text("{}")
        (folder / "snapshots" / name / "manifest.json").write_text(name)
    (folder / "snapshots" / "CURRENT").write_text(f"{LIVE}\n")
    (folder / "fetched").mkdir()
    (folder / "fetched" / "berita.warc.gz").write_bytes(b"page")
    for name in ("archive.db", "bot.db", "fetch.db"):
        database(folder / name)
    for name in ("salt", "aliases.toml", "hidden.jsonl", "calibration.json", "sources.toml"):
        (folder / name).write_text(name)
    (folder / ".env").write_text("TELEGRAM_BOT_TOKEN=1:secret")
    (folder / ".building").write_text("1")
    (folder / "articles.jsonl").write_text("{}")
    return folder


SAVED = {
    "archive.db",
    "bot.db",
    "fetch.db",
    "salt",
    "aliases.toml",
    "hidden.jsonl",
    "calibration.json",
    "sources.toml",
    "fetched/berita.warc.gz",
    f"snapshots/{LIVE}/manifest.json",
    f"snapshots/{LIVE}/words/meta.json",
    "snapshots/CURRENT",
}


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_saved_is_restored(data: Path, tmp_path: Path, name: str) -> None:
    saved = save(data, tmp_path / name)
    assert (saved.files, saved.left_out) == (12, ("articles.jsonl",))
    assert verify(tmp_path / name).files.keys() == SAVED
    restored = restore(tmp_path / name, tmp_path / "new" / "data")
    assert restored.before is None
    assert tree(tmp_path / "new" / "data") == SAVED | {".building", ".fetching"}
    assert (tmp_path / "new/data/salt").read_text() == "salt"
    assert (tmp_path / "new/data/salt").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new/data/snapshots/CURRENT").read_text() == f"{LIVE}\n"
    assert rows(tmp_path / "new/data/archive.db") == 3
    assert not list(tmp_path.glob(".*"))


def test_a_backup_is_for_its_owner_only(data: Path, tmp_path: Path) -> None:
    for name in ("arsip", "arsip.tar.gz", "arsip.zip"):
        save(data, tmp_path / name)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("arsip.tar.gz", "arsip.zip")]
    modes += [(tmp_path / "arsip" / name).stat().st_mode & 0o777 for name in (".", "bot.db")]
    assert modes == [0o600, 0o600, 0o700, 0o600]
    with tarfile.open(tmp_path / "arsip.tar.gz") as tar:
        assert "bot.db" in tar.getnames()
    assert "bot.db" in zipfile.ZipFile(tmp_path / "arsip.zip").namelist()


def test_an_empty_folder_is_filled_and_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "arsip"
    target.mkdir()
    save(data, target)
    with pytest.raises(BackupUnusable, match=r"is there already; name another, or .* --force"):
        save(data, target)
    (data / "salt").write_text("another")
    save(data, target, replace=True)
    assert (target / "salt").read_text() == "another"
    with pytest.raises(BackupUnusable, match="is a folder with other files; name one in it, as "):
        save(data, tmp_path, replace=True)


@pytest.mark.parametrize("name", ["arsip.tar", "arsip.7z", "arsip.tar.xz"])
def test_other_archives_are_not_written(data: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(BackupUnusable, match=r"a file that ends in \.tar\.gz or \.zip"):
        save(data, tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable, match="there is nothing to save"):
        save(tmp_path / "data", tmp_path / "arsip")


def test_a_damaged_database_is_not_saved(data: Path, tmp_path: Path) -> None:
    (data / "bot.db").write_bytes(b"no database" * 500)
    with pytest.raises(BackupUnusable, match=r"bot\.db: file is not a database"):
        save(data, tmp_path / "arsip.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


# -- while others write, and when something goes wrong ---------------------------------------------

WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
while True:
    db.execute("begin immediate")
    db.executemany("insert into pairs values (?)", [(1,), (1,)])
    db.execute("commit")
    print(flush=True)
"""


def test_a_database_that_is_written_to_without_a_pause(tmp_path: Path) -> None:
    """Without a transaction that holds the moment, SQLite begins anew after each of the writes."""
    source = tmp_path / "a.db"
    with closing(sqlite3.connect(source)) as db, db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table pairs (n integer)")
        db.execute("create table more as select zeroblob(40000000)")
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(source)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        for _ in range(5):
            writer.stdout.readline()
        steps: list[int] = []
        copy_database(source, tmp_path / "copy.db", steps.append)
        with closing(sqlite3.connect(source)) as db:
            (after,) = db.execute("select count(*) from pairs").fetchone()
        writer.kill()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        (pairs,) = copy.execute("select count(*) from pairs").fetchone()
    assert len(steps) >= 9
    assert sum(steps) >= 40_000_000
    assert pairs % 2 == 0
    assert 10 <= pairs < after


def test_a_snapshot_that_is_replaced_and_deleted_meanwhile(data: Path, tmp_path: Path) -> None:
    def build(_count: int) -> None:
        (data / "snapshots" / "CURRENT").write_text(f"{OLD}\n")
        shutil.rmtree(data / "snapshots" / LIVE, ignore_errors=True)

    found = {}
    for content in contents(data, tmp_path, lambda _: None):
        found[content.name] = content.file.read(content.size)
        if content.name.startswith("snapshots/"):
            build(0)
    assert found[f"snapshots/{LIVE}/manifest.json"] == LIVE.encode()
    assert found["snapshots/CURRENT"] == f"{LIVE}\n".encode()


def test_a_file_that_grows_meanwhile(data: Path, tmp_path: Path) -> None:
    [pages] = [one for one in contents(data, tmp_path, lambda _: None) if "fetched" in one.name]
    assert pages.size == 4
    for name in ("arsip", "arsip.zip", "arsip.tar.gz"):
        made = writer(tmp_path / name, like=tmp_path / name)
        with (data / "fetched" / "berita.warc.gz").open("rb") as file:
            made.add("fetched/berita.warc.gz", file, 3)
        made.close()
        assert [(name, file.read()) for name, file in read(tmp_path / name)] == [
            ("fetched/berita.warc.gz", b"pag")
        ]


def test_a_process_that_is_killed_leaves_nothing_for_long(data: Path, tmp_path: Path) -> None:
    with (data / "fetched" / "large.warc.gz").open("wb") as file:
        file.truncate(1_000_000_000)
    code = (
        "import sys; from pathlib import Path; from bot.operations.backups.saving import save;"
        "save(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    target = tmp_path / "arsip.tar.gz"
    with subprocess.Popen([sys.executable, "-c", code, str(data), str(target)]) as process:
        deadline = time.monotonic() + 20
        while not list(tmp_path.glob(".arsip.tar.gz.writing-*/arsip.tar.gz")):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not target.exists()
    os.truncate(data / "fetched" / "large.warc.gz", 10)
    save(data, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arsip.tar.gz", "data"]


def test_a_full_disk_is_named(data: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.getuid() or subprocess.run(mounted, capture_output=True).returncode:
        pytest.skip("only an administrator can mount a disk")
    try:
        (data / "fetched" / "large.warc.gz").write_bytes(os.urandom(2_000_000))
        for name in ("arsip", "arsip.zip", "arsip.tar.gz"):
            with pytest.raises(DiskFull, match=f"the disk that holds {disk} is full"):
                save(data, disk / name)
            assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


# -- restoring ------------------------------------------------------------------------------------


def test_what_is_there_steps_aside_only_if_asked(data: Path, tmp_path: Path) -> None:
    save(data, tmp_path / "arsip.zip")
    (data / "salt").write_text("newer")
    with pytest.raises(BackupUnusable, match=r"is not empty \(.*\); with --force what is there"):
        restore(tmp_path / "arsip.zip", data)
    restored = restore(tmp_path / "arsip.zip", data, force=True)
    assert (data / "salt").read_text() == "salt"
    assert restored.before
    assert (restored.before / "salt").read_text() == "newer"
    assert (restored.before / "articles.jsonl").read_text() == "{}"
    assert restored.before.parent == data
    again = restore(tmp_path / "arsip.zip", data, force=True)
    assert again.before
    assert tree(again.before) == SAVED


def test_the_folder_is_in_use(data: Path, tmp_path: Path) -> None:
    save(data, tmp_path / "arsip.zip")
    with closing(sqlite3.connect(data / "bot.db")) as db:
        db.execute("select * from a").fetchall()
        with pytest.raises(BackupUnusable, match=r"bot\.db is in use; stop the bot"):
            restore(tmp_path / "arsip.zip", data, force=True)
    with build_lock(data), pytest.raises(ArchiveError, match="is being rebuilt by process"):
        restore(tmp_path / "arsip.zip", data, force=True)
    assert restore(tmp_path / "arsip.zip", data, force=True).before


def rewritten(source: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """A copy of a .zip with other contents under these names; None: without them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        files = {name: old.read(name) for name in old.namelist()} | change
        for name, content in files.items():
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"salt": b"sult"}, "is damaged: salt differ"),
        ({"salt": None}, "is damaged: salt differ"),
        ({"fetched/more": b""}, "is damaged: fetched/more differ"),
        ({"backup.json": None}, "has no backup.json: it is no backup, or it was cut off"),
        ({"backup.json": b"[]"}, "cannot be used: its backup.json cannot be read"),
        ({"../salt": b"x"}, "is not a backup of this program: it has '../salt'"),
        ({"fetched/../../x": b"x"}, "is not a backup of this program"),
        ({"/etc/x": b"x"}, "is not a backup of this program"),
        ({".env": b"x"}, "is not a backup of this program: it has '.env'"),
    ],
)
def test_a_backup_that_is_not_as_it_was_saved(
    data: Path, tmp_path: Path, change: dict[str, bytes | None], reason: str
) -> None:
    save(data, tmp_path / "arsip.zip")
    wrong = rewritten(tmp_path / "arsip.zip", tmp_path / "wrong.zip", change)
    with pytest.raises(BackupUnusable, match=re.escape(reason)):
        verify(wrong)
    with pytest.raises(BackupUnusable, match=re.escape(reason)):
        restore(wrong, tmp_path / "new")
    assert tree(tmp_path / "new") == {".building", ".fetching"}
    assert not (tmp_path / "x").exists()


def test_a_backup_of_a_later_format(data: Path, tmp_path: Path) -> None:
    save(data, tmp_path / "arsip")
    manifest = json.loads((tmp_path / "arsip" / "backup.json").read_text())
    later = manifest | {"format": 2, "version": "9.0"}
    (tmp_path / "arsip" / "backup.json").write_text(json.dumps(later))
    with pytest.raises(BackupUnusable, match=r"it has format 2, made by version 9\.0"):
        verify(tmp_path / "arsip")


def test_what_is_no_backup(data: Path, tmp_path: Path) -> None:
    save(data, tmp_path / "arsip.tar.gz")
    whole = (tmp_path / "arsip.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.tar.gz").write_text("halo")
    for name in ("half.tar.gz", "text.tar.gz"):
        with pytest.raises(BackupUnusable, match="is no backup, or it is damaged"):
            verify(tmp_path / name)
    with pytest.raises(BackupUnusable, match=r"nowhere\.zip is not there"):
        verify(tmp_path / "nowhere.zip")


def test_a_backup_that_was_cut_off_within_a_file(data: Path, tmp_path: Path) -> None:
    (data / "fetched" / "large.warc.gz").write_bytes(os.urandom(3_000_000))
    save(data, tmp_path / "arsip.tar.gz")
    os.truncate(tmp_path / "arsip.tar.gz", 1_000_000)
    with pytest.raises(BackupUnusable, match="is no backup, or it is damaged"):
        verify(tmp_path / "arsip.tar.gz")


def test_a_link_in_a_backup_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "arsip.tar.gz", "w:gz") as tar:
        link = tarfile.TarInfo("salt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BackupUnusable, match="has 'salt', which is not a plain file"):
        restore(tmp_path / "arsip.tar.gz", tmp_path / "new")
