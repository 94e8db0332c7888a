"""The subject that precedes a reporting verb: “Budi, ketua RT, juga mengatakan”."""

from collections.abc import Sequence
from dataclasses import replace

from index.attribution.lexicon import place_words, reporting_words
from index.attribution.mentions import Mention
from index.attribution.phrases.chunks import is_in_list
from index.attribution.phrases.role_split import opens_sentence
from index.attribution.phrases.speaker_phrases import read_phrase
from index.attribution.tokens import ACRONYM, NAME, NUMBER, PAUSES, QUOTE, WORD, Token

_PROPER = (NAME, ACRONYM)
# How many tokens before its verb a subject is looked for.
REACH = 60
# An opening of fewer words needs no known first word: “Poin terakhir, …”
_SHORT_OPENING = 6
_ADVERBIAL = (
    reporting_words.FRONT
    | reporting_words.OCCASION
    | reporting_words.DAYS_AND_MONTHS
    | reporting_words.ACCORDING
)
_OPENING = reporting_words.CONNECTORS | reporting_words.AFTER_QUOTE
# Before a comma they open a sentence and are no part of an address: “Namun, Inggris …”.
_OPENING_NAMES = reporting_words.OPENERS | reporting_words.DAYS_AND_MONTHS
_ADDING = reporting_words.OCCASION | reporting_words.IN_THE_CAPACITY | reporting_words.BELONGS_TO


def find_clause_start(tokens: Sequence[Token], verb: int) -> int:
    """Where the clause of this verb begins at the earliest: the sentence's start or a quotation."""
    low = verb
    while low and verb - low <= REACH and tokens[low - 1].kind not in (QUOTE, ";"):
        low -= 1
    if not low:
        low = _after_dateline(tokens, verb)
    while low < verb and tokens[low].kind in PAUSES:
        low += 1
    return low


def find_subject_end(tokens: Sequence[Token], low: int, verb: int) -> int:
    """Where the subject ends, before adverbs; `low` if the word before makes it no statement."""
    end = verb
    while end > low and tokens[end - 1].word in reporting_words.ADVERBS:
        end -= 1
    if (
        end > low
        and tokens[end - 1].kind == WORD
        and tokens[end - 1].word in reporting_words.NO_STATEMENT
    ):
        return low
    while end > low and tokens[end - 1].kind == ",":
        end -= 1
    return end


def find_subject(
    tokens: Sequence[Token], low: int, end: int, *, final: bool
) -> tuple[Mention, int] | None:
    """The speaker phrase that is the subject of the verb after `end`, and where it begins.

    All tokens from `low` on must fit: an adverbial opening, the phrase, additions to it. None if
    they do not. `final`: the verb ends an English clause, so that the statement may come first.
    """
    commas = (
        i for i in range(low, end) if tokens[i].kind == "," and not is_in_list(tokens, i, end)
    )
    starts = _outside_addresses(tokens, [low, *(i + 1 for i in commas)], end)
    for number in range(len(starts) - 1, -1, -1):
        start = _after_connectors(tokens, starts[number], end)
        found = _find_phrase(tokens, start, end)
        if found is None:
            if start < end and not _is_adverbial(tokens[start]):
                return None
            continue
        if not _only_adds(tokens[found[2] : end]):
            return None
        mention, start, after = found
        if number:
            earlier = _after_connectors(tokens, starts[number - 1], end)
            whole = read_phrase(tokens, earlier, end)
            if _contradicts(whole, mention):
                return None
            if whole and whole[1] >= after and whole[0].name:
                (mention, after), start, number = whole, earlier, number - 1
        mention = _as_definite(mention, tokens[after:end])
        opening = tokens[low : starts[number]]
        return (mention, start) if final or _is_opening(opening) else None
    return None


def is_place(mention: Mention) -> bool:
    """Whether nothing but a place is named, which can speak only for its government."""
    places = all(token.word in place_words.PLACES for token in mention.institution)
    return bool(mention.institution) and places and not (mention.name or mention.role)


def _outside_addresses(tokens: Sequence[Token], starts: list[int], end: int) -> list[int]:
    """The starts after commas that are not within an address, which ends with a known place.

    “Sekolah yang berlokasi di Headington, Oxford, Inggris, mengatakan”.
    """
    if not any(token.word in place_words.PLACES for token in tokens[starts[0] : end]):
        return starts
    kept: list[int] = []
    address = False
    for start in reversed(starts):
        found = _find_phrase(tokens, start, end)
        address = found is not None and (
            _ends_address(tokens, found, end) or (address and _is_bare(tokens, found))
        )
        kept += [] if address else [start]
    return kept[::-1]


