"""What people thought of answers, as questions whose first hit is known to be right or wrong.

A press says something about the first hit only, and about its article rather than its words; so
much is taken from it and no more:

* 👍: the article, or one that tells the same story, answers the question. It is “relevant”.
* 👎 whatever the reason: this article should not be the first thing shown as the answer. It does
  not say that the archive has no better one, nor which, so such a question counts neither as
  answerable nor as unanswerable: it only tells whether the article still stands first.

The reasons tell the owner where to look: “topic” at the search, “old” at the order, “source” at who
speaks, “no_answer” at the confidence.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.answers.evaluation import LabelledQuestion, Prediction, auroc
from bot.answers.types import Question
from bot.storage.answers import from_json
from index.errors import ArchiveError
from index.records import Outcome

_QUERY = """
SELECT answers.id, answers.answer, feedback.verdict, feedback.reason
FROM feedback JOIN answers ON answers.id = feedback.answer_id
WHERE answers.answer IS NOT NULL ORDER BY feedback.at, answers.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedAnswer:
    """A question as it was asked, and what somebody thought of its answer.

    `articles` are the ids of the first hit's article and of those that tell the same story.
    """

    id: str
    question: Question
    articles: frozenset[str]
    liked: bool
    reason: str = ""

    def asked(self) -> LabelledQuestion:
        """The question for evaluation; its articles are relevant if they were liked."""
        return LabelledQuestion(
            id=self.id,
            question=self.question.text,
            relevant=self.articles if self.liked else frozenset(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far answers now are what people want: shares 0–1, None where nobody said so.

    `still_first` is the share of liked answers whose article still stands first in an answer,
    `gone` that of disliked ones whose article no longer does. `auroc` tells how well confidence
    separates the liked from the disliked among those that still stand first. `reasons` counts them,
    "" for none.
    """

    liked: int
    still_first: float | None
    disliked: int
    gone: float | None
    auroc: float | None
    reasons: dict[str, int]


def read_rated_answers(path: Path) -> list[RatedAnswer]:
    """What was said of answers whose words are still kept in the bot's database, oldest first.

    The database may be in use. ArchiveError if there is nothing, or if it cannot be read.
    """
    try:
        rows = _rows(path)
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error
    judged = [one for row in rows if (one := _judged(*row))]
    if not judged:
        raise ArchiveError(
            f"{path} holds no 👍 or 👎 on an answer that is still kept; "
            "people give them with the buttons under answers in private chats"
        )
    return judged


def agreement(judged: Sequence[RatedAnswer], predicted: Sequence[Prediction]) -> Agreement:
    """Of predictions, which stand in the order of what was judged."""
    pairs = list(zip(judged, predicted, strict=True))
    liked = [found for found in pairs if found[0].liked]
    disliked = [found for found in pairs if not found[0].liked]
    return Agreement(
        liked=len(liked),
        still_first=_share([_stands(*pair) for pair in liked]),
        disliked=len(disliked),
        gone=_share([not _stands(*pair) for pair in disliked]),
        auroc=auroc(
            [found.confidence for one, found in liked if _stands(one, found)],
            [found.confidence for one, found in disliked if _stands(one, found)],
        ),
        reasons=dict(sorted(Counter(one.reason for one, _ in disliked).items())),
    )


def labelled_confidences(
    judged: Sequence[RatedAnswer], predicted: Sequence[Prediction]
) -> list[tuple[float, bool]]:
    """The confidence of hits that still stand first, and whether they answer.

    One that is “too old” may well answer: it tells neither.
    """
    return [
        (found.confidence, one.liked)
        for one, found in zip(judged, predicted, strict=True)
        if not one.articles.isdisjoint(found.articles[:1]) and one.reason != "old"
    ]


def _stands(one: RatedAnswer, found: Prediction) -> bool:
    return found.outcome is Outcome.ANSWER and not one.articles.isdisjoint(found.articles[:1])


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    if not path.is_file():
        return []
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as db:
        there = "SELECT count(*) FROM sqlite_master WHERE name IN ('answers', 'feedback')"
        both = db.execute(there).fetchone()[0] == 2
        return db.execute(_QUERY).fetchall() if both else []


def _judged(answer_id: str, text: str, verdict: str, reason: str) -> RatedAnswer | None:
    """None if the answer is of a version that cannot be read, or has no hit."""
    try:
        answer = from_json(text)
    except (KeyError, TypeError, ValueError):
        return None
    if not answer.hits:
        return None
    first = answer.hits[0]
    return RatedAnswer(
        id=answer_id,
        question=answer.question,
        articles=frozenset(article.id for article in (first.article, *first.also)),
        liked=verdict == "good",
        reason=reason,
    )
