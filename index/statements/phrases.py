"""Reading the phrase that names a speaker: role, institution and name, in any order."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.statements import grammar, roles
from index.statements.offices import LAST_SPEAKER, Mention, is_role, read
from index.statements.pieces import piece_at
from index.statements.tokens import ACRONYM, NAME, NUMBER, WORD, Token

_PROPER = (NAME, ACRONYM)


class Found(NamedTuple):
    """A mention at tokens `start` to `end` of its sentence."""

    mention: Mention
    start: int
    end: int


def phrase(tokens: Sequence[Token], at: int, stop: int) -> tuple[Mention, int] | None:
    """The speaker phrase that begins at token `at`, and the token after it; None if none does.

    None also for several people at once, of whom nobody can say who spoke.
    """
    found = _phrase(tokens, at, stop) if at < stop else None
    return None if found is None or _plural(tokens, found[1], stop) else found


def _phrase(tokens: Sequence[Token], at: int, stop: int) -> tuple[Mention, int] | None:
    if tokens[at].word in grammar.PRONOUNS:
        return replace(LAST_SPEAKER, definite=tokens[at].word != "pihaknya"), at + 1
    first = _after_determiners(tokens, at, stop)
    if first < stop and tokens[first].word in grammar.OPENERS:
        return None
    piece = piece_at(tokens, first, stop)
    mention = read(piece) if piece else None
    determiners = {token.word for token in tokens[at:first]}
    if piece is None or mention is None or (mention.name and "pihak" in determiners):
        return None
    if determiners & {"sang", "si", "the"} and not mention.name:
        mention = replace(mention, definite=True)
    mention, end = _with_alias(tokens, mention, piece.end, stop)
    return _with_apposition(tokens, mention, end, stop)


def mentions(tokens: Sequence[Token]) -> Iterator[Found]:
    """The people, offices and institutions a sentence names, in order."""
    at = 0
    front = _front_end(tokens)
    while at < len(tokens):
        token = tokens[at]
        begins = token.kind in _PROPER or is_role(token)
        closed = at > 0 and tokens[at - 1].word in grammar.CLOSES_FRONT
        stop = front if at < front and not closed else len(tokens)
        found = _phrase(tokens, at, stop) if begins and token.word not in grammar.OPENERS else None
        if found and not found[0].pronoun:
            yield Found(found[0], at, found[1])
        at = max(found[1] if found else 0, at + 1)


def _front_end(tokens: Sequence[Token]) -> int:
    """The comma that ends an adverbial opening: what follows is no part of a phrase in it."""
    if not tokens or tokens[0].word not in grammar.FRONT:
        return 0
    return next((i for i, token in enumerate(tokens) if token.kind == ","), 0)


def _after_determiners(tokens: Sequence[Token], at: int, stop: int) -> int:
    while at < stop and tokens[at].word in grammar.DETERMINERS:
        at += 1
    return at


def _plural(tokens: Sequence[Token], at: int, stop: int) -> bool:
    if at + 1 >= stop or tokens[at].word not in grammar.AND:
        return False
    return tokens[at + 1].kind in _PROPER or is_role(tokens[at + 1])


# ── What a comma or “selaku” adds ──────────────────────────────────────────────────────────────
def _with_alias(
    tokens: Sequence[Token], mention: Mention, end: int, stop: int
) -> tuple[Mention, int]:
    """The mention with its other name: “Joko Widodo alias Jokowi”."""
    if not mention.name or end + 1 >= stop or tokens[end].word not in ("alias", "atau"):
        return mention, end
    if tokens[end + 1].kind != NAME:
        return mention, end
    return replace(mention, aliases=(*mention.aliases, tokens[end + 1].word)), end + 2


def _with_apposition(
    tokens: Sequence[Token], mention: Mention, end: int, stop: int
) -> tuple[Mention, int]:
    """The mention with what follows its comma, if that adds the part that is missing."""
    at = _apposition(tokens, end, stop)
    if not at and mention.role and not mention.name:
        at = _after_place(tokens, end, stop)
    piece = piece_at(tokens, _after_determiners(tokens, at, stop), stop) if at else None
    other = read(piece) if piece else None
    if piece is None or other is None:
        return mention, end
    if mention.role and not mention.name and other.institution and not (other.name or other.role):
        # “Wali Kota Seoul, Korea Selatan, …”: the name may follow its place.
        further = _with_apposition(tokens, mention, piece.end, stop)
        return further if further[0].name else (mention, end)
    joined = None
    if mention.name and not mention.role and other.role and not other.name:
        if is_role(other.role[0]) or other.role[0].kind == WORD:
            joined = replace(mention, role=other.role, institution=other.institution)
    elif mention.role and other.name and not other.role and tokens[at - 1].kind == ",":
        joined = _named_after_comma(mention, other, tokens[piece.end : piece.end + 6])
    if joined is None:
        return mention, end
    return replace(joined, aliases=mention.aliases + other.aliases), piece.end


def _named_after_comma(mention: Mention, other: Mention, after: Sequence[Token]) -> Mention | None:
    """The mention with the name that follows its comma, None if that is somebody else's.

    “Menteri Riset, Teknologi dan Pendidikan Tinggi Budi”, “Bupati Sukamaju, Budi”.
    """
    rest = other.institution
    if rest and not mention.name and not mention.institution:
        role = (*mention.role, *rest)
        return replace(mention, role=role, name=other.name, apart=other.apart, definite=False)
    if rest:
        return None
    if not mention.name:
        return replace(mention, name=other.name, apart=True, definite=False)
    listed = any(token.word in grammar.AND for token in after)
    office_first = mention.role[0].start < mention.name[0].start
    longer = len(mention.name) > 1 and len(other.name) < 2
    if longer or listed or not office_first:
        return None
    place = (*mention.institution, *mention.name)
    return replace(mention, institution=place, name=other.name, apart=True)


def _apposition(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where an apposition to the phrase that ended before `at` begins; 0 if none does."""
    while at + 1 < stop and tokens[at].kind == "," and tokens[at + 1].kind in _PROPER:
        if tokens[at + 1].word.replace(".", "") not in roles.DEGREES:
            break
        at += 2
    if at + 1 >= stop:
        return 0
    if tokens[at].word in grammar.IN_THE_CAPACITY:
        return at + 1
    if tokens[at].kind == NUMBER and tokens[at + 1].kind == ",":
        # Ketua Ikatan Pustakawan 2016–2019, Budi
        return at + 2
    if tokens[at].kind == ",":
        # Two in a row where a page had a link.
        return at + 2 if tokens[at + 1].kind == "," else at + 1
    if tokens[at].word in ("yang", "who") and tokens[at + 1].word in grammar.HOLDS:
        near = range(at + 2, min(at + 5, stop))
        return next((i for i in near if tokens[i].word not in grammar.HOLDS), 0)
    return 0


def _after_place(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the name begins after an office and its seat: Kepala Balai di Medan, Budi."""
    if at >= stop or tokens[at].word != "di":
        return 0
    comma = next((i for i in range(at + 1, min(at + 6, stop)) if tokens[i].kind == ","), 0)
    place = all(token.kind in _PROPER for token in tokens[at + 1 : comma])
    return comma + 1 if comma > at + 1 and place else 0
