"""The phrase that names a speaker: role, institution and name, in any order."""

from collections.abc import Sequence
from dataclasses import replace

from index.attribution.lexicon import office_words, reporting_words, title_words
from index.attribution.mentions import LAST_SPEAKER, Mention
from index.attribution.phrases.chunks import describes_known, read_chunk
from index.attribution.phrases.mention_parsing import parse_mention
from index.attribution.phrases.role_split import is_role, may_have_place, opens_sentence
from index.attribution.tokens import ACRONYM, NAME, NUMBER, QUOTE, WORD, Token, find_quote_before

_PROPER = (NAME, ACRONYM)


def read_phrase(tokens: Sequence[Token], at: int, stop: int) -> tuple[Mention, int] | None:
    """The speaker phrase that begins at token `at`, and the index after it; None if none does.

    None also for several people at once: which of them spoke is unknown.
    """
    found = read_people(tokens, at, stop) if at < stop else None
    return None if found is None or _is_plural(tokens, found[1], stop) else found


def read_people(tokens: Sequence[Token], at: int, stop: int) -> tuple[Mention, int] | None:
    """Like `read_phrase`, but of several people the first."""
    if tokens[at].word in reporting_words.PRONOUNS:
        return replace(LAST_SPEAKER, definite=tokens[at].word != "pihaknya"), at + 1
    first = _after_determiners(tokens, at, stop)
    if first < stop and (
        tokens[first].word in reporting_words.OPENERS or opens_sentence(tokens, first)
    ):
        return None
    chunk = read_chunk(tokens, first, stop)
    mention = parse_mention(chunk) if chunk else None
    determiners = {token.word for token in tokens[at:first]}
    if mention and chunk and _is_known(tokens, mention, chunk.end):
        mention = replace(mention, definite=True)
    if chunk is None or mention is None or (mention.name and "pihak" in determiners):
        return None
    if determiners & {"sang", "si", "the"} and not mention.name:
        mention = replace(mention, definite=True)
    mention, end = _with_alias(tokens, mention, chunk.end, stop)
    whole = _with_apposition(tokens, mention, end, stop)
    if whole[1] > end and tokens[end].kind == "," and _comma_ends_speaker(tokens, at, whole[1]):
        return mention, end
    return whole


def _is_known(tokens: Sequence[Token], mention: Mention, end: int) -> bool:
    """Whether what follows a bare role tells that somebody already named is meant."""
    if mention.name or not mention.role:
        return False
    if mention.role[0].word not in office_words.GENERIC:
        return describes_known(tokens, end)
    nickname = [token.word for token in tokens[end : end + 3]][::2] == ["yang", "disapa"]
    return nickname or describes_known(tokens, end)


def _after_determiners(tokens: Sequence[Token], at: int, stop: int) -> int:
    while at < stop and tokens[at].word in reporting_words.DETERMINERS:
        at += 1
    return at


def _is_plural(tokens: Sequence[Token], at: int, stop: int) -> bool:
    if at + 1 >= stop or tokens[at].word not in reporting_words.AND:
        return False
    return tokens[at + 1].kind in _PROPER or is_role(tokens[at + 1])


