import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest

from index.models.embedder import CosineScale
from index.query.filters import Filter
from index.records import Citation
from index.search.searcher import Searcher
from index.search.stories.topics import Topic, TopicSearch
from index.search.tuning import DEFAULT_TUNING, Tuning
from index.store.hidden import HiddenArticle
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

# A full match has the highest score there is.
MODEL = WordEmbedder(
    *("banjir", "gempa", "kebakaran", "hutan", "sekolah"),
    scale=CosineScale(unrelated=0.0, matched=0.6),
)

FIRES = (
    "Warga di tepi sungai melihat asap tebal sejak subuh dan petugas datang membawa pompa air",
    "Pemerintah daerah menyiapkan tenda bagi keluarga yang rumahnya dekat dengan titik api",
)


def article(number: str, text: str, published: str = "", **more: str) -> dict[str, str]:
    return {"id": number, "text": text, "published": published, "source": "VIVA"} | more


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    fire = f"Kebakaran hutan meluas. {FIRES[0]}."
    records = [
        article("copy", fire, "2019-09-12", source="Tempo"),
        article("first", fire, "2019-09-10T08:00+07:00", source="Kompas"),
        article("later", f"Kebakaran hutan padam. {FIRES[1]}.", "2019-10-03"),
        article("undated", "Kebakaran hutan kembali. Hujan belum juga turun di sana."),
        article("school", "Sekolah dibuka lagi setelah libur panjang.", "2019-09-11"),
        article("flood", "Banjir surut dan sekolah dibersihkan.", "2019-09-20"),
    ]
    return snapshot_of(tmp_path_factory.mktemp("topics"), MODEL, records)


def on(text: str, snapshot: OpenSnapshot, tuning: Tuning = DEFAULT_TUNING) -> Topic:
    topics = TopicSearch(Searcher(MODEL, tuning=tuning), today=lambda: datetime.date(2019, 10, 31))
    return topics.search(text, snapshot)


def told(topic: Topic) -> dict[str, list[str]]:
    return {story.first.id: ids(story.also) for story in topic.stories}


def ids(articles: Iterable[Citation]) -> list[str]:
    return [one.id for one in articles]


def test_each_story_begins_with_its_first_report(archive: OpenSnapshot) -> None:
    found = on("kebakaran hutan", archive)
    assert told(found) == {"first": ["copy"], "later": [], "undated": []}
    assert found.query.content == "kebakaran hutan"
    assert ids(found.stories[0].articles)
    assert [story.score for story in found.stories] == sorted(
        (story.score for story in found.stories), reverse=True
    )


def test_a_topic_that_the_archive_lacks_has_no_stories(archive: OpenSnapshot) -> None:
    assert on("vaksin covid", archive).stories == ()
    assert on("gempa", archive).stories == ()
    # No word of it tells a subject.
    assert on("apa itu?", archive).stories == ()


def test_filters_narrow_stories_and_their_members(archive: OpenSnapshot) -> None:
    assert told(on("kebakaran hutan source:tempo", archive)) == {"copy": []}
    assert told(on("kebakaran hutan after:2019-09-11 before:2019-10-01", archive)) == {"copy": []}
    found = on("kebakaran hutan Oktober 2019", archive)
    assert (told(found), found.dropped) == ({"later": []}, ())
    assert found.query.filters.period is not None
    assert found.query.content == "kebakaran hutan"


def test_a_period_in_words_is_dropped_if_it_has_no_articles(archive: OpenSnapshot) -> None:
    found = on("kebakaran hutan Januari 2018", archive)
    assert (sorted(told(found)), found.dropped) == (["first", "later", "undated"], (Filter.PERIOD,))
    # A typed one is meant as it is.
    typed = on("kebakaran hutan before:2018-02-01", archive)
    assert (typed.stories, typed.dropped) == ((), ())


def test_english_without_a_small_word_is_tried_as_english(archive: OpenSnapshot) -> None:
    found = on("forest fire", archive)
    assert sorted(told(found)) == ["first", "later", "undated"]
    assert found.query.content == "forest fire"


def test_a_misspelt_word_is_corrected_and_reported(tmp_path: Path) -> None:
    texts = [f"Kebakaran hutan di lereng nomor {n} belum padam." for n in range(6)]
    snapshot = snapshot_of(tmp_path, MODEL, texts)
    found = on("kebakarran hutan", snapshot)
    assert found.corrections == (("kebakarran", "kebakaran"),)
    assert len(found.stories) == 6


def test_pasted_texts_and_urls_are_topics_too(tmp_path: Path) -> None:
    records = [
        article("a", "Kebakaran hutan meluas.", url="https://berita.example/a", title="Hutan"),
        article("b", "Sekolah libur."),
    ]
    snapshot = snapshot_of(tmp_path, MODEL, records)
    assert list(told(on("https://berita.example/a", snapshot))) == ["a"]
    assert list(told(on("https://berita.example/kebakaran-hutan", snapshot))) == ["a"]
    pasted = "Kabar dari grup sebelah.\n\nKebakaran hutan meluas. " * 3
    assert list(told(on(pasted, snapshot))) == ["a"]


def test_hidden_articles_are_in_no_story(archive: OpenSnapshot) -> None:
    first = Citation(id="first")
    view = archive.with_hidden([HiddenArticle(article=first, reference=first.reference)])
    assert told(on("kebakaran hutan", view)) == {"copy": [], "later": [], "undated": []}


def test_stories_far_behind_the_best_are_left_out(tmp_path: Path) -> None:
    # “banjir” alone is at 45° to “banjir gempa” and has half of its terms.
    snapshot = snapshot_of(tmp_path, MODEL, ["Banjir gempa.", "Banjir.", "Gempa.", "Sekolah."])
    assert len(on("banjir gempa", snapshot).stories) == 1
    assert len(on("banjir", snapshot).stories) == 2


def test_more_stories_than_can_be_scored(tmp_path: Path) -> None:
    ten = Tuning(topic_passages=10)
    texts = [f"Kebakaran hutan di lereng nomor {n} padam." for n in range(12)]
    snapshot = snapshot_of(tmp_path, MODEL, [*texts, "Sekolah libur."])
    found = on("kebakaran hutan", snapshot, ten)
    assert (len(found.stories), found.more) == (10, True)
    few = on("sekolah", snapshot, ten)
    assert (len(few.stories), few.more) == (1, False)
