"""Checks of the server that keeps the snapshots, where that is not this machine."""

from bot.answers.hints import ADVICE
from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, fail, ok, warn
from bot.wiring import build_server
from index.errors import ArchiveError
from index.models.embedder import Embedder
from index.store.milvus.opening import MilvusSnapshots


def check_milvus(settings: Settings, embedder: Embedder | None) -> Check:
    """Whether the server can be asked, and its live snapshot be opened with this model."""
    server = build_server(settings)
    shelf = MilvusSnapshots(server, settings.data_dir / "snapshots")
    try:
        found = f"{shelf.place}, {server.check_version()}"
        path = shelf.current()
        if path is None:
            return warn("milvus", f"{found}, has no index yet", "rebuild where the articles are")
        if embedder is None:
            return ok("milvus", f"{found}: {path.name} is live; without a model it was not opened")
        manifest = shelf.open(path, embedder).manifest
    except ArchiveError as error:
        return fail("milvus", str(error), ADVICE[error.hint] if error.hint else "")
    counts = f"{manifest.articles:,} articles, {manifest.passages:,} passages"
    return ok("milvus", f"{found}: {path.name} opens with this model: {counts}")
