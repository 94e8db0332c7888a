"""A follow-up question: what it leaves out is taken from the question before it (pure).

“bagaimana tanggapan DPR?” after a question on the internet in Papua asks what the DPR says about
that. Words are added, never taken away; the speaker, time and outlet that the new question names
itself take precedence.
"""

import re
from dataclasses import dataclass, replace

from index.query.filters import Filter
from index.query.parse import ParsedQuery
from index.query.speaker_request import SpeakerRequest, parse_speaker_request
from index.text.analysis import terms

# A question with more terms of its own stands alone.
FEW_TERMS = 4

# First words of a follow-up; what stands after “kalau” takes the place of something earlier.
_OPENING = re.compile(
    r"(?P<and>(?:(?:oke?|nah|dan|lalu|terus|kemudian|so|and|then|but|tapi)\b[\s,]*)*)"
    r"(?P<slot>(?:kalau|bagaimana\s+(?:dengan|kalau)|(?:what|how)\s+about)\b\s*)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:soal|tentang|mengenai|terkait|perihal|about|on)\s+", re.IGNORECASE)
_ACCORDING = re.compile(r"(?:menurut|kata|according\s+to)\s+(?P<who>[^,]+)", re.IGNORECASE)
# Words that point back: “korbannya”, “di sana”, “that”.
_POINTS_BACK = re.compile(
    r"\b(?:\w{3,}nya|itu|tersebut|begitu|sana|situ|dia|ia|beliau|mereka|it|its|that|those|they|them"
    r"|their|he|she|him|his|her|there|itself)\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?<=\w{3})nya\b|\b(?:itself|themselves|its|their)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:kapan|di\s?mana|berapa|siapa|kenapa|mengapa|when|where|who|why|how)\b", re.IGNORECASE
)
# “Apa itu 5G?” points at nothing.
_DEFINITION = re.compile(r"apa(?:kah)?\s+itu\b", re.IGNORECASE)
# With one word more it asks for a detail: “berapa korban?”; “siapa Habibie?” stands alone.
_ASKS_DETAIL = re.compile(
    r"\b(?:kapan|di\s?mana|berapa|kenapa|mengapa|siapa(?:\s+saja)?\s+yang|when|where|how many)\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:dia|ia|beliau|mereka|katanya|he|she|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """One way to understand a follow-up question, as a query that stands alone.

    `added` are the words of the earlier question that are searched for too. `speaker_guessed`: a
    name is taken for a speaker, which nothing but its place in the question suggests.
    """

    query: ParsedQuery
    added: str = ""
    speaker_guessed: bool = False


def rewrites(query: ParsedQuery, earlier: ParsedQuery) -> tuple[Rewrite, ...]:
    """The ways to understand a question after the earlier one; the first is preferred.

    Only the question itself if it names a speaker and a subject, or has more than four terms.
    """
    alone = Rewrite(query=query)
    # A question of nothing but a time stands alone only without an earlier one.
    only_time = query.period_inferred and query.content == query.search_text
    content = "" if only_time else query.content
    opening = _OPENING.match(content)
    rest = content[opening.end() :] if opening else content
    request, possessive = _request(rest)
    own = _own_terms(request, rest)
    completion = _Completion(query, rest, earlier)
    if own and request.wants_statement and not request.speaker and _SOMEBODY.search(rest):
        return (completion.speaker_on(f"soal {request.topic}"),)
    points_back = _POINTS_BACK.search(rest) is not None
    if len(own) > FEW_TERMS or (request.speaker and own and not points_back):
        return (alone,)
    if earlier.wants_statement and not request.wants_statement:
        if _ABOUT.match(rest):
            return (completion.speaker_on(rest),)
        if own and opening and opening["slot"]:
            return (completion.topic_by(rest.strip(" ?!.,")), completion.speaker_on(rest))
    if not own and not request.wants_statement and not _ASKS.search(rest):
        return (completion.topic(earlier.wants_statement, earlier.filters.speaker),)
    completed = [completion.topic(request.wants_statement, request.speaker)]
    if possessive:
        # “Gubernurnya” may be quoted by name only, without the office.
        completed.insert(0, completion.topic(wants_statement=True, speaker=""))
    incomplete = len(own) <= (0 if request.speaker else 2 if points_back else 1)
    return tuple(completed) if incomplete else (alone, *completed)


def depends_on_earlier(query: ParsedQuery) -> bool:
    """Whether a question makes sense only after another one: “kapan?”, “kalau DPR?”.

    Where people cannot say what they reply to, this decides whether the earlier question is taken
    into account at all; `rewrites` then says how. It holds for 56 of 66 written follow-ups, and
    for 1 of 300 questions that stand alone (“lu siapa”).
    """
    content = "" if query.period_inferred and query.content == query.search_text else query.content
    opening = _OPENING.match(content)
    rest = content[opening.end() :] if opening else content
    request, _ = _request(rest)
    own = _own_terms(request, rest)
    if request.speaker and own:
        return False
    if opening and opening[0].strip():
        return len(own) <= FEW_TERMS
    if _POINTS_BACK.search(rest) and not _DEFINITION.match(rest):
        return len(own) <= 2
    return len(own) <= (1 if _ASKS_DETAIL.search(rest) else 0)


def points_back(question: str) -> bool:
    """Whether a word of a question points to something before it: “korbannya”, “it”."""
    return bool(_POINTS_BACK.search(question)) and not _DEFINITION.match(question)


def _request(rest: str) -> tuple[SpeakerRequest, bool]:
    """Whose words are asked for, “gubernurnya” read as any “gubernur”; whether it was possessive.

    A possessive speaker belongs to what the earlier question was about.
    """
    according = _ACCORDING.fullmatch(rest.strip(" ?!."))
    request = parse_speaker_request(rest)
    if according and not request.wants_statement:
        request = SpeakerRequest(wants_statement=True, speaker=according["who"], topic=rest)
    speaker = " ".join(_POSSESSIVE.sub("", request.speaker).split())
    return replace(request, speaker=speaker), speaker != request.speaker


def _own_terms(request: SpeakerRequest, rest: str) -> list[str]:
    """The terms of a question without those of its speaker and those that point back."""
    text = " ".join(rest.split()).rstrip(" ?!.…")
    if request.speaker and request.topic in (rest, text):
        return []
    apart = set(terms(request.speaker))
    return [
        term
        for term in terms(request.topic if request.wants_statement else rest)
        if term not in apart and not _POINTS_BACK.fullmatch(term)
    ]


@dataclass(frozen=True, slots=True)
class _Completion:
    """A question, what is left of it without its first words, and the question before it."""

    query: ParsedQuery
    rest: str
    earlier: ParsedQuery

    def topic(self, wants_statement: bool, speaker: str) -> Rewrite:
        """The new question on the earlier topic."""
        topic = self.earlier.topic
        words = f"{self.rest.rstrip(' ?!.,')} {topic}"
        return self._rewrite(words, topic, wants_statement=wants_statement, speaker=speaker)

    def topic_by(self, speaker: str) -> Rewrite:
        """Somebody else's words on the earlier topic."""
        topic = self.earlier.topic
        made = self._rewrite(f"{speaker} {topic}", topic, wants_statement=True, speaker=speaker)
        return replace(made, speaker_guessed=True)

    def speaker_on(self, topic: str) -> Rewrite:
        """The earlier speaker's words on a new topic."""
        speaker = self.earlier.filters.speaker
        return self._rewrite(f"{speaker} {topic}", "", wants_statement=True, speaker=speaker)

    def _rewrite(self, words: str, added: str, *, wants_statement: bool, speaker: str) -> Rewrite:
        """A query for `words`, with the earlier filters where the question sets none itself."""
        query = self.query
        words = " ".join(words.split())
        kept = set(Filter) - {Filter.SPEAKER}
        if self.earlier.is_listing and not query.is_listing:
            # A listing is newest first by itself; nobody asked for it.
            kept -= {Filter.LATEST}
        filters = query.filters.filled_from(self.earlier.filters, *kept)
        completed = replace(
            query,
            is_listing=query.is_listing and self.earlier.is_listing,
            search_text=words,
            content=words,
            wants_statement=wants_statement,
            filters=replace(filters, speaker=speaker),
            # An inherited period may not be meant for the new question.
            period_inferred=query.period_inferred
            or (filters.period is not None and query.filters.period is None),
        )
        return Rewrite(query=completed, added=added)
