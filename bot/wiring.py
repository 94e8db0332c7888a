"""The only place where concrete classes meet."""

from bot.answering import Answerer
from bot.settings import Settings
from index.aliases import Aliases
from index.embedding import OnnxEmbedder
from index.hidden import FILE, Hidden
from index.live import LiveIndex
from index.models import prepared_model, prepared_reranker
from index.reranking import OnnxReranker
from index.searcher import Searcher
from index.snapshot import Snapshots


def build_embedder(settings: Settings) -> OnnxEmbedder:
    """The embedding model of these settings, prepared first if need be; ModelUnavailable."""
    return OnnxEmbedder(prepared_model(settings.embedding_model, settings.model_cache))


def build_reranker(settings: Settings) -> OnnxReranker | None:
    """The reranker of these settings, None if there is none; ModelUnavailable."""
    if not settings.reranker_model:
        return None
    return OnnxReranker(prepared_reranker(settings.reranker_model, settings.model_cache))


def build_answerer(settings: Settings) -> Answerer:
    """The answer pipeline over the live snapshot of `data_dir`; raises ArchiveError."""
    embedder = build_embedder(settings)
    hidden = Hidden(settings.data_dir / FILE)
    live = LiveIndex(Snapshots(settings.data_dir / "snapshots"), embedder, hidden)
    live.refresh()
    # Asked now, so that a missing index is an error at the start and not at the first question.
    live.current()
    aliases = Aliases.load(settings.data_dir / "aliases.toml")
    return Answerer(Searcher(embedder, aliases, build_reranker(settings)), live)
