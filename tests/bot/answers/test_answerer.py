"""The answer pipeline on the sample archive with the real model."""

import datetime
from dataclasses import replace

import pytest

from bot.answers.answerer import Answerer
from bot.answers.labelled_questions import LabelledQuestion
from bot.answers.types import Question
from index.errors import Hint, SnapshotUnusable
from index.query.dates.ranges import DateRange
from index.query.parse import parse_query
from index.records import Outcome
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from tests.support.interpretations import interpretation

TODAY = datetime.date(2019, 10, 2)
SEED = "1312976-kominfo-media-sosial-jadi-tantangan-komunikasi-pemerintah"


@pytest.fixture(scope="module")
def answerer(sample_data, embedder, reader):
    live = LiveIndex(Snapshots(sample_data / "snapshots"), embedder)
    live.refresh()
    return Answerer(Searcher(embedder, reader=reader), live)


@pytest.mark.parametrize(
    "text",
    ["what did Kominfo say about social media", "apa kata Kominfo tentang media sosial"],
)
def test_the_example_question_is_answered_in_both_languages(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"))
    first = answer.hits[0]
    assert answer.outcome is Outcome.ANSWER
    assert first.article.url.endswith(SEED)
    assert (first.article.source, first.article.published) == ("VIVA", "2020-10-16")
    assert first.quote in first.passage


def test_two_questions_get_a_quote_each(answerer):
    text = "what did Kominfo say about social media and when was Palapa Ring inaugurated?"
    answer = answerer.answer(Question(text=text, language="en"))
    first, second = answer.parts
    assert (first.question, first.ranks[0]) == ("what did Kominfo say about social media", 1)
    assert (second.question, second.ranks[0]) == ("when was Palapa Ring inaugurated", 2)
    assert answer.hits[0].article.url.endswith(SEED)
    assert "Palapa Ring" in answer.hits[1].passage
    assert answer.interpretation.query.filters.speaker == "Kominfo"
    explained = answerer.explained(Question(text=text, language="en"))
    assert explained.second is not None
    assert explained.second.understood.words == "when was Palapa Ring inaugurated"


def test_the_second_question_may_go_on_from_the_first_and_have_no_answer(answerer):
    text = "when was Palapa Ring inaugurated and what did Zulkifli Quraisy paint? source:viva"
    answer = answerer.answer(Question(text=text, language="en"))
    assert answer.parts[1].outcome is not Outcome.ANSWER
    assert answer.interpretation.query.filters.outlets == ("viva",)


def test_an_answer_among_some_articles_is_from_them(answerer):
    question = Question(text="when was Palapa Ring inaugurated?", language="en")
    holdings = answerer.snapshot_articles()
    assert (holdings.snapshot, len(holdings.references)) == (answerer.snapshot(), 28)
    whole = answerer.answer(question)
    first = whole.hits[0].article.reference
    only = answerer.answer_among(question, {first, "gone"})
    assert [hit.article.reference for hit in only.hits] == [first]
    assert (only.outcome, only.confidence) == (whole.outcome, whole.confidence)
    others = answerer.answer_among(question, holdings.references - {first})
    assert first not in {hit.article.reference for hit in others.hits}
    assert answerer.answer_among(question, ()).outcome is Outcome.NOTHING


def test_an_english_question_finds_an_indonesian_article(answerer):
    asked = "how many internet users does Indonesia have"
    answer = answerer.answer(Question(text=asked, language="en"))
    assert answer.outcome is Outcome.ANSWER
    assert "221.563.479" in answer.hits[0].quote


@pytest.mark.parametrize("text", ["resep rendang", "best hiking boots", "obat sakit gigi"])
def test_unknown_subject_gets_nothing(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"))
    assert (answer.outcome, answer.hits) == (Outcome.NOTHING, ())
    assert answer.coverage.articles == 28


@pytest.mark.parametrize("text", ["", "?!", "apa", "\x00", "a" * 5000, "😀", '" OR 1 --'])
def test_any_text_gets_an_outcome(answerer, text):
    answer = answerer.answer(Question(text=text, language="id"), limit=3)
    assert 0 <= answer.confidence <= 1
    assert len(answer.hits) <= 3


class Sure:
    """A searcher that has heard nothing but what answers, whatever it is asked."""

    def __init__(self, searcher):
        self._searcher = searcher

    def prepare(self, query, snapshot, *, waiting=0):
        return self._searcher.prepare(parse_query("Palapa Ring", today=TODAY), snapshot)

    def search(self, query, filters, **options):
        found = self._searcher.search(query, **options)
        features = [
            replace(
                one,
                answer=9.0,
                above_even=9.0,
                similarity=1.0,
                excerpt_covered=1.0,
            )
            for one in found.features
        ]
        return replace(found, features=tuple(features))


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Palapa Ring", Outcome.ANSWER),
        ("' OR 1=1 --", Outcome.RELATED),
        ("12345", Outcome.RELATED),
        ("ada apa kemarin", Outcome.RELATED),
        ("????", Outcome.NOTHING),
        ("😀", Outcome.NOTHING),
        ("what did they say about it", Outcome.NOTHING),
    ],
)
def test_text_without_a_subject_is_never_answered(answerer, text, outcome):
    sure = Answerer(Sure(answerer._pipeline._searcher), answerer._live)
    answer = sure.answer(Question(text=text, language="id"))
    assert answer.outcome is outcome


