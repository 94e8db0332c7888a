"""A message that asks two questions, taken apart: “siapa … dan kapan …?” (pure)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.query.follow_ups import points_back
from index.text.analysis import terms, words

_INDONESIAN = (
    r"(?<!\w)(?:(?:siapa|apa|kapan|(?:di|ke|dari) ?mana|mana|berapa|mengapa|kenapa|bagaimana"
    r"|benar)kah|siapa|apa|kapan|kpn|(?:di|ke|dari) ?mana|mana|dmn|berapa|brp|mengapa|kenapa|knp"
    r"|bagaimana|gimana|gmn)(?!\w| pun\b)"
)
_ENGLISH = r"(?<!\w)(?:who(?:se|m)?|what|when|where|why|which|how)(?!\w)"
_ASKS = re.compile(f"{_INDONESIAN}|{_ENGLISH}", re.IGNORECASE)
_ASKS_INDONESIAN = re.compile(_INDONESIAN, re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:(?:please|tell me|do you know|sejak|pada|untuk|dari|di|ke|oleh|dengan|sampai|hingga|pukul"
    r"|jam|tahun|tanggal|tgl|since|for|in|on|at|from|to|by|with|until)\s+)*"
    rf"(?:{_INDONESIAN}|{_ENGLISH})",
    re.IGNORECASE,
)
_AND = r"(?:dan|and|serta|lalu|terus|trus|trs|sama|also|&)"
_JOINT = re.compile(rf"\s*[?;]+\s*(?:{_AND}\s+)?|\s*,\s*(?:{_AND}\s+)?|\s+{_AND}\s+", re.IGNORECASE)
# Behind a mere comma these begin a relative clause: “pulau mana …, di mana 44 spesies hidup”.
_RELATIVE = re.compile(rf"(?:di ?mana|{_ENGLISH})\b", re.IGNORECASE)
# “bilang apa soal siapa”, “about how far and how long”: within what is asked for.
_EMBEDS = r"\b(?:soal|tentang|mengenai|tahu|about|on|of|know|whether)\s+"
_EMBEDDED = re.compile(rf"{_EMBEDS}\Z", re.IGNORECASE)
_ENDS_EMBEDDED = re.compile(rf"{_EMBEDS}(?:{_INDONESIAN}|{_ENGLISH})(?: \w+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleQuestion:
    """Two questions, as they were written.

    `follows` is the one that makes sense only with the other, "" if both stand alone.
    """

    first: str
    second: str
    follows: Literal["first", "second", ""]


def split_question(text: str, names_in: Callable[[str], frozenset[str]]) -> DoubleQuestion | None:
    """The two questions of a message, None if it asks one thing: “kapan dan di mana …?”.

    `names_in` gives those of the words of a text that are names, folded.
    """
    found = next(_halves(text), None)
    if found is None:
        return None
    first, second = found
    names = names_in(text)
    named = [bool(names.intersection(words(half))) for half in found]
    if not named[1] or points_back(second):
        return DoubleQuestion(first=first, second=second, follows="second")
    return DoubleQuestion(first=first, second=second, follows="" if named[0] else "first")


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Where a text may be taken apart: before an interrogative, else at the last joint."""
    joints = [
        (text[: joint.start()].strip(), joint[0].strip(), text[joint.end() :].strip(" ?!.,"))
        for joint in _JOINT.finditer(text)
    ]
    joints = [one for one in joints if _may_part(*one)]
    yield from ((first, second) for first, _, second in joints if _BEGINS.match(second))
    yield from ((first, second) for first, _, second in reversed(joints))


def _may_part(first: str, joint: str, second: str) -> bool:
    """Whether both sides of a joint ask for themselves, and on something."""
    asks = _ASKS.search(second)
    if not asks or not _ASKS.search(first) or _ENDS_EMBEDDED.search(first):
        return False
    if not (_ASKS_INDONESIAN.search(first) or _BEGINS.match(first)):
        # An English relative: “people who live here and what they do”.
        return False
    if joint == "," and (_RELATIVE.match(second) or not _BEGINS.match(second)):
        return False
    if not _BEGINS.match(second):
        asks = _ASKS_INDONESIAN.search(second)
        if not asks or _EMBEDDED.search(second[: asks.start()]):
            return False
    return _subject(first) and _subject(second)


def _subject(half: str) -> bool:
    return bool(terms(_ASKS.sub(" ", half)))
