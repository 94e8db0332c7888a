import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.configuration.settings import Settings, SettingsError
from bot.operations.checks.check import Check
from bot.operations.checks.doctor import check_settings, examine
from bot.operations.checks.machine import check_machine
from bot.operations.checks.sources import check_sources
from bot.storage.update_log import IncomingUpdate, UpdateLog
from index.fetching.schema import fetch_schema
from index.models.cache import CachedEmbedder


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path / "data"))


@pytest.fixture
def settings(data: Path, model: CachedEmbedder) -> Settings:
    return Settings(data_dir=data, model_cache=model.folder.parent, reader_model="off")


def lines(checks: Iterator[Check]) -> dict[str, str]:
    return {one.name: one.line for one in checks}


def test_an_archive_that_is_well(settings: Settings) -> None:
    found = lines(examine(settings))
    assert [one for one in found.values() if not one.startswith("ok ")] == []
    assert list(found) == [
        "token", "data folder", "disk", "at work", "model", "reader", "archive.db", "snapshot",
    ]  # fmt: skip
    assert found["archive.db"] == "ok    archive.db: sound"
    assert found["snapshot"].endswith(" opens with this model: 28 articles, 29 passages")
    assert found["at work"] == "ok    at work: no rebuild and no fetch is under way"


def test_nothing_is_there_yet(settings: Settings, tmp_path: Path) -> None:
    empty = Settings(data_dir=tmp_path / "new" / "data", model_cache=settings.model_cache)
    found = lines(examine(empty))
    assert found["data folder"].endswith("is not there yet; the first use makes it")
    assert found["snapshot"].startswith("warn  snapshot: ")
    assert " has no index yet → rebuild with your articles; " in found["snapshot"]
    assert not (tmp_path / "new").exists()


def test_a_model_that_is_not_prepared(data: Path, tmp_path: Path) -> None:
    found = lines(examine(Settings(data_dir=data, model_cache=tmp_path / "cache")))
    assert found["model"].startswith(
        f"warn  model: intfloat/multilingual-e5-small is not prepared in {tmp_path}/cache → "
    )
    assert "without a model it was not opened" in found["snapshot"]
    assert not (tmp_path / "cache").exists()


def test_a_reader_that_is_not_prepared(settings: Settings, data: Path) -> None:
    other = Settings(data_dir=data, model_cache=settings.model_cache, reader_model="no/such-reader")
    assert lines(examine(other))["reader"].startswith(
        "warn  reader: no/such-reader is not prepared in "
    )


