"""Two answers in one: which hits come first, and what is said of either question."""

from dataclasses import replace

from bot.answers.composing import Composed, compose
from bot.answers.types import AnswerPart, Question
from index.confidence import Decision
from index.query.filters import Filters
from index.query.parse import literal_query
from index.records import Citation, Hit, Outcome
from index.search.pipeline import SearchedPart, SearchResult

QUESTION = Question(text="siapa ketua KPK dan kapan banjir?", language="id")
HEAD = "Ketua KPK Agus Rahardjo hadir."
FLOOD = "Banjir melanda pada Senin."


def hit(name: str, quote: str, *, passage: str = "", speaker: str = "") -> Hit:
    text = passage or quote
    article = Citation(id=name, title=name)
    return Hit(rank=1, score=0.5, article=article, passage=text, quote=quote, speaker=speaker)


def found(question: str, outcome: Outcome, *hits: Hit, speaker: str = "") -> SearchedPart:
    query = replace(literal_query(question), filters=Filters(speaker=speaker))
    decision = Decision(outcome, 0.8 if outcome is Outcome.ANSWER else 0.2)
    return SearchedPart(
        question=question, result=SearchResult(query=query, decision=decision, hits=hits)
    )


def both(first: SearchedPart, second: SearchedPart, limit: int = 10) -> Composed:
    return compose(QUESTION, [first, second], limit=limit)


def shown(made: Composed) -> list[tuple[int, str, str]]:
    return [(one.rank, one.article.id, one.quote) for one in made.hits]


def test_each_question_has_its_best_quote_first() -> None:
    made = both(
        found("siapa", Outcome.ANSWER, hit("a", HEAD), hit("b", "B.")),
        found("kapan", Outcome.ANSWER, hit("c", FLOOD), hit("d", "D."), hit("e", "E.")),
    )
    assert [name for _, name, _ in shown(made)] == ["a", "c", "b", "d", "e"]
    assert made.parts == (
        AnswerPart(question="siapa", outcome=Outcome.ANSWER, ranks=(1, 3)),
        AnswerPart(question="kapan", outcome=Outcome.ANSWER, ranks=(2, 4, 5)),
    )
    assert (made.outcome, made.confidence) == (Outcome.ANSWER, 0.8)


def test_what_answers_comes_first_and_what_is_only_near_has_one_quote() -> None:
    made = both(
        found("siapa", Outcome.RELATED, hit("a", HEAD), hit("b", "B.")),
        found("kapan", Outcome.ANSWER, hit("c", FLOOD), hit("d", "D.")),
    )
    assert [name for _, name, _ in shown(made)] == ["c", "a", "d"]
    assert [(part.outcome, part.ranks) for part in made.parts] == [
        (Outcome.RELATED, (2,)),
        (Outcome.ANSWER, (1, 3)),
    ]


def test_one_question_may_have_nothing() -> None:
    made = both(found("siapa", Outcome.NOTHING), found("kapan", Outcome.ANSWER, hit("c", FLOOD)))
    assert [part.ranks for part in made.parts] == [(), (1,)]
    assert made.outcome is Outcome.ANSWER
    assert both(found("siapa", Outcome.NOTHING), found("kapan", Outcome.NOTHING)).hits == ()


def test_both_quotes_of_one_passage_are_joined_and_belong_to_both() -> None:
    passage = f"{HEAD} Ia datang terlambat. {FLOOD}"
    made = both(
        found("kapan", Outcome.ANSWER, hit("a", FLOOD, passage=passage, speaker="Agus")),
        found("siapa", Outcome.ANSWER, hit("a", HEAD, passage=passage, speaker="Budi")),
    )
    assert shown(made) == [(1, "a", f"{HEAD} … {FLOOD}")]
    assert made.hits[0].speaker == ""
    assert [part.ranks for part in made.parts] == [(1,), (1,)]


def test_quotes_that_overlap_are_one_piece() -> None:
    passage = f"{HEAD} {FLOOD}"
    one, other = hit("a", HEAD, passage=passage), hit("a", passage, passage=passage)
    assert shown(both(found("siapa", Outcome.ANSWER, one), found("kapan", Outcome.ANSWER, other)))[
        0
    ] == (1, "a", passage)


def test_too_long_for_one_quote_are_two() -> None:
    first, second = "a" * 200 + ".", "b" * 200 + "."
    passage = f"{first} {second} {HEAD}"
    made = both(
        found("siapa", Outcome.ANSWER, hit("a", first, passage=passage)),
        found("kapan", Outcome.ANSWER, hit("a", HEAD + "", passage=passage)),
    )
    assert [quote for _, _, quote in shown(made)] == [f"{first} … {HEAD}"]
    apart = both(
        found("siapa", Outcome.ANSWER, hit("a", first, passage=passage)),
        found("kapan", Outcome.ANSWER, hit("a", f"{second} {HEAD}", passage=passage)),
    )
    assert [quote for _, _, quote in shown(apart)] == [first, f"{second} {HEAD}"]


def test_the_limit_leaves_one_quote_for_each() -> None:
    made = both(
        found("siapa", Outcome.ANSWER, hit("a", HEAD), hit("b", "B.")),
        found("kapan", Outcome.ANSWER, hit("c", FLOOD)),
        limit=1,
    )
    assert [name for _, name, _ in shown(made)] == ["a", "c"]


def test_filters_of_both_are_told() -> None:
    made = both(
        found("apa kata Kominfo", Outcome.ANSWER, hit("a", HEAD), speaker="Kominfo"),
        found("kapan banjir", Outcome.ANSWER, hit("c", FLOOD)),
    )
    assert made.interpretation.query.filters.speaker == "Kominfo"
    assert made.interpretation.query.content == "kapan banjir"


def test_a_single_question_has_no_parts() -> None:
    made = compose(QUESTION, [found("x", Outcome.RELATED, hit("a", HEAD))], limit=3)
    assert (made.parts, made.outcome, len(made.hits)) == ((), Outcome.RELATED, 1)
