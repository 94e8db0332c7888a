"""What is searched for what people send, on the sample archive with the real model."""

import datetime
from dataclasses import replace

import pytest

from index.query.filters import Filter
from index.query.parse import literal_query
from index.records import Outcome
from index.search.pipeline import Considering, Given, Wish
from index.search.searcher import Searcher
from tests.support.archives import opened


@pytest.fixture(scope="module")
def snapshot(sample_data, embedder):
    return opened(sample_data, embedder)


@pytest.fixture(scope="module")
def considering(embedder):
    return Considering(Searcher(embedder), today=lambda: datetime.date(2024, 11, 1))


@pytest.fixture
def consider(considering, snapshot):
    def considered(text, **wish):
        return considering.consider(Wish(text=text, **wish), snapshot, 10)

    return considered


@pytest.fixture(scope="module")
def palapa(snapshot):
    """Number, address, title and text of one article."""
    query = "SELECT number, url, title, text FROM articles WHERE title LIKE '%Palapa Ring%'"
    return snapshot.db.execute(query).fetchone()


def said_by(speaker, topic):
    """An earlier query for somebody's words on a topic."""
    query = replace(literal_query(topic), wants_statement=True)
    return replace(query, filters=replace(query.filters, speaker=speaker))


# -- questions that go on -----------------------------------------------------------------


def test_a_question_that_goes_on_is_searched_with_what_was_before(consider):
    earlier = literal_query("jaringan Palapa Ring")
    alone = consider("kapan diresmikan?")
    after = consider("kapan diresmikan?", earlier=earlier)
    assert (alone.added, after.added) == ("", "jaringan Palapa Ring")
    assert after.decision.outcome is Outcome.ANSWER
    assert "Palapa Ring" in after.hits[0].article.title
    assert "14 Oktober 2019" in after.hits[0].quote


def test_somebody_elses_words_on_the_same(consider):
    earlier = said_by("Johnny Plate", "pendaftaran PSE")
    after = consider("kalau Semuel Abrijani Pangerapan?", earlier=earlier)
    assert after.decision.outcome is Outcome.ANSWER
    assert {hit.speaker.split(",")[0] for hit in after.hits} == {"Semuel Abrijani Pangerapan"}


def test_who_speaks_in_the_archive_is_meant_as_a_speaker(consider):
    earlier = said_by("Kominfo", "serangan ransomware PDNS")
    somebody = consider("kalau Rudiantara?", earlier=earlier)
    assert (somebody.query.filters.speaker, somebody.added) == ("Rudiantara", earlier.content)
    matter = consider("kalau Palapa Ring?", earlier=said_by("Joko Widodo", earlier.content))
    assert (matter.query.filters.speaker, matter.added) == ("Joko Widodo", "")
    assert "Palapa Ring" in matter.hits[0].article.title


@pytest.mark.parametrize(
    "text", ["kapan Palapa Ring diresmikan presiden di Jakarta?", "apa kata Kominfo tentang PSE?"]
)
def test_a_full_question_is_answered_as_if_alone(consider, text):
    alone = consider(text)
    after = consider(text, earlier=literal_query("TikTok Shop ditutup"))
    assert alone.decision.outcome is Outcome.ANSWER
    assert after == alone


# -- what buttons change ------------------------------------------------------------------


def test_filters_can_be_taken_away(consider):
    text = "apa kata Prabowo Subianto tentang Palapa Ring before:2019-01-01"
    within = consider(text)
    assert within.query.filters.names == (Filter.SPEAKER, Filter.PERIOD)
    assert within.decision.outcome is not Outcome.ANSWER
    without = consider(text, without=(Filter.PERIOD, Filter.SPEAKER))
    assert without.query.filters.names == ()
    assert "Palapa Ring" in without.hits[0].article.title


def test_the_newest_first_is_the_same_answer_in_another_order(consider):
    text = "apa kata Kominfo tentang media sosial"
    plain, newest = consider(text), consider(text, newest=True)
    assert newest.decision.outcome is plain.decision.outcome is Outcome.ANSWER
    assert newest.query.filters.names == (Filter.SPEAKER, Filter.LATEST)
    assert [hit.rank for hit in newest.hits] == list(range(1, len(newest.hits) + 1))
    # What is nearly as good as the best comes by date, and the best is still there.
    assert plain.hits[0].article in [hit.article for hit in newest.hits]
    best = [hit for hit in newest.hits if hit.score >= 0.85 * plain.hits[0].score]
    dates = [hit.article.published for hit in best]
    assert dates == sorted(dates, reverse=True)


# -- addresses and texts ------------------------------------------------------------------


def test_an_address_opens_its_article(consider, palapa):
    _, url, title, text = palapa
    found = consider(f"benarkah ini? {url}?utm_source=wa#:~:text=x")
    first = found.hits[0]
    assert (found.given, found.decision.outcome) == (Given.ADDRESS, Outcome.ANSWER)
    assert (first.article.title, first.rank) == (title, 1)
    assert text.startswith(first.quote)
    assert title not in [hit.article.title for hit in found.hits[1:]]


