"""A quotation laid beside a text: where it stands there, and what differs, word by word."""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.quotes.checking.stretches import nearest_stretch
from index.quotes.checking.tokens import (
    CARRIES_NEGATION,
    QuoteToken,
    compared_words,
    quote_tokens,
    says_the_same,
    weight_of,
)

# What stands for words that were left out: “…”, “...”, “[...]”, “[para menteri]”.
_LEFT_OUT = re.compile(r"\[[^\]]{0,80}\]|\((?:…|\.{2,})\)|…|\.{2,}")
# In words: how far before a quotation a negation still turns it round (“tidak akan pernah …”).
_NEGATION_REACH = 3
_CLAUSE_END = re.compile(r"[.?!…,;:“”\"\n]")
# From which share of letters an unknown word is a misspelling of another: “tarip” of “tarif”.
_MISSPELT = 0.8
# At most this share of a quotation may differ in small words before it is said differently.
_SMALL_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quotation and what the archive has instead; "" for nothing.

    `small`: the sentence says the same with either. `within`: the words stand between others of the
    quotation; otherwise they were cut off before or behind it.
    """

    asked: str
    archived: str
    small: bool
    within: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Where a text is most like a quotation, `text[start:end]`.

    `likeness` is the share of words that both have, 0–1, small words counting little.
    """

    start: int
    end: int
    likeness: float
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Whether the words are those of the quotation, but for small differences."""
        return all(one.small for one in self.differences) and self.likeness >= 1 - _SMALL_SHARE


class Quotation:
    """A quotation, prepared once to be compared with many texts."""

    def __init__(self, text: str, knows: Callable[[str], bool] = bool) -> None:
        """`knows` says whether the archive has a folded word: one it lacks may be misspelt."""
        self.text = text
        self._knows = knows
        self._pieces = [tokens for piece in _pieces(text) if (tokens := quote_tokens(piece))]
        self._texts = [piece for piece in _pieces(text) if quote_tokens(piece)]
        self.tokens = [token for piece in self._pieces for token in piece]

    def compare(self, text: str, archived: Sequence[QuoteToken]) -> Comparison | None:
        """The stretch of a text, whose tokens these are, that is most like the quotation.

        None if they share nothing. Pieces of a shortened quotation are looked for one after the
        other.
        """
        found: list[tuple[int, int]] = []
        differences: list[Difference] = []
        shared, at = 0.0, 0
        for tokens, piece in zip(self._pieces, self._texts, strict=True):
            span = nearest_stretch(tokens, text, archived[at:])
            if span is None:
                differences.append(Difference(piece.strip(), "", small=False))
                continue
            start, end = at + span[0], at + span[1]
            made, weight = self._differences(piece, tokens, text, archived, (start, end))
            differences += made
            found.append((archived[start].start, archived[end - 1].end))
            shared, at = shared + weight, end
        if not found:
            return None
        own = weight_of(self.tokens)
        beside = sum(weight_of(quote_tokens(one.archived)) for one in differences if one.within)
        missing = own - shared
        return Comparison(
            start=found[0][0],
            end=found[-1][1],
            likeness=shared / (shared + max(missing, beside)),
            differences=tuple(differences),
        )

    def _differences(
        self,
        piece: str,
        asked: Sequence[QuoteToken],
        text: str,
        archived: Sequence[QuoteToken],
        span: tuple[int, int],
    ) -> tuple[list[Difference], float]:
        """What differs between a piece and the span, and the weight of what does not."""
        there = archived[span[0] : span[1]]
        matcher = difflib.SequenceMatcher(
            None, compared_words(asked), compared_words(there), autojunk=False
        )
        made: list[Difference] = []
        shared = 0.0
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                shared += weight_of(asked[a:b])
                continue
            small = self._is_small(asked[a:b], there[c:d])
            shared += weight_of(asked[a:b]) if small else 0.0
            made.append(
                Difference(_written(piece, asked[a:b]), _written(text, there[c:d]), small=small)
            )
        made += _around(text, archived, span, asked)
        return made, shared

    def _is_small(self, asked: Sequence[QuoteToken], archived: Sequence[QuoteToken]) -> bool:
        if says_the_same(asked, archived):
            return True
        pairs = zip(asked, archived, strict=False)
        return len(asked) == len(archived) and all(
            says_the_same([one], [other]) or self._is_misspelt(one, other) for one, other in pairs
        )

    def _is_misspelt(self, asked: QuoteToken, archived: QuoteToken) -> bool:
        """Whether an unknown word stands for one that it is nearly spelt like."""
        if any(token.is_number or token.is_negation for token in (asked, archived)):
            return False
        likeness = difflib.SequenceMatcher(None, asked.word, archived.word).ratio()
        return likeness >= _MISSPELT and not self._knows(asked.word)


def _pieces(text: str) -> list[str]:
    """The stretches between marks of omission; a bracket with a number or a negation stays."""

    def cut(match: re.Match[str]) -> str:
        inside = quote_tokens(match[0])
        kept = any(token.is_number or token.is_negation for token in inside)
        return match[0] if kept else "\0"

    return _LEFT_OUT.sub(cut, text).split("\0")


def _around(
    text: str,
    archived: Sequence[QuoteToken],
    span: tuple[int, int],
    asked: Sequence[QuoteToken],
) -> Iterator[Difference]:
    """What stands right before or behind and was cut off: a negation, the rest of a number."""
    first, last = archived[span[0]], archived[span[1] - 1]
    before = _clause_before(text, archived, span[0])
    negated = [
        place
        for place, token in enumerate(before)
        if token.is_negation
        and all(later.word in CARRIES_NEGATION for later in before[place + 1 :])
    ]
    if negated:
        yield _cut_off(text, before[negated[-1] :])
    elif before and before[-1].is_number and first.is_number and asked[0].is_number:
        yield _cut_off(text, before[-1:])
    if span[1] < len(archived) and last.is_number and asked[-1].is_number:
        after = archived[span[1]]
        if after.is_number and not _CLAUSE_END.search(text[last.end : after.start]):
            yield _cut_off(text, [after])


def _cut_off(text: str, tokens: Sequence[QuoteToken]) -> Difference:
    return Difference("", _written(text, tokens), small=False, within=False)


def _clause_before(text: str, archived: Sequence[QuoteToken], at: int) -> Sequence[QuoteToken]:
    """At most three tokens before place `at` without a mark between them."""
    first = at
    while first > max(0, at - _NEGATION_REACH):
        if _CLAUSE_END.search(text[archived[first - 1].end : archived[first].start]):
            break
        first -= 1
    return archived[first:at]


def _written(text: str, tokens: Sequence[QuoteToken]) -> str:
    """The stretch of a text from the first of these tokens to the last; "" without any."""
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
