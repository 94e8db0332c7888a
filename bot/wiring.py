"""Builds the answer pipeline from the settings: the only place that names its concrete parts."""

from bot.answers.answerer import Answerer
from bot.answers.archive_admin import LiveArchiveAdmin
from bot.configuration.settings import OFF, PACKAGED, Settings
from index.entities.matcher import EntityIndex
from index.models.cache import DEFAULT_MODEL, ensure_cross_encoder, ensure_embedder
from index.models.cross_encoder import CrossEncoderReader
from index.models.embedder import Embedder, OnnxEmbedder
from index.models.reader import Reader, packaged_reader
from index.search.searcher import Searcher
from index.store.milvus.connection import MilvusAddress
from index.store.milvus.opening import MilvusSnapshots
from index.store.milvus.server import MilvusServer
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots


def build_embedder(settings: Settings) -> OnnxEmbedder:
    """The embedding model of these settings, prepared first if need be; ModelUnavailable."""
    return OnnxEmbedder(ensure_embedder(settings.embedding_model, settings.model_cache))


def build_reader(settings: Settings, embedder: OnnxEmbedder) -> Reader | None:
    """The reader of these settings, None if there is none; ModelUnavailable."""
    if settings.reader_model == OFF:
        return None
    if settings.reader_model == PACKAGED:
        same = settings.embedding_model == DEFAULT_MODEL
        return packaged_reader(tokenizer=embedder.tokenizer if same else None)
    return CrossEncoderReader(ensure_cross_encoder(settings.reader_model, settings.model_cache))


def build_server(settings: Settings) -> MilvusServer:
    """The Milvus server of these settings, not yet connected to."""
    address = MilvusAddress(
        uri=settings.milvus_uri,
        token=settings.milvus_token.reveal(),
        prefix=settings.milvus_prefix,
    )
    return MilvusServer(address)


def build_live(settings: Settings, embedder: Embedder) -> LiveIndex:
    """The live index of the engine in use, not yet opened."""
    folder = settings.data_dir / "snapshots"
    if settings.search_engine == "embedded":
        return LiveIndex(Snapshots(folder), embedder)
    shelf = MilvusSnapshots(build_server(settings), folder)
    return LiveIndex(shelf, embedder, opening=shelf.open)


def has_index(settings: Settings) -> bool:
    """Whether the engine in use has a snapshot; raises ArchiveError."""
    folder = settings.data_dir / "snapshots"
    if settings.search_engine == "embedded":
        return Snapshots(folder).current() is not None
    return MilvusSnapshots(build_server(settings), folder).current() is not None


def build_answerer(settings: Settings) -> Answerer:
    """The answer pipeline over the live snapshot of `data_dir`; raises ArchiveError."""
    return build_archive(settings)[0]


def build_archive(settings: Settings) -> tuple[Answerer, LiveArchiveAdmin]:
    """The answer pipeline, and what the owner can do with the same archive; ArchiveError."""
    embedder = build_embedder(settings)
    live = build_live(settings, embedder)
    live.refresh()
    # Asked now, so that a missing index is an error at the start and not at the first question.
    live.current()
    names = settings.data_dir / "aliases.toml"
    searcher = Searcher(embedder, EntityIndex.load(names), build_reader(settings, embedder))

    def reread() -> None:
        searcher.entities = EntityIndex.load(names)

    return Answerer(searcher, live, today=settings.today), LiveArchiveAdmin(live, reread=reread)
