"""Builds the answer pipeline from the settings: the only place that names its concrete parts."""

from bot.answers.answerer import Answerer
from bot.answers.archive_admin import LiveArchiveAdmin
from bot.settings import Settings
from index.entities.matcher import EntityIndex
from index.models.cache import ensure_embedder, ensure_reranker
from index.models.embedder import OnnxEmbedder
from index.models.reranker import OnnxReranker
from index.search.searcher import Searcher
from index.store.live import LiveIndex
from index.store.snapshots import Snapshots


def build_embedder(settings: Settings) -> OnnxEmbedder:
    """The embedding model of these settings, prepared first if need be; ModelUnavailable."""
    return OnnxEmbedder(ensure_embedder(settings.embedding_model, settings.model_cache))


def build_reranker(settings: Settings) -> OnnxReranker | None:
    """The reranker of these settings, None if there is none; ModelUnavailable."""
    if not settings.reranker_model:
        return None
    return OnnxReranker(ensure_reranker(settings.reranker_model, settings.model_cache))


def build_answerer(settings: Settings) -> Answerer:
    """The answer pipeline over the live snapshot of `data_dir`; raises ArchiveError."""
    return build_archive(settings)[0]


def build_archive(settings: Settings) -> tuple[Answerer, LiveArchiveAdmin]:
    """The answer pipeline, and what the owner can do with the same archive; ArchiveError."""
    embedder = build_embedder(settings)
    live = LiveIndex(Snapshots(settings.data_dir / "snapshots"), embedder)
    live.refresh()
    # Asked now, so that a missing index is an error at the start and not at the first question.
    live.current()
    names = settings.data_dir / "aliases.toml"
    searcher = Searcher(embedder, EntityIndex.load(names), build_reranker(settings))

    def reread() -> None:
        searcher.entities = EntityIndex.load(names)

    return Answerer(searcher, live, today=settings.today), LiveArchiveAdmin(live, reread=reread)