def test_a_damaged_database(settings: Settings, data: Path) -> None:
    with (data / "archive.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    found = lines(examine(settings))
    assert found["archive.db"].startswith("fail  archive.db: damaged: ")
    assert found["archive.db"].endswith(
        " → restore a backup, or move the file away and rebuild with all your articles"
    )


def test_a_file_that_is_no_database(settings: Settings, data: Path) -> None:
    (data / "bot.db").write_text("halo" * 100)
    found = lines(examine(settings))
    assert found["bot.db"].startswith("fail  bot.db: damaged: file is not a database → ")


def test_a_damaged_snapshot(settings: Settings, data: Path) -> None:
    [vectors] = data.glob("snapshots/*/vectors.faiss")
    vectors.write_bytes(b"no vectors")
    found = lines(examine(settings))
    assert found["snapshot"].startswith("fail  snapshot: ")
    assert "is damaged (vectors.faiss) → run scripts/rebuild_index.py" in found["snapshot"]


def test_a_snapshot_of_which_a_byte_has_changed(settings: Settings, data: Path) -> None:
    [array] = data.glob("snapshots/*/arrays/days.npy")
    array.write_bytes(array.read_bytes()[:-1] + b"\xff")
    found = lines(examine(settings))
    assert found["snapshot"].startswith("fail  snapshot: ")
    told = "has changed since it was published (arrays/days.npy) → run scripts/rebuild_index.py"
    assert told in found["snapshot"]


def test_own_files(settings: Settings, data: Path) -> None:
    (data / "aliases.toml").write_text("this is no TOML")
    (data / "hidden.jsonl").write_text('{"id": "a1"}\n')
    (data / "calibration.json").write_text('{"move": 99}')
    found = lines(examine(settings))
    assert found["aliases.toml"].startswith("fail  aliases.toml: ")
    assert found["hidden.jsonl"] == "ok    hidden.jsonl: can be read"
    assert "it must be from -10 to 10 → correct the file" in found["calibration.json"]


def test_a_rebuild_under_way(settings: Settings, data: Path) -> None:
    with (data / ".building").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = lines(check_machine(settings))
    assert found["at work"] == "ok    at work: a rebuild (process 4711) is under way"


def test_a_folder_that_cannot_be_written_to(settings: Settings) -> None:
    blocked = Settings(data_dir=Path("/proc/1/data"), model_cache=settings.model_cache)
    found = lines(check_machine(blocked))
    assert found["data folder"].startswith("fail  data folder: /proc/1 cannot be written to (")


def test_updates_that_wait(settings: Settings, data: Path) -> None:
    with closing(Database(data / "bot.db").conn) as connection:
        UpdateLog(Database(connection)).write([IncomingUpdate(update_id=5, update={})])
        assert lines(check_machine(settings))["queue"] == "ok    queue: 1 waiting to be answered"
        connection.execute("update journal set written = '2020-01-01T00:00:00+00:00'")
        connection.commit()
        assert lines(check_machine(settings))["queue"].startswith(
            "warn  queue: 1 waiting to be answered, the oldest for "
        )


def source(data: Path, **row: object) -> None:
    with closing(sqlite3.connect(data / "fetch.db")) as connection:
        db = Database(connection)
        fetch_schema.apply(db)
        db.table("sources").insert({"kind": "feed", **row})


def test_sources_that_fail_and_work(settings: Settings, data: Path) -> None:
    (data / "sources.toml").write_text("[[source]]\nname = 'Kabar'\nfed = 1\n")
    problems = [one.line for one in check_sources(settings)]
    assert [line.startswith(f"fail  sources: {data}/sources.toml:") for line in problems] == [
        True,
        True,
        False,
    ]
    (data / "sources.toml").write_text("[[source]]\nname = 'Kabar'\nfeed = 'https://a.example'\n")
    found = lines(check_sources(settings))
    assert found["sources"] == (
        "warn  sources: sources.toml is there, but nothing was ever fetched → run `tanya-arsip "
        "fetch`, or set FETCH_EVERY"
    )
    # 2 March 2020, 10:00 UTC.
    source(data, name="Berita", last_attempt=1583143200, last_success=1583143200)
    source(
        data,
        name="Kabar",
        last_attempt=1583143200,
        last_error="HTTP 404",
        failing_since=1583056800,
    )
    found = lines(check_sources(settings))
    assert found["source Kabar"] == (
        "warn  source Kabar: has failed since 2020-03-01 10:00 UTC: HTTP 404 → check it in "
        "sources.toml, then run `tanya-arsip fetch`"
    )
    assert found["sources"].startswith(
        "warn  sources: 1 of 2 work; last fetched 2020-03-02 10:00 UTC → "
    )


def test_every_problem_of_the_settings_at_once(tmp_path: Path) -> None:
    env = {"TELEGRAM_BOT_TOKEN": "not one", "KEEP_DAYS": "many"}
    with pytest.raises(SettingsError) as raised:
        Settings.load(env, env_file=None)
    found = [one.line for one in check_settings(raised.value, env_file=tmp_path / ".env")]
    assert [line.split(":")[:2] for line in found] == [
        ["fail  settings", " TELEGRAM_BOT_TOKEN"],
        ["fail  settings", " KEEP_DAYS"],
    ]
    assert "not one" not in "".join(found)


def test_a_token_that_others_can_read(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("TELEGRAM_BOT_TOKEN=1:abc\n")
    env_file.chmod(0o644)
    [well, warning] = (one.line for one in check_settings(None, env_file=env_file))
    assert well.startswith("ok    settings: ")
    assert warning == (
        f"warn  settings: other users of this machine can read {env_file} (644) → "
        f"chmod 600 {env_file}"
    )
    env_file.chmod(0o600)
    assert len(list(check_settings(None, env_file=env_file))) == 1
