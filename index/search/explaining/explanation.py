"""The records of an explanation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.query.filters import NO_FILTERS, Filter, Filters
from index.records import Citation, Outcome


class ReasonKind(StrEnum):
    """Why a search has its outcome; the values stand in the JSON of `ask --explain`."""

    NOTHING_ASKED = "nothing_asked"
    LISTED = "listed"
    OPENED = "opened"
    NO_CANDIDATES = "no_candidates"
    CONFIDENT = "confident"
    NOT_CONFIDENT = "not_confident"
    OFF_SUBJECT = "off_subject"
    NO_SUBJECT = "no_subject"
    NAME_MISSING = "name_missing"
    NUMBER_MISSING = "number_missing"
    NUMBER_ELSEWHERE = "number_elsewhere"
    OTHER_ORDINAL = "other_ordinal"
    NOT_HEARD = "not_heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, with the names or numbers that it is about."""

    kind: ReasonKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How a question was understood.

    `words` are what was searched for, `weights` the terms that are looked for with their inverse
    document frequencies, `unknown` those that the archive lacks. `names` are the names and numbers
    found, each with its other names; `translations` and `synonyms` other words by term.
    `corrections` are misspelt words (as asked, as searched). `parts` are the two parts of a
    question that asks two things. `added` are words of the question before, `dropped` filters that
    were given up.
    """

    words: str
    language: str = ""
    weights: Mapping[str, float] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    added: str = ""
    dropped: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One part of a score: its value 0–1, and the points that it adds to the score."""

    value: float
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedHit:
    """A hit with the parts of its score, whose points add up to it.

    Parts: `meaning`, `words` (BM25 as a share of the most that the question could reach),
    `covered` (terms in title and passage), `sentence` (in its best sentence), `answer_type`,
    `speaker` if one is asked for, `reader` if articles were read. `probability` is that it answers.
    """

    article: Citation
    score: float
    parts: Mapping[str, ScorePart]
    probability: float
    heard: bool
    missing: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureWeight:
    """A feature of the deciding hit, and what it adds to the logit."""

    value: float
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDecision:
    """How the deciding hit was judged: `hit` is its place among the hits, from 1.

    `intercept` and the contributions of `features` add up to `logit`, whose logistic function is
    `probability`; an answer takes at least `threshold`. `read`: a reader has read the excerpt.
    `near` is the probability of being on the subject, shown from `near_threshold` on.
    """

    hit: int
    read: bool
    intercept: float
    features: Mapping[str, FeatureWeight]
    logit: float
    probability: float
    threshold: float
    near: float
    near_threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a search came to its outcome.

    `passages` is how many were scored sentence by sentence; `hits` are the best articles, best
    first, also where none of them is shown. `decision` is None where nothing had to be decided.
    """

    understood: Understanding
    outcome: Outcome
    reasons: tuple[Reason, ...]
    passages: int = 0
    hits: tuple[ExplainedHit, ...] = ()
    decision: ExplainedDecision | None = None
