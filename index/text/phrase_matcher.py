"""Phrase matching: the longest phrase of a table at each place of a text, by folded words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.text.analysis import WORD, fold


class FoldedToken(NamedTuple):
    """A word of a text: folded, and as it is written there from `start` to `end`."""

    word: str
    written: str
    start: int
    end: int


class Sense(NamedTuple):
    """A meaning of a phrase: its kind, and the row of that kind or the word that it stands for."""

    kind: str
    number: int = -1
    word: str = ""


class PhraseMatch(NamedTuple):
    """Tokens `first` to `end` (exclusive) and their senses; without senses, one unknown word."""

    first: int
    end: int
    senses: tuple[Sense, ...]
    kinds: frozenset[str]


class _Node:
    """A node of the trie: the phrases that begin alike; `senses` of the one that ends here."""

    __slots__ = ("following", "kinds", "senses", "written")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.senses: tuple[Sense, ...] = ()
        self.kinds: frozenset[str] = frozenset()
        # Senses that the phrase has in one spelling only.
        self.written: dict[str, tuple[Sense, ...]] = {}


def tokenize(text: str) -> list[FoldedToken]:
    """The words of a text in order."""
    written = WORD.findall(text)
    words = WORD.findall(fold(text))
    if len(words) != len(written):
        # Some characters fold into several words, such as “½”.
        words = [fold(word) for word in written]
    tokens, at = [], 0
    for word, original in zip(words, written, strict=True):
        start = text.index(original, at)
        at = start + len(original)
        tokens.append(FoldedToken(word, original, start, at))
    return tokens


_UNKNOWN = _Node()


class PhraseMatcher:
    """A table of phrases with their senses, as a trie over words."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, phrase: str, sense: Sense, *, as_written: bool = False) -> None:
        """Give a phrase one more sense; with `as_written` only in exactly this spelling."""
        tokens = tokenize(phrase)
        node = self._root
        for token in tokens:
            node = node.following.setdefault(token.word, _Node())
        if as_written:
            written = " ".join(token.written for token in tokens)
            node.written[written] = (*node.written.get(written, ()), sense)
        elif tokens and sense not in node.senses:
            node.senses = (*node.senses, sense)
            node.kinds |= {sense.kind}

    def match(self, tokens: Sequence[FoldedToken]) -> Iterator[PhraseMatch]:
        """The whole text in order: the longest phrase at each place, else an unknown word."""
        at = 0
        while at < len(tokens):
            found = self._longest(tokens, at)
            yield found
            at = found.end

    def _longest(self, tokens: Sequence[FoldedToken], first: int) -> PhraseMatch:
        end, senses, kinds = first + 1, _UNKNOWN.senses, _UNKNOWN.kinds
        node, at = self._root.following.get(tokens[first].word), first
        while node is not None:
            at += 1
            if node.senses:
                end, senses, kinds = at, node.senses, node.kinds
            if node.written:
                written = " ".join(token.written for token in tokens[first:at])
                more = node.written.get(written, ())
                if more:
                    end, senses = at, (*node.senses, *more)
                    kinds = node.kinds.union(sense.kind for sense in more)
            if at == len(tokens):
                break
            node = node.following.get(tokens[at].word)
        return PhraseMatch(first, end, senses, kinds)
