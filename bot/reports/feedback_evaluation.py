"""Rated answers as an evaluation set: questions whose first hit is known to be right or wrong.

A rating says something about the first hit only, and about its article rather than its quote. No
more than that is concluded from it:

* 👍: the article, or another that tells the same story, answers the question. It is “relevant”.
* 👎, whatever the reason: the article should not come first in an answer. That does not say whether
  the archive has a better one, so the question counts neither as answerable nor as unanswerable;
  only whether the article still comes first is measured.

The reasons tell the owner where to look: “topic” at the ranking, “old” at the order by date,
“source” at the attribution of quotes, “no_answer” at the confidence.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.answers.evaluation import Prediction, auroc
from bot.answers.labelled_questions import LabelledQuestion
from bot.answers.types import Question
from bot.storage.codec import answer_from_json
from index.errors import ArchiveError
from index.records import Outcome

_QUERY = """
SELECT answers.id, answers.answer, feedback.verdict, feedback.reason
FROM feedback JOIN answers ON answers.id = feedback.answer_id
WHERE answers.answer IS NOT NULL ORDER BY feedback.at, answers.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedAnswer:
    """A question as it was asked, and how somebody rated its answer.

    `articles` are the ids of the first hit's article and of others that tell the same story.
    `reason` is one of `BAD_ANSWER_REASONS`, "" if none was given.
    """

    id: str
    question: Question
    articles: frozenset[str]
    liked: bool
    reason: str = ""

    def labelled(self) -> LabelledQuestion:
        """The question for evaluation; its articles are relevant if the answer was liked."""
        return LabelledQuestion(
            id=self.id,
            question=self.question.text,
            relevant=self.articles if self.liked else frozenset(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How well today's answers agree with the ratings: shares 0–1, None without such a rating.

    `still_first` is the share of liked answers whose article still comes first in an answer, `gone`
    that of disliked answers whose article no longer does. `auroc` says how well the confidence
    separates liked from disliked articles that still come first. `reasons` counts those of the
    disliked, "" for none.
    """

    liked: int
    still_first: float | None
    disliked: int
    gone: float | None
    auroc: float | None
    reasons: dict[str, int]


def read_rated_answers(path: Path) -> list[RatedAnswer]:
    """The rated answers in bot.db whose words are still stored, oldest rating first.

    The database may be in use. Raises ArchiveError if there are none or it cannot be read.
    """
    try:
        rows = _rows(path)
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error
    rated = [one for row in rows if (one := _rated_answer(*row))]
    if not rated:
        raise ArchiveError(
            f"{path} has no 👍 or 👎 on an answer that is still stored; "
            "people give them with the buttons under answers in private chats"
        )
    return rated


def agreement(rated: Sequence[RatedAnswer], predicted: Sequence[Prediction]) -> Agreement:
    """The agreement of predictions with ratings, both in the same order."""
    pairs = list(zip(rated, predicted, strict=True))
    liked = [found for found in pairs if found[0].liked]
    disliked = [found for found in pairs if not found[0].liked]
    return Agreement(
        liked=len(liked),
        still_first=_share([_comes_first(*pair) for pair in liked]),
        disliked=len(disliked),
        gone=_share([not _comes_first(*pair) for pair in disliked]),
        auroc=auroc(
            [found.confidence for one, found in liked if _comes_first(one, found)],
            [found.confidence for one, found in disliked if _comes_first(one, found)],
        ),
        reasons=dict(sorted(Counter(one.reason for one, _ in disliked).items())),
    )


def labelled_confidences(
    rated: Sequence[RatedAnswer], predicted: Sequence[Prediction]
) -> list[tuple[float, bool]]:
    """The confidence of articles that still come first, and whether they answer the question.

    Without those rated “too old”: they may well answer it.
    """
    return [
        (found.confidence, one.liked)
        for one, found in zip(rated, predicted, strict=True)
        if not one.articles.isdisjoint(found.articles[:1]) and one.reason != "old"
    ]


def _comes_first(one: RatedAnswer, found: Prediction) -> bool:
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


def _rated_answer(answer_id: str, text: str, verdict: str, reason: str) -> RatedAnswer | None:
    """None if the answer was stored by a version that cannot be read, or has no hit."""
    try:
        answer = answer_from_json(text)
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