def _ends_address(tokens: Sequence[Token], found: tuple[Mention, int, int], end: int) -> bool:
    mention, start, after = found
    if not is_place(mention):
        return False
    before = [token for token in tokens[max(0, start - 4) : start] if token.kind != ","]
    named = bool(before) and before[-1].kind == NAME and tokens[start - 1].kind == ","
    closed = after == end and tokens[end].kind == ","
    return closed or (named and before[-1].word not in _OPENING_NAMES)


def _is_bare(tokens: Sequence[Token], found: tuple[Mention, int, int]) -> bool:
    """Whether nothing but a name stands between two commas."""
    mention, start, after = found
    alone = start > 0 and tokens[start - 1].kind == tokens[after].kind == ","
    return alone and not (mention.role or mention.institution)


def _contradicts(whole: tuple[Mention, int] | None, mention: Mention) -> bool:
    """Whether words are missing between the two: “Wakil Ketua , DPR dari …” names no speaker."""
    return whole is not None and bool(whole[0].role) and not (mention.name or mention.role)


def _as_definite(mention: Mention, rest: Sequence[Token]) -> Mention:
    """The mention, definite if `rest` ends in “itu”: “Pria yang akrab disapa Budi itu”."""
    known = rest and not mention.name and rest[-1].word in reporting_words.DEMONSTRATIVES
    return replace(mention, definite=True) if known else mention


def _after_dateline(tokens: Sequence[Token], stop: int) -> int:
    """0, or the token after “JAKARTA, KOMPAS.com -”."""
    for at in range(min(10, stop)):
        kind = tokens[at].kind
        if kind in ("-", "–", "—") and at:
            return at + 1
        if kind not in (NAME, ACRONYM, ",", "(", ")", "/", NUMBER):
            return 0
    return 0


def _find_phrase(tokens: Sequence[Token], at: int, stop: int) -> tuple[Mention, int, int] | None:
    found = read_phrase(tokens, at, stop)
    if found is None and at < stop and tokens[at].word in reporting_words.FRONT:
        at = _after_front(tokens, at, stop)
        found = read_phrase(tokens, at, stop)
    return (found[0], at, found[1]) if found else None


def _after_front(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the subject begins after an opening without a comma: “Dalam rapat itu Budi”."""
    start = stop
    while start > at and tokens[start - 1].kind in (NAME, ACRONYM):
        start -= 1
    before = tokens[start - 1] if start > at else None
    closed = before and (
        before.word in reporting_words.CLOSES_FRONT or before.kind in (NUMBER, ")")
    )
    return start if closed else stop


def _after_connectors(tokens: Sequence[Token], at: int, stop: int) -> int:
    while at < stop and (tokens[at].word in reporting_words.CONNECTORS or _precedes(tokens, at)):
        at += 1
    return at


def _precedes(tokens: Sequence[Token], at: int) -> bool:
    """Whether an adverb opens the sentence before a name: “Pasalnya Budi mengatakan”."""
    word = tokens[at].word
    adverb = word.endswith("nya") or word in reporting_words.ADVERBS_IN_FRONT
    follows = at + 1 < len(tokens) and tokens[at + 1].kind in _PROPER
    return adverb and follows and opens_sentence(tokens, at)


def _is_adverbial(token: Token) -> bool:
    if token.kind in (NUMBER, ",", "("):
        return True
    relative = token.kind == WORD and token.word in ("who", "which")
    return relative or token.word in _ADVERBIAL


def _only_adds(rest: Sequence[Token]) -> bool:
    """Whether what stands between subject and verb only describes the subject."""
    if not rest:
        return True
    if any(t.word in reporting_words.SAYING or t.word in reporting_words.AFTER_COMMA for t in rest):
        return False
    first = rest[0]
    return first.kind in (",", "(") or first.word in _ADDING or first.word in ("asal", "who")


def _is_opening(opening: Sequence[Token]) -> bool:
    """Whether these words are an adverbial, so that the subject may follow their comma."""
    if not opening:
        return True
    first = opening[0]
    if _is_adverbial(first) or first.word in _OPENING:
        return True
    if len(opening) < _SHORT_OPENING and all(token.kind in (WORD, ",") for token in opening[1:]):
        return True
    verb = first.word.startswith(("me", "ber", "di", "ter", "se", "ke"))
    return verb and opening[1].kind == WORD
