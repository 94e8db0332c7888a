"""A chunk of a speaker phrase parsed into name, role and institution."""

from collections.abc import Sequence

from index.attribution.lexicon import office_words, reporting_words, title_words
from index.attribution.lexicon.institution_names import INSTITUTION_NAMES, LONGEST_NAME
from index.attribution.mentions import Chunk, Mention
from index.attribution.phrases.role_split import (
    is_branch,
    is_common_noun,
    is_institution,
    is_office_at,
    is_role,
    is_title,
    split_role,
    strip_titles,
    words_of,
)
from index.attribution.tokens import ACRONYM, NAME, NUMBER, WORD, Token


def parse_mention(chunk: Chunk) -> Mention | None:
    """The parts of a chunk: the name is what follows the last word that belongs to an office."""
    words, official = chunk.words, chunk.official
    law = words[0].kind == ACRONYM and words[0].word in reporting_words.LAWS
    if law or words[0].word in reporting_words.NO_SPEAKER:
        return None
    for index in range(official, len(words)):
        if _is_official(words, index) and not _is_in_name(words, official, index):
            official = index + 1
    if _names_nobody(chunk, official):
        return None
    official = _name_start(chunk, official)
    if official and _has_no_name(chunk, words[:official]):
        official = len(words)
    named = _leading_name(words, official)
    role, institution = split_role(strip_titles(_unnamed(words[named:official])))
    name = words[:named] or words[official:]
    if role and role[0].word in office_words.RELATIVES:
        role, institution = (*role, *institution), ()
    if not (name or role or institution):
        return None
    return Mention(
        name=name,
        role=role,
        institution=institution,
        aliases=chunk.aliases,
        name_apart=official > 0
        and (official == chunk.official or _is_before_name(words, official)),
        definite=chunk.definite and not name,
    )


def _leading_name(words: Sequence[Token], official: int) -> int:
    """How many words are a name before the office: “Intan Wibisono Kepala Komunikasi Bukalapak”."""
    first = next((i for i in range(official) if _is_official(words, i)), 0)
    follows = words[first].word in office_words.AFTER_NAMES
    return first if first > 1 and official == len(words) and follows else 0


def _name_start(chunk: Chunk, official: int) -> int:
    """Where the name begins after an office whose last words are common, or a known name's.

    “Mahkamah Konstitusi”, “Universitas Gadjah Mada”; “Gus Dur” is known by both words.
    """
    words = chunk.words
    gus = next((i for i, token in enumerate(words) if token.word == "gus" and i), 0)
    if gus or not official or _is_before_name(words, official):
        return gus or official
    official = _known_end(words_of(words), official)
    while official < len(words) and is_common_noun(words[official]):
        official += 1
    return official


def _known_end(words: tuple[str, ...], official: int) -> int:
    """Where the known name of an institution ends that begins in an office and goes on after it."""
    for start in range(max(0, official - LONGEST_NAME), official + 1):
        for end in range(min(len(words), start + LONGEST_NAME), official, -1):
            if words[start:end] in INSTITUTION_NAMES:
                return end
    return official


def _is_in_name(words: Sequence[Token], official: int, index: int) -> bool:
    """Whether the word at `index` is inside a name that a title introduces: “AKBP Ali Al Atiq”."""
    titled = 0 < official < index and is_title(words[official - 1])
    fixed = words[index].kind == NAME and not is_role(words[index]) and not is_title(words[index])
    return titled and fixed and words[official - 1].word not in title_words.RANKS_OF


def _is_before_name(words: Sequence[Token], index: int) -> bool:
    """Whether the word before `index` says that the name begins: a title, or “bernama”."""
    before = words[index - 1]
    return is_title(before) or before.word in office_words.INTRODUCING


def _unnamed(office: tuple[Token, ...]) -> tuple[Token, ...]:
    """The office without a last word that introduces the name: “penumpang bernama Ahmad”."""
    return office[:-1] if office and office[-1].word in office_words.INTRODUCING else office


def _names_nobody(chunk: Chunk, official: int) -> bool:
    if not official:
        # “Pertemuan itu”: a thing mentioned before, capitalised because it begins the sentence.
        return chunk.definite
    # “Gubernur Budi dan Sari” are two.
    return official < len(chunk.words) and chunk.words[official - 1].word in reporting_words.AND


def _has_no_name(chunk: Chunk, office: Sequence[Token]) -> bool:
    first = chunk.words[0]
    if chunk.definite or (is_institution(first) and not any(map(is_role, chunk.words))):
        return True
    if office[-1].word in office_words.NAMED_THINGS and office[-1].kind == WORD:
        return True
    # “istri Budi”: the name is of the person the relative belongs to. “Ibu Sari” is Sari.
    related = first.kind == WORD or first.word in office_words.ONLY_RELATIVES
    related = related or any(token.word in office_words.KINSHIP for token in office[1:2])
    lower = all(token.kind == WORD for token in office[1:])
    return first.word in office_words.RELATIVES and related and lower


def _is_official(words: Sequence[Token], index: int) -> bool:
    token = words[index]
    before = words[index - 1].word if index else ""
    if token.word == "h":
        # Haji before a name, an initial within.
        return index == 0 or _is_official(words, index - 1)
    if token.kind not in (NAME, WORD) or _is_number(token) or _is_rank_or_role(words, index):
        return True
    if token.word in office_words.OFFICIAL_AFTER:
        return before in office_words.OFFICIAL_AFTER[token.word]
    if token.kind == WORD:
        return token.word not in reporting_words.IN_NAMES
    if before == "kota" and index > 1 and words[index - 2].word == "wali":
        # “Wali Kota Budi” or “Wali Kota Sukamaju”: the article must tell.
        return token.word in office_words.OFFICIAL
    if before in office_words.HEADS_OF_PARTS and reporting_words.NOMINAL.fullmatch(token.word):
        return True
    return (
        token.word in office_words.OFFICIAL
        or is_institution(token)
        or before in office_words.BEFORE_OFFICIAL
    )


def _is_rank_or_role(words: Sequence[Token], index: int) -> bool:
    token = words[index]
    if token.word in office_words.ALSO_MIDDLE_NAMES and index and words[index - 1].kind == NAME:
        return _is_official(words, index - 1)
    return is_role(token) or is_title(token) or is_branch(words, index)


def _is_number(token: Token) -> bool:
    """Whether the word numbers a thing: JT-610, U-16."""
    return "-" in token.word and token.word[-1].isdigit()


def may_join(token: Token, follows: Token | None, words: Sequence[Token]) -> bool:
    """Whether a small word continues the office read so far: “Komunikasi dan Informatika”."""
    if follows is None or not any(
        is_institution(t) or is_office_at(words, i) for i, t in enumerate(words)
    ):
        return False
    if token.word in reporting_words.AND_ALSO:
        return is_role(follows)
    if token.word in reporting_words.AND and is_role(follows) and not is_role(words[-1]):
        # “Gubernur Budi dan Wali Kota Sari” are two.
        return follows.word in office_words.OFFICIAL
    proper = follows.kind in (NAME, ACRONYM, NUMBER)
    return proper or follows.word == "the" or words[-1].word == "of"
