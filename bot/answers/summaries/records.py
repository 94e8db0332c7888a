"""What a language model proposes for an answer, and what of it may be shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence and the numbers of the quotes it rests on, as `Hit.rank` counts them."""

    text: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences that passed verification, at most four; `model` is what wrote them."""

    sentences: tuple[SummarySentence, ...]
    model: str

    def resting_on(self, ranks: frozenset[int]) -> "Summary | None":
        """The sentences all of whose quotes are among these; None if there are none."""
        kept = tuple(one for one in self.sentences if ranks.issuperset(one.quotes))
        return Summary(kept, self.model) if kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a model wrote, nothing of it verified.

    `answering` are the numbers of the quotes that answer in its opinion, () if none does, and None
    if it did not say.
    """

    answering: tuple[int, ...] | None = None
    sentences: tuple[SummarySentence, ...] = ()
