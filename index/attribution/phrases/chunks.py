"""The chunks of a speaker phrase: the stretches between its commas."""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from index.attribution.lexicon import office_words, reporting_words, title_words
from index.attribution.mentions import Chunk
from index.attribution.phrases.mention_parsing import may_join
from index.attribution.phrases.role_split import is_institution, is_role
from index.attribution.tokens import ACRONYM, NAME, NUMBER, QUOTE, WORD, Token
from index.text.sentences import ABBREVIATIONS
from index.text.stopwords import is_common

# In tokens; long enough for “Plt Kepala Badan Penelitian dan Pengembangan Sumber Daya Manusia
# Kementerian … Budi”.
LONGEST = 24
# In tokens: “yang membela klub itu pada musim 2005–2011 ini”.
_LONGEST_DESCRIPTION = 14
_PROPER = (NAME, ACRONYM)


def read_chunk(tokens: Sequence[Token], at: int, stop: int) -> Chunk | None:
    """The longest chunk of a speaker phrase that begins at token `at`; None if none does."""
    words: list[Token] = []
    aliases: list[str] = []
    official, definite = 0, False
    while at < stop and len(words) < LONGEST:
        token = tokens[at]
        if token.kind == "(" and words:
            bracket = _read_bracket(tokens, at, stop, words)
            aliases.extend(bracket.aliases)
            official, at = bracket.official or official, bracket.end
            if bracket.closes:
                break
            continue
        if token.word in reporting_words.DEMONSTRATIVES and words:
            definite, at = True, at + 1
            break
        if _continues(tokens, at, stop, words):
            words.append(token)
        elif not _is_passed_over(token, words):
            break
        at += 1
    words, at = _strip_loose_end(tokens, words, at, stop)
    official = max(official, _firm_end(words))
    official = len(words) if _name_follows(tokens, words, at, stop) else official
    return Chunk(tuple(words), official, tuple(aliases), definite, at) if words else None


def describes_known(tokens: Sequence[Token], at: int) -> bool:
    """Whether words from `at` to “ini” or “itu” describe somebody: “kelahiran Mei 1995 ini”."""
    if at >= len(tokens) or tokens[at].word not in reporting_words.DESCRIBES_PERSON:
        return False
    near = tokens[at : at + _LONGEST_DESCRIPTION]
    described = takewhile(lambda token: token.kind not in (QUOTE, "."), near)
    return any(token.word in reporting_words.DEMONSTRATIVES for token in described)


class _Bracket(NamedTuple):
    """A bracket up to token `end`; `official` words are the office before it, 0 if not known.

    `closes`: the chunk ends with it.
    """

    end: int
    aliases: tuple[str, ...] = ()
    official: int = 0
    closes: bool = False


def _read_bracket(tokens: Sequence[Token], at: int, stop: int, words: list[Token]) -> _Bracket:
    close = _closing_bracket(tokens, at, stop)
    if not close:
        return _Bracket(at, closes=True)
    return _Bracket(
        close + 1,
        aliases=(tokens[at + 1].word,) if close - at == 2 else (),
        official=len(words) if _separates_name(tokens, at, close, stop) else 0,
        closes=_ends_with_age(tokens, words, close, stop),
    )


def _continues(tokens: Sequence[Token], at: int, stop: int, words: list[Token]) -> bool:
    """Whether the token is the next word of the chunk, or a comma within its list of duties."""
    belongs = _belongs(tokens, at, stop, words)
    return belongs or (bool(words) and is_in_list(tokens, at, stop))


def _is_passed_over(token: Token, words: Sequence[Token]) -> bool:
    """Whether the chunk goes on after a token that is no part of it: a stop, “lainnya”."""
    if not words:
        return False
    other = token.word in reporting_words.OTHERS and is_role(words[0])
    return other or (token.kind == "." and _is_short(words[-1]))


def _ends_with_age(tokens: Sequence[Token], words: Sequence[Token], close: int, stop: int) -> bool:
    """Whether a name ends with its bracket, and an office follows: “Budi (40) warga Bekasi”."""
    if close + 1 >= stop or any(map(is_role, words)):
        return False
    return tokens[close + 1].kind == WORD and is_role(tokens[close + 1])


def _firm_end(words: Sequence[Token]) -> int:
    """How many words there are up to the end of a firm's name: “Direktur Maju Jaya Tbk. Budi”."""
    ends = (i + 1 for i, token in enumerate(words) if token.word in title_words.FIRM_ENDS)
    return max(ends, default=0)


def _is_short(word: Token) -> bool:
    """Whether a word is an abbreviation, so that the stop behind it ends no sentence."""
    return word.word in ABBREVIATIONS or word.word in title_words.WITH_STOP


