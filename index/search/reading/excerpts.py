"""Choose the excerpt of an article: neighbouring sentences that answer and can stand alone (pure).

Sentences compete over the whole article. An excerpt is worth the probability mass of its sentences,
less what it costs to begin with “Ia juga …” or to cut a quotation; the best of all runs of one to
three neighbouring sentences is shown, verbatim.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.records import OMISSION

Span = tuple[int, int]

MOST_SENTENCES = 3
MOST_CHARACTERS = 350
# Costs in probability mass: a run that begins with a pronoun, or that cuts a quotation, is shown
# only where no run without the fault holds nearly as much.
DEPENDENT_COST = 0.12
CUT_COST = 0.12
# Every further sentence costs a little: what adds nothing is not shown.
SENTENCE_COST = 0.02

# What a sentence begins with that points to one before it. Chat and news, Indonesian and English.
_DEPENDENT = re.compile(
    r"[\"'“‘(\[\s]*(?:(?:namun|tetapi|tapi|dan|lalu|kemudian|selain itu|sementara itu|sebab"
    r"|karena itu|oleh karena itu|untuk itu|di sisi lain|sebaliknya|akibatnya|meski begitu"
    r"|meski demikian|walau begitu|but|and|however|moreover|therefore|meanwhile|instead)\b[\s,]*)?"
    # IT, written large, is no pronoun.
    r"(?!(?-i:IT)\b)(?:menurut )?"
    r"(?:ia|dia|beliau|mereka|hal (?:itu|ini|tersebut|senada|serupa)|itu|ini|menurutnya|katanya"
    r"|ujarnya|tuturnya|ucapnya|keduanya|di ?sana|di ?sini"
    r"|he|she|they|it|this|that|these|those|his|her|their)\b",
    re.IGNORECASE,
)
# A part of a question is answered by a sentence from this logit on: as likely as not.
LEAST_PART_LOGIT = 0.0
# Where a sentence longer than an excerpt may be cut.
_CLAUSE_END = re.compile(r"[,;:]\s|\s[–—-]\s")


class Sentences(Protocol):
    """The n sentences that an excerpt is chosen from, as character ranges of a text, in order."""

    @property
    def text(self) -> str:
        """The article's text."""
        ...

    @property
    def spans(self) -> Sequence[Span]:
        """The range of each sentence."""
        ...

    @property
    def excluded(self) -> NDArray[np.bool_]:
        """Which sentences (n,) are never shown: the title again, captions, bylines."""
        ...

    @property
    def goes_on(self) -> NDArray[np.bool_]:
        """Which sentences (n,) have a quotation that runs on into the next."""
        ...

    @property
    def dependent(self) -> NDArray[np.bool_]:
        """Which sentences (n,) begin with a word that points to one before it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """`text[start:end]` of the article: the sentences from `first` to `last`, both included.

    `best` is the number of its most probable sentence, `mass` (0–1) the probability it holds.
    """

    start: int
    end: int
    first: int
    last: int
    best: int
    mass: float


def choose_excerpt(
    article: Sentences, logits: NDArray[np.float64], *, limit: int = MOST_CHARACTERS
) -> Excerpt | None:
    """The excerpt that most probably answers; None where every sentence is excluded.

    `logits` (n,) say how well each sentence answers, higher is better, on a scale on which their
    softmax is the probability that a sentence is the best one.
    """
    if not len(logits) or article.excluded.all():
        return None
    probabilities = softmax(np.where(article.excluded, -np.inf, logits))
    first, further = divmod(int(_values(article, probabilities, limit).argmax()), MOST_SENTENCES)
    last = first + further
    start, end = article.spans[first][0], article.spans[last][1]
    return Excerpt(
        start=start,
        end=end if end - start <= limit else _cut(article.text, start, limit),
        first=first,
        last=last,
        best=first + int(np.argmax(probabilities[first : last + 1])),
        mass=float(probabilities[first : last + 1].sum()),
    )


def first_excerpt(article: Sentences, *, limit: int = MOST_CHARACTERS) -> Span:
    """The range of the first sentence that may be shown, cut where it is longer than an excerpt."""
    start, end = article.spans[int(np.argmin(article.excluded))]
    return start, end if end - start <= limit else _cut(article.text, start, limit)


def choose_pieces(
    article: Sentences, logits: NDArray[np.float64], parts: Sequence[NDArray[np.float64]]
) -> tuple[Excerpt, ...]:
    """The excerpts, in the order of the text, that answer a question in two parts.

    `logits` (n,) are of the whole question, `parts` of either part. One excerpt where it holds the
    best sentences of both, where a part has none that is likelier than not to answer, or where both
    together are longer than an excerpt may be; otherwise the best sentence for each part.
    """
    chosen = choose_excerpt(article, logits)
    if chosen is None:
        return ()
    shown = [np.where(article.excluded, -np.inf, part) for part in parts]
    best = [int(part.argmax()) for part in shown]
    if any(part.max() < LEAST_PART_LOGIT for part in shown) or _within(best, chosen):
        return (chosen,)
    both = choose_excerpt(article, np.log(sum(map(softmax, shown)) + np.finfo(float).tiny))
    if both is not None and _within(best, both):
        return (both,)
    spans = [article.spans[place] for place in sorted(best)]
    if sum(end - start for start, end in spans) > MOST_CHARACTERS - len(OMISSION):
        return (chosen,)
    return tuple(
        Excerpt(start=start, end=end, first=place, last=place, best=place, mass=0.5)
        for place, (start, end) in zip(sorted(best), spans, strict=True)
    )


def _within(places: Sequence[int], excerpt: Excerpt) -> bool:
    return all(excerpt.first <= place <= excerpt.last for place in places)


def is_dependent(sentence: str) -> bool:
    """Whether a sentence begins with a word that points to one before it."""
    return _DEPENDENT.match(sentence) is not None


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities (n,) that sum to 1; all 0 where every logit is minus infinity."""
    if not len(logits) or not np.isfinite(logits).any():
        return np.zeros(len(logits))
    exponents = np.exp(logits - logits.max())
    return np.asarray(exponents / exponents.sum(), dtype=np.float64)


