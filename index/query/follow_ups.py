"""A question that goes on from the one before: what it leaves out is taken from there (pure).

“bagaimana tanggapan DPR?” after a question on the internet in Papua asks what the DPR says about
that. Words are added, never taken away; whom, when or where the new question names itself counts.
"""

import re
from dataclasses import dataclass, replace

from index.query.dates.ranges import DateRange
from index.query.parse import Understood
from index.query.speaker_request import Request, request_of
from index.text.analysis import STOP_WORDS, WORD, fold, terms

# Words of the earlier question that are searched again; what it is about stands among its first.
LONGEST_TOPIC = 12
# A question with more terms of its own stands alone.
FEW = 4

# What a question that goes on begins with; after “kalau” something takes another's place.
_BEGINNING = re.compile(
    r"(?P<and>(?:(?:oke?|nah|dan|lalu|terus|kemudian|so|and|then|but|tapi)\b[\s,]*)*)"
    r"(?P<slot>(?:kalau|bagaimana\s+(?:dengan|kalau)|(?:what|how)\s+about)\b\s*)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:soal|tentang|mengenai|terkait|perihal|about|on)\s+", re.IGNORECASE)
_ACCORDING = re.compile(r"(?:menurut|kata|according\s+to)\s+(?P<who>[^,]+)", re.IGNORECASE)
# Points back: “korbannya”, “di sana”, “that”.
_BACK = re.compile(
    r"\b(?:\w{3,}nya|itu|tersebut|begitu|sana|situ|dia|ia|beliau|mereka|it|its|that|those|they|them"
    r"|their|he|she|him|his|her|there|itself)\b",
    re.IGNORECASE,
)
_BACK_IN_NAME = re.compile(r"(?<=\w{3})nya\b|\b(?:itself|themselves|its|their)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:kapan|di\s?mana|berapa|siapa|kenapa|mengapa|when|where|who|why|how)\b", re.IGNORECASE
)
_SOMEBODY = re.compile(r"\b(?:dia|ia|beliau|mereka|katanya|he|she|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the question before was understood to ask for.

    `topic` is what it was about, in words that carry a subject; `said` tells that somebody's words
    were wanted, `speaker` whose.
    """

    topic: str
    said: bool = False
    speaker: str = ""
    period: DateRange | None = None
    sources: tuple[str, ...] = ()
    latest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One way to read a question. `added` are the earlier words that are searched with its own.

    `guessed`: what is named may be no speaker at all.
    """

    asks: Understood
    added: str = ""
    guessed: bool = False


def topic_of(asks: Understood) -> str:
    """What a question is about: its words that carry a subject, as written, at most twelve."""
    speaker = set(terms(asks.request.speaker))
    kept = [
        word
        for word in WORD.findall(asks.content)
        if fold(word) not in STOP_WORDS and fold(word) not in speaker
    ]
    return " ".join(list(dict.fromkeys(kept))[:LONGEST_TOPIC])


def meanings(asks: Understood, earlier: Earlier) -> tuple[Meaning, ...]:
    """The ways to read a question after the earlier one; the first is preferred.

    Only itself where it has a speaker and a subject of its own, or more than four terms.
    """
    alone = Meaning(asks=asks)
    # Nothing but a time is a question of its own only where there is none before.
    content = "" if asks.loose and asks.content == asks.formal else asks.content
    begun = _BEGINNING.match(content)
    rest = content[begun.end() :] if begun else content
    request, owned = _request(rest)
    own = _own(request, rest)
    if own and request.said and not request.speaker and _SOMEBODY.search(rest):
        return (_Before(asks, rest, earlier).speaker_on(f"soal {request.topic}"),)
    back = _BACK.search(rest) is not None
    if len(own) > FEW or (request.speaker and own and not back):
        return (alone,)
    before = _Before(asks, rest, earlier)
    if earlier.said and not request.said and _ABOUT.match(rest):
        return (before.speaker_on(rest),)
    if earlier.said and not request.said and own and begun and begun["slot"]:
        return (before.topic_by(rest.strip(" ?!.,")), before.speaker_on(rest))
    if not own and not request.said and not _ASKS.search(rest):
        return (before.topic(said=earlier.said, speaker=earlier.speaker),)
    found = [before.topic(said=request.said, speaker=request.speaker)]
    if owned:
        # The “governor” may be spoken of by name only.
        found.insert(0, before.topic(said=True, speaker=""))
    leans = len(own) <= (0 if request.speaker else 2 if back else 1)
    return tuple(found) if leans else (alone, *found)


def _request(rest: str) -> tuple[Request, bool]:
    """Whose words are asked for, “gubernurnya” being any “gubernur”.

    And whether it is somebody who belongs to what the earlier question was about.
    """
    according = _ACCORDING.fullmatch(rest.strip(" ?!."))
    request = request_of(rest)
    if according and not request.said:
        request = Request(said=True, speaker=according["who"], topic=rest)
    speaker = " ".join(_BACK_IN_NAME.sub("", request.speaker).split())
    return replace(request, speaker=speaker), speaker != request.speaker


def _own(request: Request, rest: str) -> list[str]:
    """The terms that a question has itself, but for who is asked and what points back."""
    text = " ".join(rest.split()).rstrip(" ?!.…")
    if request.speaker and request.topic in (rest, text):
        return []
    apart = set(terms(request.speaker))
    return [
        term
        for term in terms(request.topic if request.said else rest)
        if term not in apart and not _BACK.fullmatch(term)
    ]


@dataclass(frozen=True, slots=True)
class _Before:
    """A question, what is left of it without its beginning, and the one before."""

    asks: Understood
    rest: str
    earlier: Earlier

    def topic(self, *, said: bool, speaker: str) -> Meaning:
        """These words, on what the earlier question was about."""
        words = f"{self.rest.rstrip(' ?!.,')} {self.earlier.topic}"
        return self._meaning(words, self.earlier.topic, said=said, speaker=speaker)

    def topic_by(self, speaker: str) -> Meaning:
        """Somebody else's words on the same."""
        words = f"{speaker} {self.earlier.topic}"
        meant = self._meaning(words, self.earlier.topic, said=True, speaker=speaker)
        return replace(meant, guessed=True)

    def speaker_on(self, topic: str) -> Meaning:
        """The earlier speaker's words on something else."""
        speaker = self.earlier.speaker
        return self._meaning(f"{speaker} {topic}", "", said=True, speaker=speaker)

    def _meaning(self, words: str, added: str, *, said: bool, speaker: str) -> Meaning:
        """Within what the earlier question asked for and this one does not ask for itself."""
        asks, earlier = self.asks, self.earlier
        words = " ".join(words.split())
        within = replace(
            asks,
            formal=words,
            content=words,
            request=Request(said=said, speaker=speaker, topic=words),
            period=asks.period or earlier.period,
            loose=asks.loose or asks.period is None,
            sources=asks.sources or earlier.sources,
            latest=asks.latest or earlier.latest,
        )
        return Meaning(asks=within, added=added)
