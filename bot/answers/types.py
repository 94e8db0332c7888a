"""Questions, answers and the protocol of what answers; knows no front-end."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from bot.answers.summaries.records import Summary
from index.query.filters import Filter
from index.query.parse import ParsedQuery
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck
from index.quotes.listing.statements import StatementList, StatementRequest
from index.records import Article, Citation, Coverage, Hit, Outcome
from index.search.explaining.explanation import Explanation
from index.search.quantities.disagreement import Disagreement
from index.search.routing import InputKind
from index.search.stories.suggestions import Suggestion
from index.search.stories.topics import Topic

# The words that a follow-up takes from the earlier question can be removed like a filter.
CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation:
    """How a question was understood, and how the search departed from that.

    `query` is what was searched. `dropped` are the filters that were given up because nothing
    answered within them; `corrections` are words that were searched in another spelling (as asked,
    as searched); `added` are words of the earlier question that were searched for, too. `given`
    says whether a text or a URL was sent instead of a question.
    """

    query: ParsedQuery = field(default_factory=ParsedQuery)
    dropped: tuple[Filter, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    added: str = ""
    input_kind: InputKind = InputKind.QUESTION

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of what narrowed the search and can be removed with `Question.without`."""
        names = [name.value for name in self.query.filters.names]
        return (CONTEXT, *names) if self.added else tuple(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked. `language` is the interface language to answer in (a key of `LANGUAGES`).

    `context` is the interpretation of the earlier question when this one replies to its answer.
    `without` names filters to leave out, as in `Interpretation.filters`; `newest` asks for the
    newest first. A `text` may also be a pasted text, with its line breaks, or a URL.
    """

    text: str
    language: str
    context: Interpretation | None = None
    without: tuple[str, ...] = ()
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """One of the two questions of a message as it was written, and the ranks of its hits."""

    question: str
    outcome: Outcome
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the archive has on a question; hits are best first, and none for NOTHING.

    Hits of RELATED have quotes, too, but nobody claims that they answer; those that version 0.1
    kept have neither quote nor speaker. `confidence` is the probability 0–1 that the first hit
    answers the question; people never see it. `withdrawn` is the number of hits that have been
    hidden since the answer was given. `disagreement` tells where the hits give different numbers or
    days for what was asked; those hits are first then, latest first. `summary` is what a language
    model wrote of the first hits, verified sentence by sentence, if it was wanted. `parts` are the
    two questions of a message that asks two things; `outcome` is then the better of theirs.
    """

    question: Question
    outcome: Outcome
    confidence: float
    hits: tuple[Hit, ...]
    coverage: Coverage
    snapshot: str
    elapsed_ms: float
    interpretation: Interpretation = Interpretation()
    withdrawn: int = 0
    disagreement: Disagreement | None = None
    summary: Summary | None = None
    parts: tuple[AnswerPart, ...] = ()

    def parts_of(self, hit: Hit) -> tuple[AnswerPart, ...]:
        """The questions of a double one that a hit is for."""
        return tuple(part for part in self.parts if hit.rank in part.ranks)

    def outcome_of(self, hit: Hit) -> Outcome:
        """What is claimed of a hit: beside an answer, that to the other question may be none."""
        outcomes = [part.outcome for part in self.parts_of(hit)]
        return self.outcome if not outcomes or self.outcome in outcomes else outcomes[0]

    def without_hidden(self, is_hidden: Callable[[Citation], bool]) -> "Answer":
        """The answer as it may be shown by now; `is_hidden` says whether an article is hidden.

        The remaining hits keep their ranks, and `withdrawn` counts the others. If none remains,
        the outcome is NOTHING.
        """
        hits = tuple(
            replace(hit, also=tuple(other for other in hit.also if not is_hidden(other)))
            for hit in self.hits
            if not is_hidden(hit.article)
        )
        gone = len(self.hits) - len(hits)
        first_gone = bool(self.hits) and is_hidden(self.hits[0].article)
        made = self.interpretation
        made = replace(made, input_kind=InputKind.QUESTION) if first_gone else made
        outcome = self.outcome if hits or not gone else Outcome.NOTHING
        remaining = [hit.article.id for hit in hits]
        left = frozenset(hit.rank for hit in hits)
        return replace(
            self,
            hits=hits,
            outcome=outcome,
            interpretation=made,
            withdrawn=gone,
            disagreement=self.disagreement and self.disagreement.among(remaining),
            summary=self.summary and self.summary.resting_on(left),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedAnswer:
    """An answer, and why it is what it is; of two questions in one, why for either."""

    answer: Answer
    explanation: Explanation
    second: Explanation | None = None


ChatKind = Literal["private", "group", "inline", "guest"]
"""How a question reached the bot; kept with the answer, and a label of the metrics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBy:
    """Where and by whom something was asked; `person` and `place` are pseudonyms.

    "" where there is none: an inline query has no place, an anonymous admin is nobody.
    """

    kind: ChatKind
    person: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotArticles:
    """Which articles a snapshot holds, each by its `Citation.reference`."""

    snapshot: str
    references: frozenset[str]


class Answers(Protocol):
    """Whatever answers questions from an archive. All methods may raise ArchiveError."""

    def answer(self, question: Question, *, limit: int = 10, waiting: int = 0) -> Answer:
        """The archive's answer with at most `limit` hits.

        The more other questions are `waiting`, the less is read for it, and the less is claimed.
        """
        ...

    def explained(self, question: Question, *, limit: int = 10) -> ExplainedAnswer:
        """The archive's answer and why, for the archive's owner."""
        ...

    def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The answer from only the articles with these references; those not there are ignored."""
        ...

    def snapshot_articles(self) -> SnapshotArticles:
        """References of all articles in the live snapshot, to compare with another snapshot's."""
        ...

    def article(self, reference: str) -> Article | None:
        """The whole article with this `Citation.reference`, None if it is not in the archive."""
        ...

    def topic(self, text: str) -> Topic:
        """The stories on a topic, the most relevant first."""
        ...

    def check(self, claims: Sequence[Claim]) -> tuple[QuoteCheck, ...]:
        """What the archive holds of each claim that somebody said something."""
        ...

    def statements(self, request: StatementRequest) -> StatementList:
        """All that somebody said in the archive, on a topic if one is given."""
        ...

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Suggestions of what to ask about, the best first; the same for one snapshot."""
        ...

    def coverage(self) -> Coverage:
        """What the live snapshot holds."""
        ...

    def snapshot(self) -> str:
        """The name of the live snapshot."""
        ...

    def state(self) -> Hashable:
        """Equal as long as the same question gets the same answer."""
        ...
