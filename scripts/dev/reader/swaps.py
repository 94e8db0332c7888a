"""Near misses made of answered questions: another name or number in the place of the right one."""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.models.reader_tokens import WORD
from scripts.dev.reader.articles import Article

PART = r"[A-Z][\w’'-]+"
NAME = re.compile(rf"(?<=[\w,] )({PART}(?: {PART}){{0,3}})")
SPEAKER = re.compile(
    r"(?:kata|ujar|tutur|ucap|ungkap|jelas|menurut|imbuh|terang|papar|tegas|lanjut|sebut|tambah|said|Menurut)"
    rf"(?:nya)? ({PART}(?: {PART}){{0,3}})"
)
PLACE = re.compile(rf"\b(?:di|ke|dari) ({PART}(?: {PART}){{0,2}})")
# Written large as names are, but no names.
DATES = frozenset(
    (
        "senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli"
        " agustus september oktober november desember monday tuesday wednesday thursday friday"
        " saturday sunday wib"
    ).split()
)
NUMBER = re.compile(r"\b\d{1,4}\b")
YEAR = range(1900, 2100)
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Names that stand in an article: of those who speak, of places, and all others."""

    speakers: frozenset[str]
    places: frozenset[str]
    others: frozenset[str]


def names_in(article: Article) -> Names:
    """The names of an article, by their capitals and the words before them."""
    text = " ".join(article.sentences)
    speakers = _apart(SPEAKER.findall(text), ())
    places = _apart(PLACE.findall(text), speakers)
    return Names(speakers, places, _apart(NAME.findall(text), speakers | places))


def _apart(names: Iterable[str], from_these: Iterable[str]) -> frozenset[str]:
    words = DATES | {word.casefold() for name in from_these for word in name.split()}
    return frozenset(name for name in names if words.isdisjoint(name.casefold().split()))


class Swapper:
    """Changes one name or number of a question so that its article does not answer it."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._names = {article.id: names_in(article) for article in articles}
        self._speakers = sorted({s for names in self._names.values() for s in names.speakers})

    def swapped(self, question: str, article: str, chance: random.Random) -> str | None:
        """The question with one thing changed; None if it has no name or number to change."""
        names = self._names[article]
        found = [
            (match, alike)
            for alike in (names.speakers, names.places, names.others)
            for match in _mentions(question, alike)
        ]
        numbers = list(NUMBER.finditer(question))
        if numbers and (not found or chance.random() < 1 / 3):
            match = chance.choice(numbers)
            return _put(question, match, _other_number(match[0], chance))
        if not found:
            return None
        match, alike = chance.choice(found)
        if alike is names.speakers and chance.random() < 1 / 2:
            candidates: Sequence[str] = chance.sample(self._speakers, min(8, len(self._speakers)))
        else:
            candidates = sorted(alike)
        asked = set(WORD.findall(question.casefold()))
        fitting = [
            name
            for name in candidates
            if asked.isdisjoint(WORD.findall(name.casefold()))
            and (" " in name) == (" " in match[0])
            and len(name) >= SHORTEST
        ]
        return _put(question, match, chance.choice(fitting)) if fitting else None


def _mentions(question: str, names: Iterable[str]) -> list[re.Match[str]]:
    """Where names stand in the question, the whole name before its single words."""
    found: list[re.Match[str]] = []
    for name in sorted(names):
        for form in (name, *name.split()):
            match = re.search(rf"\b{re.escape(form)}\b", question, re.IGNORECASE)
            if match and len(form) >= SHORTEST:
                found.append(match)
                break
    return found


def _put(question: str, match: re.Match[str], instead: str) -> str:
    if match[0].islower():
        instead = instead.lower()
    return question[: match.start()] + instead + question[match.end() :]


def _other_number(number: str, chance: random.Random) -> str:
    value = int(number)
    step = chance.choice((1, 2, 3, 5))
    if value in YEAR or value > step:
        step *= chance.choice((1, -1))
    return str(value + step)