def _closing_bracket(tokens: Sequence[Token], at: int, stop: int) -> int:
    """The near bracket that closes the one at `at`, 0 if there is none."""
    near = range(at + 1, min(at + 8, stop))
    return next((i for i in near if tokens[i].kind == ")"), 0)


def is_in_list(tokens: Sequence[Token], comma: int, stop: int) -> bool:
    """Whether a comma is within a list of duties: “Bidang Politik, Hukum, dan Keamanan”."""
    if tokens[comma].kind != "," or not comma or tokens[comma - 1].kind not in _PROPER:
        return False
    at = comma + 1
    while at + 1 < stop and at - comma < 8 and (tokens[at].kind == "," or _is_duty(tokens[at])):
        at += 1
    if at + 1 >= stop or tokens[at].word not in reporting_words.AND or not _is_duty(tokens[at + 1]):
        return False
    return tokens[at - 1].kind == "," or _is_duty(tokens[comma - 1])


def _is_duty(token: Token) -> bool:
    common = is_common(token.word) and token.word not in office_words.ROLES
    listed = token.word in office_words.LISTED
    return (token.kind == NAME and (common or listed)) or (token.kind == ACRONYM and listed)


def _separates_name(tokens: Sequence[Token], at: int, close: int, stop: int) -> bool:
    """Whether a bracket stands between an office and a name: “… (Menkominfo) Budi”."""
    follows = close + 1 < stop and tokens[close + 1].kind in _PROPER
    return follows and tokens[at + 1].kind != NUMBER


def _name_follows(tokens: Sequence[Token], words: Sequence[Token], comma: int, stop: int) -> bool:
    """Whether the name follows the comma, all before being the office: “… dan Sayur, Budi”."""
    joined = len(words) > 1 and words[-2].word in reporting_words.AND
    if not joined or comma + 1 >= stop or tokens[comma].kind != ",":
        return False
    after = tokens[comma + 1]
    return after.kind == NAME and after.word not in reporting_words.DAYS_AND_MONTHS


def _belongs(tokens: Sequence[Token], at: int, stop: int, words: list[Token]) -> bool:
    """Whether the token continues the chunk of which `words` have been read."""
    token = tokens[at]
    follows = tokens[at + 1] if at + 1 < stop else None
    if token.kind in _PROPER:
        return token.kind == ACRONYM or token.word not in reporting_words.DAYS_AND_MONTHS
    if token.kind in (NUMBER, "/", "&"):
        joined = follows is not None and follows.kind in _PROPER
        return joined and bool(words) and may_join(token, follows, words)
    if token.kind != WORD:
        return False
    return _word_belongs(token, follows, words) or _precedes_role(tokens, at, stop)


def _precedes_role(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Whether the “and” at `at` is that of “Finance and Trade Minister”."""
    if tokens[at].word != "and" or not at or at + 2 >= stop:
        return False
    fields = _is_duty(tokens[at - 1]) and _is_duty(tokens[at + 1])
    return fields and any(map(is_role, tokens[at + 2 : min(at + 4, stop)]))


def _word_belongs(token: Token, follows: Token | None, words: list[Token]) -> bool:
    proper_follows = follows is not None and follows.kind in _PROPER
    if token.word in title_words.TITLES:
        return proper_follows or (follows is not None and follows.kind == ".")
    if not words:
        return is_role(token) or is_institution(token)
    if is_role(token):
        return True
    if token.word in reporting_words.IN_NAMES and proper_follows and words[-1].kind == NAME:
        return True
    if token.word in reporting_words.IN_OFFICES or token.word in reporting_words.AND_ALSO:
        return may_join(token, follows, words)
    verb = token.word in reporting_words.NOT_IN_A_ROLE or reporting_words.VERB.fullmatch(token.word)
    return _is_description(words) and not verb


def _is_description(words: Sequence[Token]) -> bool:
    """Whether a lower-case word may continue these: “pengamat politik”, “Warga sekitar”."""
    return is_role(words[0]) and len(words) < 6 and (words[-1].kind == WORD or len(words) == 1)


def _strip_loose_end(
    tokens: Sequence[Token], words: list[Token], at: int, stop: int
) -> tuple[list[Token], int]:
    """The words without lower-case ones at their end that begin what follows, and its place.

    They belong to the role only if the phrase ends with them or a name follows.
    """
    if not words or words[-1].kind != WORD or is_role(words[-1]) or at >= stop:
        return words, at
    after = tokens[at]
    if (
        after.kind != WORD
        or after.word in reporting_words.OCCASION
        or tokens[at - 1] is not words[-1]
    ):
        return words, at
    last = max((i for i, t in enumerate(words) if t.kind != WORD or is_role(t)), default=-1)
    return words[: last + 1], at - (len(words) - last - 1)
