"""What is searched for what people send, on the sample archive with the real model."""

import datetime
from dataclasses import replace

import pytest

from index.models.embedder import Vector
from index.query.filters import Filter
from index.query.parse import literal_query
from index.records import Outcome
from index.search.pipeline import SearchPipeline
from index.search.routing import InputKind, SearchRequest
from index.search.searcher import Searcher
from index.store.snapshot.engines.embedded import connect
from tests.support.archives import opened, snapshot_of
from tests.support.word_embedder import WordEmbedder


@pytest.fixture(scope="module")
def snapshot(sample_data, embedder):
    return opened(sample_data, embedder)


@pytest.fixture(scope="module")
def pipeline(embedder, reader):
    return SearchPipeline(
        Searcher(embedder, reader=reader), today=lambda: datetime.date(2024, 11, 1)
    )


@pytest.fixture
def run(pipeline, snapshot):
    def searched(text, **request):
        return pipeline.run(SearchRequest(text=text, **request), snapshot)

    return searched


@pytest.fixture(scope="module")
def palapa(snapshot):
    """Number, address, title and text of one article."""
    query = "SELECT number, url, title, text FROM articles WHERE title LIKE '%Palapa Ring%'"
    return connect(snapshot.path).execute(query).fetchone()


def said_by(speaker, topic):
    """An earlier query for somebody's words on a topic."""
    query = replace(literal_query(topic), wants_statement=True)
    return replace(query, filters=replace(query.filters, speaker=speaker))


# -- questions that go on -----------------------------------------------------------------


def test_an_outlet_after_a_listing_lists_that_outlet(run):
    listing = run("berita terbaru")
    after = run("source:viva", earlier=listing.query)
    assert after.decision.outcome is Outcome.ANSWER
    assert {hit.article.source for hit in after.hits} == {"VIVA"}
    assert [hit.article.id for hit in after.hits] == [
        hit.article.id for hit in run("source:viva").hits
    ]


def test_a_follow_up_is_searched_with_the_earlier_topic(run):
    earlier = literal_query("jaringan Palapa Ring")
    alone = run("kapan diresmikan?")
    after = run("kapan diresmikan?", earlier=earlier)
    assert (alone.added, after.added) == ("", "jaringan Palapa Ring")
    assert after.decision.outcome is Outcome.ANSWER
    assert "Palapa Ring" in after.hits[0].article.title


def test_a_follow_up_asks_for_another_speaker_on_the_same_topic(run):
    earlier = said_by("Johnny Plate", "pendaftaran PSE")
    after = run("kalau Semuel Abrijani Pangerapan?", earlier=earlier)
    assert after.decision.outcome is Outcome.ANSWER
    assert {hit.speaker.split(",")[0] for hit in after.hits} == {"Semuel Abrijani Pangerapan"}


def test_a_name_is_a_speaker_if_the_archive_quotes_them(run):
    earlier = said_by("Kominfo", "serangan ransomware PDNS")
    somebody = run("kalau Rudiantara?", earlier=earlier)
    assert (somebody.query.filters.speaker, somebody.added) == ("Rudiantara", earlier.content)
    matter = run("kalau Palapa Ring?", earlier=said_by("Joko Widodo", earlier.content))
    assert (matter.query.filters.speaker, matter.added) == ("Joko Widodo", "")
    assert "Palapa Ring" in matter.hits[0].article.title


@pytest.mark.parametrize(
    "text",
    [
        "kapan Palapa Ring diresmikan presiden di Jakarta?",
        "apa kata Kominfo tentang media sosial?",
    ],
)
def test_a_complete_question_is_answered_as_if_alone(run, text):
    alone = run(text)
    after = run(text, earlier=literal_query("TikTok Shop ditutup"))
    assert alone.decision.outcome is Outcome.ANSWER
    assert after == alone


# -- what buttons change ------------------------------------------------------------------


def test_filters_can_be_taken_away(run):
    text = "apa kata Prabowo Subianto tentang Palapa Ring before:2025-01-01"
    within = run(text)
    assert within.query.filters.names == (Filter.SPEAKER, Filter.PERIOD)
    assert within.decision.outcome is not Outcome.ANSWER
    without = run(text, without=(Filter.PERIOD, Filter.SPEAKER))
    assert without.query.filters.names == ()
    assert "Palapa Ring" in without.hits[0].article.title