def test_related_hits_have_quotes_by_those_who_said_them(answerer):
    answer = answerer.answer(Question(text="apa kata Prabowo soal Starlink", language="id"))
    assert answer.outcome is Outcome.RELATED
    assert [bool(hit.quote) and hit.quote in hit.passage for hit in answer.hits] == [
        True for _ in answer.hits
    ]
    speakers = {hit.speaker for hit in answer.hits}
    assert [name for name in speakers if "Prabowo" in name] == []
    assert len(speakers - {""}) >= 1
    # One article is on Starlink.
    assert {hit.missing[-1:] for hit in answer.hits if "Starlink" not in hit.article.title} == {
        ("Starlink",)
    }


def test_hits_are_ranked_and_each_article_stands_once(answerer):
    answer = answerer.answer(Question(text="apa kata Kominfo tentang PSE?", language="id"))
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert len({hit.article.id for hit in answer.hits}) == len(answer.hits)


def test_prediction_keeps_the_ranking_of_a_question_without_answer(answerer):
    found = answerer.predict(LabelledQuestion(id="q", question="resep rendang"))
    assert (found.id, found.outcome) == ("q", Outcome.NOTHING)
    assert len(found.articles) == 20


def test_prediction_shows_the_first_three_hits(answerer):
    found = answerer.predict(LabelledQuestion(id="q", question="kapan Palapa Ring diresmikan?"))
    assert len(found.hits) == 3
    first = found.hits[0]
    assert (first.article, first.quote) == ("7e20f21529622c18", found.quote)


def test_prediction_of_a_reply_knows_the_question_before(answerer):
    asked = LabelledQuestion(id="q", question="kapan diresmikan?", after="jaringan Palapa Ring")
    first = answerer.answer(Question(text="kapan Palapa Ring diresmikan?", language="id")).hits[0]
    found = answerer.predict(asked)
    assert (found.outcome, found.articles[0]) == (Outcome.ANSWER, first.article.id)


def test_error_without_an_index_gives_advice(tmp_path, embedder):
    answerer = Answerer(Searcher(embedder), LiveIndex(Snapshots(tmp_path / "snapshots"), embedder))
    with pytest.raises(SnapshotUnusable, match=r"there is no index in .* yet") as caught:
        answerer.answer(Question(text="apa?", language="id"))
    assert caught.value.hint is Hint.BUILD


# -- somebody's words, a time, an outlet ------------------------------------------------------


def ask(answerer, text, limit=10):
    return answerer.answer(Question(text=text, language="id"), limit=limit)


def test_quotes_are_by_the_speaker_asked_for(answerer):
    answer = ask(answerer, "apa kata Prabowo Subianto tentang media sosial")
    assert answer.outcome is not Outcome.ANSWER
    assert answer.interpretation.query.filters.speaker == "Prabowo Subianto"


def test_all_quotes_are_by_the_speaker_asked_for(answerer):
    answer = ask(answerer, "apa kata Semuel Abrijani Pangerapan tentang pendaftaran PSE")
    assert answer.outcome is Outcome.ANSWER
    assert {hit.speaker.split(",")[0] for hit in answer.hits} == {"Semuel Abrijani Pangerapan"}


def test_period_with_answers_is_kept(answerer):
    answer = ask(answerer, "kapan Palapa Ring diresmikan, Oktober 2019")
    assert (answer.outcome, answer.interpretation.dropped) == (Outcome.ANSWER, ())
    assert answer.interpretation.query.filters.period == DateRange(
        first=datetime.date(2019, 10, 1), last=datetime.date(2019, 11, 7)
    )
    assert all(hit.article.published.startswith(("2019-10", "2019-11")) for hit in answer.hits)


def test_period_without_answers_is_given_up(answerer):
    answer = ask(answerer, "kapan Palapa Ring diresmikan, Agustus 2018")
    assert (answer.outcome, answer.interpretation.dropped) == (Outcome.ANSWER, ("period",))
    assert answer.interpretation.query.filters.period is None
    assert "Palapa Ring" in answer.hits[0].article.title


