"""What a quote check comes to, with its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from index.records import Citation


class QuoteOutcome(StrEnum):
    """What the archive holds of a claim; never a verdict on the world."""

    SAID = "said"
    SAID_DIFFERENTLY = "said_differently"
    SAID_BY_OTHER = "said_by_other"
    DENIED = "denied"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteEvidence:
    """A place in the archive that speaks for or against a claim.

    `quote` is verbatim, whole sentences of `passage`, which is verbatim in the article. `speaker`
    is "" where the article does not make clear whose words they are. `differences` are pairs of
    what the claim has and what stands here instead, "" for nothing; `also` are other articles with
    the same words.
    """

    article: Citation
    quote: str
    speaker: str
    passage: str
    differences: tuple[tuple[str, str], ...] = ()
    also: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """The outcome for one quotation; `differences` are those of the first evidence."""

    quotation: str
    speaker_asked: str
    outcome: QuoteOutcome
    differences: tuple[tuple[str, str], ...] = ()
    evidence: tuple[QuoteEvidence, ...] = ()