def test_the_newest_first_is_the_same_answer_in_another_order(run):
    text = "apa kata Kominfo tentang media sosial"
    plain, newest = run(text), run(text, newest=True)
    assert newest.decision.outcome is plain.decision.outcome is Outcome.ANSWER
    assert newest.query.filters.names == (Filter.SPEAKER, Filter.LATEST)
    assert [hit.rank for hit in newest.hits] == list(range(1, len(newest.hits) + 1))
    # What is nearly as good as the best comes by date, and the best is still there.
    assert plain.hits[0].article in [hit.article for hit in newest.hits]
    best = [hit for hit in newest.hits if hit.score >= 0.85 * plain.hits[0].score]
    dates = [hit.article.published for hit in best]
    assert dates == sorted(dates, reverse=True)


# -- addresses and texts ------------------------------------------------------------------


def test_a_url_opens_its_article(run, palapa):
    _, url, title, text = palapa
    found = run(f"benarkah ini? {url}?utm_source=wa#:~:text=x")
    first = found.hits[0]
    assert (found.input_kind, found.decision.outcome) == (InputKind.URL, Outcome.ANSWER)
    assert (first.article.title, first.rank) == (title, 1)
    assert text.startswith(first.quote)
    assert title not in [hit.article.title for hit in found.hits[1:]]


def test_a_question_beside_a_url_is_searched_too(run, palapa):
    _, url, title, _ = palapa
    found = run(f"{url} kapan siaran televisi analog dihentikan di Jabodetabek?")
    assert found.hits[0].article.title == title
    assert "TV analog" in found.hits[1].article.title


def test_a_url_outside_the_allowed_articles_is_no_answer(run, palapa):
    number, url, title, _ = palapa
    others = run(url, among=frozenset(range(28)) - {number})
    assert others.decision.confidence < 1
    assert title not in {hit.article.title for hit in others.found.hits}
    there = run(url, among=frozenset({number}))
    assert (there.decision.outcome, [hit.article.title for hit in there.hits]) == (
        Outcome.ANSWER,
        [title],
    )


def test_only_allowed_articles_answer(run, palapa):
    asked = "kapan jaringan Palapa Ring diresmikan?"
    assert run(asked, among=frozenset({palapa[0]})).decision.outcome is Outcome.ANSWER
    assert run(asked, among=frozenset({palapa[0] - 1})).decision.outcome is not Outcome.ANSWER
    assert run(asked, among=frozenset()).decision.outcome is Outcome.NOTHING


def test_an_unknown_url_is_searched_by_its_words(run):
    found = run("https://news.example/read/12345/starlink-diluncurkan-di-bali?page=2")
    assert found.input_kind is InputKind.UNKNOWN_URL
    assert found.query.content == "starlink diluncurkan di bali"
    assert "Starlink" in found.hits[0].article.title


@pytest.mark.parametrize("address", ["https://news.example/1234567", "https://news.example/"])
def test_an_unknown_url_without_words_finds_nothing(run, address):
    found = run(address)
    assert (found.input_kind, found.decision.outcome) == (InputKind.UNKNOWN_URL, Outcome.NOTHING)
    assert (found.hits, found.found.hits) == ((), ())


def test_a_text_is_found_behind_a_long_greeting(run, palapa):
    *_, text = palapa
    greeting = "Selamat pagi semua, mohon maaf mengganggu. Ini kiriman dari grup sebelah. " * 15
    found = run(f"{greeting}\nKemarin, {text}")
    assert (found.input_kind, found.decision.outcome) == (InputKind.TEXT, Outcome.ANSWER)
    assert "Palapa Ring" in found.hits[0].article.title
    # Nothing in a text is a filter.
    assert found.query.filters.names == ()


def test_a_text_on_something_else_finds_nothing(run):
    text = "Resep rendang ini mudah. Rebus santan dengan serai, lengkuas, dan daun jeruk. " * 4
    found = run(text)
    assert (found.input_kind, found.decision.outcome) == (InputKind.TEXT, Outcome.NOTHING)


