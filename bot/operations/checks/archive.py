"""Checks of the archive: the models, the databases, the live snapshot, the owner's own files.

Nothing is prepared, migrated or repaired here.
"""

import importlib.util
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.answers.hints import ADVICE
from bot.configuration.settings import OFF, PACKAGED, Settings
from bot.operations.checks.check import Check, fail, ok, warn
from bot.operations.checks.engine import check_milvus
from bot.operations.data_folder import DATABASES, existing_parent, read_only
from bot.wiring import build_embedder, build_reader
from index.building.recalibration import CALIBRATION_FILE, load_calibration
from index.entities.matcher import EntityIndex
from index.errors import ArchiveError, Hint
from index.models.cache import MANIFEST, cross_encoder_folder, model_folder
from index.models.embedder import OnnxEmbedder
from index.store.hidden import HIDDEN_FILE, HiddenArticles
from index.store.snapshot.open_snapshot import open_snapshot
from index.store.snapshot.snapshots import Snapshots, damaged_files

# Bytes that the default model takes in MODEL_CACHE, 135 MB, and as much again while it is written.
_TO_PREPARE = 270_000_000
_NOT_YET = "rebuild with your articles; `tanya-arsip run` builds one of the sample archive"


def check_archive(settings: Settings) -> Iterator[Check]:
    """Models, databases, snapshot and own files, in this order."""
    embedder: OnnxEmbedder | None = None
    folder = model_folder(settings.embedding_model, settings.model_cache)
    if not _is_prepared(folder):
        yield _not_prepared("model", settings.embedding_model, settings.model_cache)
    else:
        try:
            embedder = build_embedder(settings)
            yield ok("model", f"{embedder.name} is prepared ({embedder.fingerprint})")
            yield from _reader(settings, embedder)
        except ArchiveError as error:
            yield fail("model", str(error), _advice(error))
    yield from _databases(settings.data_dir)
    if settings.search_engine == "milvus":
        yield check_milvus(settings, embedder)
    if settings.search_engine == "embedded" or (settings.data_dir / "archive.db").is_file():
        yield _snapshot(settings.data_dir, embedder)
    yield from _own_files(settings.data_dir)


def _is_prepared(folder: Path) -> bool:
    return (folder / MANIFEST).is_file()


def _not_prepared(check: str, name: str, cache: Path) -> Check:
    found = f"{name} is not prepared in {cache}"
    if importlib.util.find_spec("torch") is None:
        return fail(
            check,
            f"{found}, and PyTorch, which that takes, is not installed",
            "set MODEL_CACHE to a folder where it is prepared, or install PyTorch",
        )
    free = shutil.disk_usage(existing_parent(cache)).free
    if free < _TO_PREPARE:
        room = f"{_TO_PREPARE / 1e6:,.0f} MB of room, and {free / 1e6:,.0f} MB are free"
        return fail(check, f"{found}; that takes {room}", "make room, or set MODEL_CACHE")
    return warn(
        check, found, "nothing: the next start, question or rebuild does it, in about a minute"
    )


def _reader(settings: Settings, embedder: OnnxEmbedder) -> Iterator[Check]:
    """The reader, if there is to be one; ModelUnavailable."""
    name = settings.reader_model
    if name == OFF:
        yield ok("reader", "off")
    elif name != PACKAGED and not _is_prepared(cross_encoder_folder(name, settings.model_cache)):
        yield _not_prepared("reader", name, settings.model_cache)
    else:
        build_reader(settings, embedder)
        yield ok("reader", name)


_REPAIRS = {
    "archive.db": "restore a backup, or move the file away and rebuild with all your articles",
    "bot.db": "restore a backup, or move the file away: settings of chats and follows go with it",
    "fetch.db": "restore a backup, or move the file away: the next fetch looks at everything anew",
}


def _databases(data: Path) -> Iterator[Check]:
    for name in DATABASES:
        if (data / name).is_file():
            damage = _damage(data / name)
            yield fail(name, f"damaged: {damage}", _REPAIRS[name]) if damage else ok(name, "sound")


def _damage(path: Path) -> str:
    """What SQLite finds wrong with a database, "" if nothing."""
    try:
        with read_only(path) as db:
            (found,) = db.execute("pragma quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else str(found)


def _snapshot(data: Path, embedder: OnnxEmbedder | None) -> Check:
    snapshots = Snapshots(data / "snapshots")
    try:
        path = snapshots.current()
        if path is None:
            return warn("snapshot", f"{data} has no index yet", _NOT_YET)
        if embedder is None:
            return ok("snapshot", f"{path.name} is live; without a model it was not opened")
        manifest = open_snapshot(path, embedder).manifest
        changed = list(damaged_files(path, manifest))
    except ArchiveError as error:
        return fail("snapshot", str(error), _advice(error))
    if changed:
        told = f"{path} has changed since it was published ({', '.join(changed)})"
        return fail("snapshot", told, ADVICE[Hint.REBUILD_OR_ROLL_BACK])
    counts = f"{manifest.articles:,} articles, {manifest.passages:,} passages"
    return ok("snapshot", f"{path.name} opens with this model: {counts}")


def _own_files(data: Path) -> Iterator[Check]:
    """The files that the owner writes, where there are any."""
    readers: Sequence[tuple[str, Callable[[Path], object]]] = (
        ("aliases.toml", EntityIndex.load),
        (HIDDEN_FILE, lambda path: HiddenArticles(path).entries()),
        (CALIBRATION_FILE, lambda path: load_calibration(path.parent)),
    )
    for name, read in readers:
        path = data / name
        if path.is_file():
            try:
                read(path)
                yield ok(name, "can be read")
            except (ArchiveError, OSError) as error:
                advice = _advice(error) or "correct the file"
                yield fail(name, str(error), advice)


def _advice(error: Exception) -> str:
    hint: Hint | None = error.hint if isinstance(error, ArchiveError) else None
    return ADVICE[hint] if hint else ""
