"""Who does what to whom: two names on the wrong sides of a verb."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.answers.summaries.verifying.evidence import Evidence, meanings
from index.text.analysis import words
from index.text.sentences import sentences
from index.text.stopwords import STOP_WORDS, is_common

_TOKEN: Final = re.compile(r"[^\W\d_][\w'’-]*")
_Names: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Deed:
    """A word with the names before and behind it in its sentence."""

    before: _Names
    word: str
    behind: _Names
    passive: bool


def exchanged_roles(text: str, evidence: Evidence) -> str:
    """Two names that a sentence has on the other sides of a verb than its quotes, or "".

    “Rina melantik Dewi” is not “Dewi melantik Rina” and not “Rina dilantik Dewi”.
    """
    theirs = [deed for quote in evidence.quotes for deed in _deeds(quote)]
    for mine in _deeds(text):
        same = [one for one in theirs if not meanings(one.word).isdisjoint(meanings(mine.word))]
        wrong = any(_is_exchanged(mine, one) for one in same)
        if wrong and not any(_is_same(mine, one) for one in same):
            return f"roles at {mine.word}"
    return ""


def _is_exchanged(mine: _Deed, other: _Deed) -> bool:
    if mine.passive == other.passive:
        return bool(mine.before & other.behind and mine.behind & other.before)
    return bool(mine.before & other.before and mine.behind & other.behind)


def _is_same(mine: _Deed, other: _Deed) -> bool:
    if mine.passive != other.passive:
        return bool(mine.before & other.behind and mine.behind & other.before)
    return bool(mine.before & other.before and mine.behind & other.behind)


def _deeds(text: str) -> Iterator[_Deed]:
    for start, end in sentences(text):
        found = _TOKEN.findall(text[start:end])
        names = [_is_name(token, place) for place, token in enumerate(found)]

        def folded(places: range, found: list[str] = found, names: list[bool] = names) -> _Names:
            return frozenset("".join(words(found[place])) for place in places if names[place])

        for place, token in enumerate(found):
            if names[place] or token.lower() in STOP_WORDS:
                continue
            before, behind = folded(range(place)), folded(range(place + 1, len(found)))
            if before and behind:
                yield _Deed(before, "".join(words(token)), behind, _is_passive(found, place))


def _is_name(token: str, place: int) -> bool:
    """Whether a word has a capital for another reason than that it begins a sentence."""
    word = token.lower()
    known = word in STOP_WORDS or (place == 0 and is_common(word))
    return token[0].isupper() and not known


def _is_passive(found: list[str], place: int) -> bool:
    word = found[place].lower()
    by = found[place + 1].lower() if place + 1 < len(found) else ""
    return word.startswith(("di", "ter")) or by == "by"
