"""The quotes that a sentence rests on, prepared to be compared with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from index.text.analysis import fold, stem, words
from index.text.translation import synonyms, translations

_CLAUSE_END: Final = re.compile(
    r"(?<!\d)[,.](?!\d)|(?<=\d)[,.](?=\s)|[;:!—–…]|(?<=\?)"
    r"|\b(?:dan|serta|tetapi|tapi|namun|sedangkan|sementara|sehingga|karena|sebab|akibat|and|but|while|whereas|because|so)\b",
    re.IGNORECASE,
)


_NASAL: Final = re.compile(r"[mp]e(ny|ng|n|m)(?=[aeiou])")
_SWALLOWED: Final = {"ny": "s", "ng": "k", "n": "t", "m": "p"}


@dataclass(frozen=True, slots=True)
class Source:
    """A quote that is shown, its number and whose words it is, "" if nobody's."""

    number: int
    quote: str
    speaker: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that the quotes of one sentence say."""

    sources: tuple[Source, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The quotes and their speakers, each a text of its own."""
        return tuple(text for one in self.sources for text in (one.quote, one.speaker) if text)

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """The quotes alone."""
        return tuple(one.quote for one in self.sources)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of quotes and speakers, folded."""
        return frozenset(word for text in self.texts for word in words(text))

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What these words may mean, as `meanings` has it."""
        return frozenset().union(*map(meanings, self.words))

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The clauses of the quotes."""
        return tuple(clause for quote in self.quotes for clause in clauses(quote))

    def means(self, word: str) -> bool:
        """Whether a folded word, or one that means the same, stands in quotes or speakers."""
        return not self.meanings.isdisjoint(meanings(word))


@lru_cache(maxsize=20_000)
def meanings(word: str) -> frozenset[str]:
    """Stems that a folded word shares with what means the same, Indonesian or English."""
    same = (word, *translations(word), *synonyms(word))
    return frozenset((*map(stem, same), *_restored(word), stem(word, "english"), word))


def _restored(word: str) -> Iterator[str]:
    """The stem with the consonant that me- and pe- swallow: menemukan → temu, memukul → pukul."""
    if found := _NASAL.match(word):
        yield stem(_SWALLOWED[found[1]] + word[found.end() :])


def clauses(text: str) -> list[str]:
    """A text cut at its marks and between its main clauses; a question keeps its mark."""
    return [part.strip() for part in _CLAUSE_END.split(text) if part and part.strip(" .?\"“”’'")]


def alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many of these folded words have one of the same meaning among the others."""
    known = frozenset().union(*map(meanings, other))
    return sum(not known.isdisjoint(meanings(word)) for word in set(one))


def has_phrase(text: str, phrases: Sequence[str]) -> bool:
    """Whether one of these folded phrases stands in a text as whole words."""
    spaced = f" {' '.join(words(text))} "
    return any(f" {fold(phrase)} " in spaced for phrase in phrases)
