"""Following on a real archive that is rebuilt, with the real model."""

import datetime
import shutil
from collections.abc import Sequence
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.types import Question
from bot.presentation.i18n import Messages
from bot.services.alerts import Alert, AlertRunner, DeliveryStatus
from bot.services.async_archive import AsyncArchive
from bot.storage.database import Storage
from bot.storage.follows import FollowStore
from index.models.embedder import OnnxEmbedder
from index.records import Outcome
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from tests.conftest import SAMPLE
from tests.support.archives import built, written

ASKED = Question(text="Kapan bendungan Karangjati diresmikan?", language="id")
ARTICLE = {
    "id": "bendungan",
    "title": "Bendungan Karangjati diresmikan",
    "published": "2021-05-04",
    "source": "Kabar Desa",
    "text": "Bendungan Karangjati diresmikan pada Senin, 3 Mei 2021. "
    "Warga di hilir kini mendapat air untuk sawah sepanjang tahun.",
}
STRANGE = {
    "id": "pasar",
    "title": "Pasar malam kembali ramai",
    "published": "2021-05-05",
    "source": "Kabar Desa",
    "text": "Pasar malam di alun-alun kembali ramai sejak akhir pekan lalu.",
}


class Post:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def may_tell(self, chat_id: int) -> bool:
        return True

    async def deliver(self, alerts: Sequence[Alert], messages: Messages) -> DeliveryStatus:
        self.told += [(hit.article.id, hit.quote) for one in alerts for hit in one.hits]
        return DeliveryStatus.SENT


async def test_a_question_gets_its_answer_with_a_later_snapshot_and_once(
    sample_data: Path, embedder: OnnxEmbedder, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data)
    live = LiveIndex(Snapshots(data / "snapshots"), embedder)
    live.refresh()
    answerer = Answerer(Searcher(embedder), live, today=lambda: datetime.date(2021, 6, 1))
    storage, archive, post = Storage(data / "bot.db"), AsyncArchive(answerer), Post()
    runner = AlertRunner(archive, storage, post, per_day=9)

    async def published(*records: dict[str, str]) -> list[tuple[str, str]]:
        built(data, embedder, SAMPLE, written(tmp_path / "more.jsonl", *records), full=True)
        live.refresh()
        assert await runner.run_once()
        told, post.told = post.told, []
        return told

    assert await runner.run_once()
    answer = answerer.answer(ASKED)
    assert answer.outcome is not Outcome.ANSWER
    following = storage.make(FollowStore)
    await storage.run(
        following.follow,
        ASKED,
        chat_id=71,
        person="me",
        snapshot=answer.snapshot,
        shown=[hit.article.reference for hit in answer.hits],
        most=1,
    )
    assert await published(STRANGE) == []
    [(article, quote)] = await published(STRANGE, ARTICLE)
    assert article == "bendungan"
    assert quote.startswith("Bendungan Karangjati diresmikan pada Senin, 3 Mei 2021.")
    # Rebuilt without it, rolled back to it, changed: it is still the same article.
    assert await published(STRANGE) == []
    Snapshots(data / "snapshots").rollback()
    live.refresh()
    assert (await runner.run_once(), post.told) == (True, [])
    assert await published(ARTICLE | {"title": "Bendungan Karangjati resmi dibuka"}) == []
    # Without an id it is known by its text, corrected or not.
    nameless = {name: value for name, value in ARTICLE.items() if name != "id"}
    assert await published(STRANGE, nameless) == []
    text = ARTICLE["text"].replace("sepanjang tahun", "sampai akhir tahun")
    assert await published(STRANGE, nameless | {"text": text}) == []
    storage.close()
    archive.close()