def _values(
    article: Sentences, probabilities: NDArray[np.float64], limit: int
) -> NDArray[np.float64]:
    """What each run is worth (n, MOST_SENTENCES), by its first sentence and how many follow it.

    Minus infinity for a run that may not be shown; a long sentence may be, by itself.
    """
    count = len(probabilities)
    starts, ends = np.array(article.spans, dtype=np.int64).T
    goes_on = article.goes_on
    begins_inside = np.concatenate(([False], goes_on[:-1]))
    own_cost = DEPENDENT_COST * article.dependent
    values = np.full((count, MOST_SENTENCES), -np.inf)
    mass, hidden = np.zeros(count), np.zeros(count, dtype=np.bool_)
    for further in range(min(MOST_SENTENCES, count)):
        # The runs from each sentence to the one that is `further` behind it.
        runs = count - further
        mass = mass[:runs] + probabilities[further:]
        hidden = hidden[:runs] | article.excluded[further:]
        too_long = ends[further:] - starts[:runs] > limit
        cut = begins_inside[:runs] | goes_on[further:] | too_long
        worth = mass - SENTENCE_COST * further - own_cost[:runs] - CUT_COST * cut
        values[:runs, further] = np.where(hidden | (too_long & (further > 0)), -np.inf, worth)
    return values


def _cut(text: str, start: int, limit: int) -> int:
    """Where a long sentence ends that begins at `start`: at a clause, else at a word."""
    window = text[start : start + limit]
    clauses = [match.start() for match in _CLAUSE_END.finditer(window)]
    space = window.rfind(" ")
    at = clauses[-1] if clauses and clauses[-1] > limit // 2 else space
    return start + (at if at > 0 else limit)
