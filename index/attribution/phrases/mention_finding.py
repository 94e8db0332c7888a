"""All the people, offices and institutions that a sentence names."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.attribution.lexicon import reporting_words
from index.attribution.mentions import Mention
from index.attribution.phrases.role_split import is_role
from index.attribution.phrases.speaker_phrases import read_people
from index.attribution.tokens import ACRONYM, NAME, Token

_PROPER = (NAME, ACRONYM)


class MentionSpan(NamedTuple):
    """A mention at tokens `start` to `end` (exclusive) of its sentence."""

    mention: Mention
    start: int
    end: int


def find_mentions(tokens: Sequence[Token]) -> Iterator[MentionSpan]:
    """The people, offices and institutions a sentence names, in order."""
    at = 0
    front = _front_end(tokens)
    while at < len(tokens):
        token = tokens[at]
        if (
            token.kind not in _PROPER and not is_role(token)
        ) or token.word in reporting_words.OPENERS:
            at += 1
            continue
        closed = at > 0 and tokens[at - 1].word in reporting_words.CLOSES_FRONT
        found = read_people(tokens, at, front if at < front and not closed else len(tokens))
        if found and not found[0].pronoun:
            yield MentionSpan(found[0], at, found[1])
        at = max(found[1] if found else 0, at + 1)


def _front_end(tokens: Sequence[Token]) -> int:
    """The comma that ends an adverbial opening, 0 without one; no phrase extends beyond it."""
    if not tokens or tokens[0].word not in reporting_words.FRONT:
        return 0
    end = next((i for i, token in enumerate(tokens) if token.kind == ","), 0)
    # “Hal itu dikatakan Ketua RT, Budi”
    that = tokens[0].word in ("hal", "senada")
    return 0 if that and any(_is_passive(token.word) for token in tokens[:end]) else end


def _is_passive(word: str) -> bool:
    return word == "oleh" or reporting_words.PASSIVE.fullmatch(word) is not None