def test_what_is_asked_beside_an_address_is_searched_too(consider, palapa):
    _, url, title, _ = palapa
    found = consider(f"{url} kapan siaran televisi analog dihentikan di Jabodetabek?")
    assert found.hits[0].article.title == title
    assert "TV analog" in found.hits[1].article.title


def test_among_others_an_address_is_no_answer_by_itself(consider, palapa):
    number, url, title, _ = palapa
    others = consider(url, among=frozenset(range(28)) - {number})
    assert others.decision.confidence < 1
    assert title not in {hit.article.title for hit in others.found.hits}
    there = consider(url, among=frozenset({number}))
    assert (there.decision.outcome, [hit.article.title for hit in there.hits]) == (
        Outcome.ANSWER,
        [title],
    )


def test_among_others_a_question_has_no_answer(consider, palapa):
    asked = "kapan jaringan Palapa Ring diresmikan?"
    assert consider(asked, among=frozenset({palapa[0]})).decision.outcome is Outcome.ANSWER
    assert consider(asked, among=frozenset({palapa[0] - 1})).decision.outcome is not Outcome.ANSWER
    assert consider(asked, among=frozenset()).decision.outcome is Outcome.NOTHING


def test_an_address_that_is_not_there_is_searched_by_its_words(consider):
    found = consider("https://news.example/read/12345/starlink-diluncurkan-di-bali?page=2")
    assert found.given is Given.UNKNOWN_ADDRESS
    assert found.query.content == "starlink diluncurkan di bali"
    assert "Starlink" in found.hits[0].article.title


@pytest.mark.parametrize("address", ["https://news.example/1234567", "https://news.example/"])
def test_an_address_without_words_finds_nothing(consider, address):
    found = consider(address)
    assert (found.given, found.decision.outcome) == (Given.UNKNOWN_ADDRESS, Outcome.NOTHING)
    assert (found.hits, found.found.hits) == ((), ())


def test_a_text_is_found_behind_a_long_greeting(consider, palapa):
    *_, text = palapa
    greeting = "Selamat pagi semua, mohon maaf mengganggu. Ini kiriman dari grup sebelah. " * 15
    found = consider(f"{greeting}\nKemarin, {text}")
    assert (found.given, found.decision.outcome) == (Given.TEXT, Outcome.ANSWER)
    assert "Palapa Ring" in found.hits[0].article.title
    # Nothing in a text is a filter.
    assert found.query.filters.names == ()


def test_a_text_on_something_else_finds_nothing(consider):
    text = "Resep rendang ini mudah. Rebus santan dengan serai, lengkuas, dan daun jeruk. " * 4
    found = consider(text)
    assert (found.given, found.decision.outcome) == (Given.TEXT, Outcome.NOTHING)


def test_what_is_only_related_is_in_order_of_time_where_the_latest_is_wanted(consider):
    question = "apa kata Prabowo soal Starlink"
    nearest, newest = consider(question), consider(question, newest=True)
    assert nearest.decision.outcome is newest.decision.outcome is Outcome.RELATED
    days = [hit.article.published for hit in newest.hits]
    assert days == sorted(days, reverse=True) != [hit.article.published for hit in nearest.hits]
    assert [hit.rank for hit in newest.hits] == list(range(1, len(days) + 1))


# -- no subject ---------------------------------------------------------------------------


def days(considered):
    return [hit.article.published[:10] for hit in considered.hits]


def test_with_no_subject_the_newest_come_first(consider, snapshot):
    newest = consider("berita terbaru")
    assert newest.decision.outcome is Outcome.ANSWER
    assert days(newest)[0] == snapshot.manifest.coverage.last[:10]
    assert days(newest) == sorted(days(newest), reverse=True)
    assert [hit.rank for hit in newest.hits] == list(range(1, 11))
    assert all(hit.passage.startswith(hit.quote) for hit in newest.hits)
    oldest = consider("berita terbaru", without=(Filter.LATEST,))
    assert days(oldest)[0] == snapshot.manifest.coverage.first[:10]
    assert days(oldest) == sorted(days(oldest))


def test_with_no_subject_time_and_outlet_still_narrow(consider):
    assert days(consider("ada berita apa oktober 2019?")) == ["2019-10-14"]
    assert {hit.article.source for hit in consider("sumber:viva").hits} == {"VIVA"}


def test_with_no_subject_and_nothing_there_all_are_shown(consider):
    beyond = consider("sumber:zzz")
    assert (beyond.dropped, len(beyond.hits)) == ((Filter.OUTLETS,), 10)
    # Articles of other outlets are no answer: titles only.
    assert beyond.decision.outcome is Outcome.RELATED
    assert {hit.quote for hit in beyond.hits} == {""}
    assert beyond.query.filters.names == (Filter.LATEST,)


def test_with_no_subject_a_reply_goes_on_with_what_was_before(consider):
    after = consider("yang terbaru?", earlier=literal_query("jaringan Palapa Ring"))
    assert after.added == "jaringan Palapa Ring"
    assert "Palapa Ring" in after.hits[0].article.title