def test_of_the_closest_passages_the_latest_on_the_subject_come_first(run):
    question = "apa kata Prabowo soal internet"
    nearest, newest = run(question), run(question, newest=True)
    assert nearest.decision.outcome is newest.decision.outcome is Outcome.RELATED
    assert [hit.rank for hit in newest.hits] == list(range(1, len(newest.hits) + 1))
    # By day among those nearly as good as the best, which is among them; the others follow.
    days = [hit.article.published for hit in newest.hits]
    before = days[: days.index(nearest.hits[0].article.published) + 1]
    assert before == sorted(before, reverse=True)
    assert days != [hit.article.published for hit in nearest.hits]


# -- no subject ---------------------------------------------------------------------------


def days(considered):
    return [hit.article.published[:10] for hit in considered.hits]


def test_a_listing_has_the_newest_first(run, snapshot):
    newest = run("berita terbaru")
    assert newest.decision.outcome is Outcome.ANSWER
    assert days(newest)[0] == snapshot.manifest.coverage.last[:10]
    assert days(newest) == sorted(days(newest), reverse=True)
    assert [hit.rank for hit in newest.hits] == list(range(1, 11))
    assert all(hit.passage.startswith(hit.quote) for hit in newest.hits)
    oldest = run("berita terbaru", without=(Filter.LATEST,))
    assert days(oldest)[0] == snapshot.manifest.coverage.first[:10]
    assert days(oldest) == sorted(days(oldest))


def test_a_listing_is_narrowed_by_time_and_outlet(run):
    assert days(run("ada berita apa oktober 2019?")) == ["2019-10-14"]
    assert {hit.article.source for hit in run("sumber:viva").hits} == {"VIVA"}


def test_an_empty_listing_shows_titles_of_all_articles(run):
    beyond = run("sumber:zzz")
    assert (beyond.dropped, len(beyond.hits)) == ((Filter.OUTLETS,), 10)
    # Articles of other outlets are no answer: titles only.
    assert beyond.decision.outcome is Outcome.RELATED
    assert {hit.quote for hit in beyond.hits} == {""}
    assert beyond.query.filters.names == (Filter.LATEST,)


def test_a_follow_up_without_a_topic_is_no_listing(run):
    after = run("yang terbaru?", earlier=literal_query("jaringan Palapa Ring"))
    assert after.added == "jaringan Palapa Ring"
    assert "Palapa Ring" in after.hits[0].article.title


# -- a query is prepared once -------------------------------------------------------------


class CountingEmbedder(WordEmbedder):
    """Keeps every query that is embedded."""

    def __init__(self, *axes: str) -> None:
        super().__init__(*axes)
        self.queries: list[str] = []

    def embed_query(self, text: str) -> Vector:
        self.queries.append(text)
        return super().embed_query(text)


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A pipeline over three articles, and the embedder that counts for it."""
    records = [
        {"id": "a", "published": "2019-09-01", "source": "VIVA", "text": "Banjir surut di kota."},
        {"id": "b", "published": "2019-09-20", "source": "Tempo", "text": "Gempa reda di desa."},
        {"id": "c", "published": "2019-10-01", "source": "Tempo", "text": "Harga beras turun."},
    ]
    words = CountingEmbedder("banjir", "gempa", "harga")
    snapshot = snapshot_of(tmp_path_factory.mktemp("counted"), words, records)
    pipeline = SearchPipeline(Searcher(words), today=lambda: datetime.date(2019, 10, 2))

    def run(text, **request):
        words.queries.clear()
        result = pipeline.run(SearchRequest(text=text, **request), snapshot)
        return result, list(words.queries)

    return run


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("gempa", ()),
        ("gempa Agustus 2018", (Filter.PERIOD,)),
        ("gempa source:kompas", (Filter.OUTLETS,)),
        ("gempa Agustus 2018 source:kompas", (Filter.PERIOD, Filter.OUTLETS)),
        ("gempa after:2019-09-10", ()),
    ],
)
def test_a_query_is_embedded_once_whatever_gives_way(counted, text, dropped):
    result, queries = counted(text)
    assert result.dropped == dropped
    assert result.found.hits[0].article.id == "b"
    assert len(queries) == 1


def test_each_way_to_read_a_follow_up_is_embedded_once(counted):
    _, queries = counted("harga beras?", earlier=literal_query("gempa desa"))
    assert queries == ["harga beras?", "harga beras gempa desa"]


@pytest.mark.parametrize("text", ["berita terbaru", "source:viva", "????"])
def test_listings_and_signs_are_not_embedded(counted, text):
    assert counted(text)[1] == []
