"""A model may lower a claim and reorder quotes; it may not raise one or take a quote away."""

from dataclasses import replace

import pytest

from bot.answers.summaries.applying import with_draft
from bot.answers.summaries.records import Draft, Summary, SummarySentence
from bot.answers.types import Answer
from index.records import Outcome
from tests.support.stand_in import SENTENCE, answer, hit


def three(outcome: Outcome = Outcome.ANSWER) -> Answer:
    return answer(outcome=outcome, hits=tuple(hit(rank) for rank in (1, 2, 3)))


def shown(made: Answer) -> tuple[Outcome, list[str], list[int]]:
    """The outcome, the articles in order, and their numbers."""
    return made.outcome, [one.article.id for one in made.hits], [one.rank for one in made.hits]


@pytest.mark.parametrize(
    ("outcome", "answering", "becomes", "order"),
    [
        (Outcome.ANSWER, None, Outcome.ANSWER, "a1 a2 a3"),
        (Outcome.ANSWER, (1, 2, 3), Outcome.ANSWER, "a1 a2 a3"),
        # The first, whose probability was fitted, stays while it is claimed to answer.
        (Outcome.ANSWER, (3, 1), Outcome.ANSWER, "a1 a3 a2"),
        (Outcome.ANSWER, (3,), Outcome.RELATED, "a3 a1 a2"),
        (Outcome.ANSWER, (), Outcome.RELATED, "a1 a2 a3"),
        (Outcome.RELATED, (1, 2, 3), Outcome.RELATED, "a1 a2 a3"),
        (Outcome.RELATED, (2,), Outcome.RELATED, "a2 a1 a3"),
        (Outcome.RELATED, (), Outcome.RELATED, "a1 a2 a3"),
        # Numbers of quotes that are not there say nothing.
        (Outcome.ANSWER, (9, 0), Outcome.ANSWER, "a1 a2 a3"),
    ],
)
def test_outcome_and_order(
    outcome: Outcome, answering: tuple[int, ...] | None, becomes: Outcome, order: str
) -> None:
    made = with_draft(three(outcome), Draft(answering=answering), shown=3, model="small")
    assert shown(made) == (becomes, order.split(), [1, 2, 3])
    assert made.confidence == three().confidence


def test_quotes_that_were_not_shown_to_it_stay_behind() -> None:
    made = with_draft(three(Outcome.RELATED), Draft(answering=(3, 2)), shown=2, model="small")
    assert shown(made)[1] == ["a2", "a1", "a3"]


def test_a_summary_keeps_its_quotes_when_they_move() -> None:
    draft = Draft(answering=(2,), sentences=(SummarySentence(SENTENCE, (2,)),))
    made = with_draft(three(), draft, shown=3, model="small")
    assert made.hits[0].article.id == "a2"
    assert made.summary == Summary((SummarySentence(SENTENCE, (1,)),), "small")


def test_no_summary_where_none_answers_or_nothing_is_verified() -> None:
    sentence = SummarySentence(SENTENCE, (1,))
    none = Draft(answering=(), sentences=(sentence,))
    assert with_draft(three(), none, shown=3, model="small").summary is None
    wrong = Draft(answering=(1,), sentences=(SummarySentence("Presiden mundur.", (1,)),))
    assert with_draft(three(), wrong, shown=3, model="small").summary is None


def test_hidden_articles_take_their_sentences_along() -> None:
    first, second = SummarySentence(SENTENCE, (1,)), SummarySentence(SENTENCE, (2, 3))
    made = replace(three(), summary=Summary((first, second), "small"))
    assert made.without_hidden(lambda article: article.id == "a3").summary == Summary(
        (first,), "small"
    )
    assert made.without_hidden(lambda article: True).summary is None