def _comma_ends_speaker(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Whether the statement follows the first comma after `at`: “menurut Budi, warga pulang”.

    What stands between it and `end` describes the speaker only if a second comma follows
    (“menurut Budi, warga Bekasi, air surut”) or if it ends a sentence that began otherwise.
    """
    verb = at - 2 if at and tokens[at - 1].word == "to" else at - 1
    if verb < 0 or tokens[verb].word not in reporting_words.BEFORE_STATEMENT:
        return False
    if tokens[verb].word not in reporting_words.ACCORDING and find_quote_before(tokens, verb) >= 0:
        return False
    if end >= len(tokens) or tokens[end].kind in (".", "?", "!"):
        return (
            not verb
            or tokens[0].word in reporting_words.FRONT
            or tokens[0].word in reporting_words.CONNECTORS
        )
    return tokens[end].kind in (WORD, NAME, ACRONYM, NUMBER, QUOTE)


# ── What a comma or “selaku” adds ──────────────────────────────────────────────────────────────
def _with_alias(
    tokens: Sequence[Token], mention: Mention, end: int, stop: int
) -> tuple[Mention, int]:
    """The mention with the other name that follows: “Joko Widodo alias Jokowi”; and its end."""
    if not mention.name or end + 1 >= stop or tokens[end].word not in ("alias", "atau"):
        return mention, end
    if tokens[end + 1].kind != NAME:
        return mention, end
    return replace(mention, aliases=(*mention.aliases, tokens[end + 1].word)), end + 2


def _with_apposition(
    tokens: Sequence[Token], mention: Mention, end: int, stop: int
) -> tuple[Mention, int]:
    """The mention with what follows it, if that has the part that it lacks; and its end."""
    at = _apposition_start(tokens, end, stop)
    if not at and mention.role and not mention.name:
        at = _name_start_after_place(tokens, end, stop)
    chunk = read_chunk(tokens, _after_determiners(tokens, at, stop), stop) if at else None
    other = parse_mention(chunk) if chunk else None
    if chunk is None or other is None:
        return mention, end
    if mention.role and not mention.name and other.institution and not (other.name or other.role):
        # “Wali Kota Seoul, Korea Selatan, …”: the name may follow its place.
        further = _with_apposition(tokens, mention, chunk.end, stop)
        return further if further[0].name else (mention, end)
    if tokens[at - 1].kind == "," and mention.role and other.name and not other.role:
        torn = tokens[at - 1].start > tokens[at - 2].end
        joined = _named_after_comma(mention, other, tokens[chunk.end : chunk.end + 6], torn=torn)
    else:
        joined = _with_office(mention, other)
    if joined is None:
        return mention, end
    return replace(joined, aliases=mention.aliases + other.aliases), chunk.end


def _with_office(mention: Mention, other: Mention) -> Mention | None:
    """A bare name with the office that follows it; None if something else does."""
    if not mention.name or mention.role or not other.role:
        return None
    first, role, institution = other.role[0], other.role, other.institution
    if institution and institution[0].word in title_words.FIRMS:
        # “Budi, Direktur PT Maju Jaya”
        institution = (*institution, *other.name)
    elif first.word == "warga" and not institution:
        role = (*role, *other.name)
    elif other.name:
        return None
    if is_role(first) or first.kind == WORD or first.word in office_words.FIELDS:
        return replace(mention, role=role, institution=institution)
    return None


def _named_after_comma(
    mention: Mention, other: Mention, after: Sequence[Token], *, torn: bool
) -> Mention | None:
    """The mention with the name that follows its comma; None if that is somebody else's.

    “Menteri Riset, Teknologi dan Pendidikan Tinggi Budi”, “Bupati Sukamaju, Budi”. `torn`: a
    space stands before the comma, left by a link that the page's text lost.
    """
    rest = other.institution
    if rest and not mention.name and not mention.institution:
        if torn:
            return replace(mention, institution=rest, name=other.name, name_apart=other.name_apart)
        role = (*mention.role, *rest)
        return replace(
            mention, role=role, name=other.name, name_apart=other.name_apart, definite=False
        )
    if rest:
        return None
    if not mention.name:
        return replace(mention, name=other.name, name_apart=True, definite=False)
    if not may_have_place(mention.role[0]):
        return None
    listed = any(token.word in reporting_words.AND for token in after)
    office_first = mention.role[0].start < mention.name[0].start
    # “Sekretaris Pribadi Sari Dewi, Budi”
    personal = any(token.word == "pribadi" for token in (*mention.role, *mention.institution))
    longer = len(mention.name) > 1 and len(other.name) < 2 and not personal
    if longer or listed or not office_first:
        return None
    place = (*mention.institution, *mention.name)
    return replace(mention, institution=place, name=other.name, name_apart=True)


def _apposition_start(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where an apposition to the phrase that ended before `at` begins; 0 if none does."""
    if at + 2 < stop and tokens[at].word in reporting_words.THEN and tokens[at + 1].word == "itu":
        at += 2
    if at + 1 >= stop:
        return 0
    if tokens[at - 1].kind == ")" and tokens[at].kind == WORD and is_role(tokens[at]):
        # Budi (40) warga Bekasi
        return at
    if tokens[at].kind == NUMBER and tokens[at + 1].kind == ",":
        # Ketua Ikatan Pustakawan 2016–2019, Budi
        return at + 2
    if tokens[at].kind == ",":
        # Two commas in a row are left where the page's text lost a link.
        at += 2 if tokens[at + 1].kind == "," else 1
        return _office_start(tokens, at, stop) or at
    return _office_start(tokens, at, stop)


def _office_start(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the office begins in “selaku Ketua RT”, “yang menjabat Ketua RT”; 0 if none does."""
    if at + 1 >= stop:
        return 0
    word, after = tokens[at].word, tokens[at + 1].word
    if word in reporting_words.IN_THE_CAPACITY:
        return at + 1
    if word in ("yang", "who") and after in reporting_words.HOLDS:
        near = range(at + 2, min(at + 5, stop))
        return next((i for i in near if tokens[i].word not in reporting_words.HOLDS), 0)
    return (
        at + 2 if word in reporting_words.APPOINTED and after in ("sebagai", "menjadi", "as") else 0
    )


def _name_start_after_place(tokens: Sequence[Token], at: int, stop: int) -> int:
    """Where the name begins after an office and its seat: Kepala Balai di Medan, Budi."""
    if at >= stop or tokens[at].word != "di":
        return 0
    comma = next((i for i in range(at + 1, min(at + 6, stop)) if tokens[i].kind == ","), 0)
    place = all(token.kind in _PROPER for token in tokens[at + 1 : comma])
    return comma + 1 if comma > at + 1 and place else 0
