"""What is built is published to the search engine in use."""

from bot.configuration.settings import Settings
from bot.wiring import build_server
from index.building.guards import build_lock
from index.building.reading.files import Progress
from index.models.embedder import Embedder
from index.store.milvus.publishing.publish import Publication, publish
from index.store.snapshot.snapshots import Snapshots


def publish_live(settings: Settings, embedder: Embedder, progress: Progress) -> Publication | None:
    """Publish the live snapshot of `data_dir` to the engine in use, None if it is in use itself.

    Raises ArchiveError; what was published before goes on serving.
    """
    live = Snapshots(settings.data_dir / "snapshots").current()
    if settings.search_engine == "embedded" or live is None:
        return None
    with build_lock(settings.data_dir):
        progress.begin("publishing to Milvus", None)
        return publish(live, embedder, build_server(settings), progress.advance)