def test_typed_filters_hold_while_anything_passes_them(answerer):
    within = ask(answerer, "apa kata Kominfo soal media sosial after:2021-01-01")
    assert within.hits
    assert all(hit.article.published >= "2021-01-01" for hit in within.hits)
    assert within.interpretation.dropped == ()
    # There are articles of that time, but none on this.
    for typed in ("before:2019-01-01", "after:2022-01-01"):
        beyond = ask(answerer, f"kapan jaringan Palapa Ring diresmikan {typed}")
        assert beyond.interpretation.dropped == ("period",)
        assert "Palapa Ring" in beyond.hits[0].article.title
    nowhere = ask(answerer, "best hiking boots after:2022-01-01")
    assert (nowhere.outcome, nowhere.interpretation.dropped) == (Outcome.NOTHING, ())
    period = nowhere.interpretation.query.filters.period
    assert period == DateRange(first=datetime.date(2022, 1, 1), last=None)
    beyond = ask(answerer, "kapan Palapa Ring diresmikan source:nosuchoutlet")
    assert (beyond.outcome, beyond.interpretation.dropped) == (Outcome.ANSWER, ("sources",))


# -- what stays with an answer, and what goes on from it ---------------------------------------


def test_a_reply_is_searched_in_the_context_of_the_question_before(answerer):
    before = ask(answerer, "apa kata Kominfo tentang pendaftaran PSE")
    assert before.interpretation.query.topic == "pendaftaran PSE"
    assert (before.interpretation.query.wants_statement, before.interpretation.filters) == (
        True,
        ("speaker",),
    )
    reply = Question(text="kalau Johnny Plate?", language="id", context=before.interpretation)
    after = answerer.answer(reply)
    assert (after.interpretation.added, after.interpretation.query.filters.speaker) == (
        "pendaftaran PSE",
        "Johnny Plate",
    )
    assert after.interpretation.filters == ("context", "speaker")
    alone = answerer.answer(replace(reply, without=("context",)))
    assert (alone.interpretation.added, alone.interpretation.query.filters.speaker) == ("", "")


def test_filters_can_be_removed_and_the_newest_asked_for(answerer):
    question = Question(text="apa kata Kominfo soal PSE sejak:2019-01-01", language="id")
    assert answerer.answer(question).interpretation.filters == ("speaker", "period")
    without = answerer.answer(replace(question, without=("period", "speaker"), newest=True))
    assert without.interpretation.filters == ("latest",)
    # Names that no filter has are nobody's business.
    assert answerer.answer(replace(question, without=("colour",))).interpretation.filters == (
        "speaker",
        "period",
    )


def test_a_topic_gets_its_stories_and_no_others(answerer):
    told = {
        text: [story.first.published for story in answerer.topic(text).stories]
        for text in ("internet in Papua", "pelambatan internet Papua", "vaksin covid")
    }
    assert told == {
        "internet in Papua": ["2019-08-19", "2020-06-03"],
        "pelambatan internet Papua": ["2019-08-19", "2020-06-03"],
        "vaksin covid": [],
    }


def test_whole_articles_are_found_by_reference(answerer):
    hit = ask(answerer, "kapan Palapa Ring diresmikan").hits[0]
    article = answerer.article(hit.article.reference)
    assert (article.id, article.title) == (hit.article.id, hit.article.title)
    assert hit.passage in article.text
    assert answerer.article("0" * 16) is None


def test_texts_and_urls_are_told_from_questions(answerer):
    url = ask(answerer, "kapan Palapa Ring diresmikan").hits[0].article.url
    given = [
        ask(answerer, text).interpretation.input_kind
        for text in ("Palapa Ring", url, f"{url}x-y", "Palapa Ring diresmikan. Ini beritanya. " * 9)
    ]
    assert given == ["", "address", "unknown_address", "text"]


def test_the_snapshot_has_a_name_and_subjects(answerer):
    assert answerer.snapshot() == ask(answerer, "PSE").snapshot
    assert len(answerer.suggestions()) >= 4


def test_filters_of_an_interpretation():
    assert interpretation().filters == ()
    full = interpretation(added="a", speaker="b", last="2019-10-01", outlets=("viva",), latest=True)
    assert full.filters == ("context", "speaker", "period", "sources", "latest")


def test_nothing_found_drops_no_filter(answerer):
    answer = ask(answerer, "resep rendang after:2030-01-01")
    assert (answer.outcome, answer.interpretation.dropped) == (Outcome.NOTHING, ())


def test_operators_that_make_no_sense_are_reported(answerer):
    answer = ask(answerer, "kapan Palapa Ring diresmikan after:32-13-2019")
    assert answer.interpretation.query.problems == ("after:32-13-2019",)
    assert "Palapa Ring" in answer.hits[0].article.title
