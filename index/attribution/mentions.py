"""Telling the office and the personal name in one stretch of words apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.attribution import office_words, reporting_words
from index.attribution.role_split import (
    is_held,
    is_institution,
    is_minister,
    is_role,
    is_title,
    split,
    without_titles,
    words_of,
)
from index.attribution.tokens import ACRONYM, NAME, NUMBER, WORD, Token

# What a chat shows beside a quotation without a line break on a phone.
LABEL_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who makes a statement, in words of the article; "" for what it does not give.

    `name` is the fullest form of the personal name, `role` the title or office, `institution`
    the ministry, firm or place they speak for. An institution or anonymous group that speaks for
    itself has the name "".
    """

    name: str = ""
    role: str = ""
    institution: str = ""

    @property
    def label(self) -> str:
        """How to show the speaker beside a quotation: “Sari, Kepala Dinas Kebersihan”.

        Verbatim pieces, at most about 80 characters; what is cut off at a word ends in “ …”.
        """
        office = " ".join(filter(None, (self.role, self.institution)))
        if self.institution and self.institution in self.role:
            office = self.role
        full = " ".join(", ".join(filter(None, (self.name, office))).split())
        if len(full) <= LABEL_LIMIT:
            return full
        return full[: LABEL_LIMIT - 1].rpartition(" ")[0].rstrip(",") + " …"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One whole sentence of an article and who says it; the sentence is `text[start:end]`.

    The borders are those of `index.text.sentences.sentences(text)`. `direct` tells whether the
    sentence has words in quotation marks that are said by the speaker.
    """

    start: int
    end: int
    speaker: Speaker
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one phrase says about a speaker; each part is a run of neighbouring tokens.

    `pronoun`: the last speaker is meant, with `definite` a single person ("dia", not "-nya").
    `definite` without it: somebody already known ("pria itu").
    `aliases`: other and short forms given for the name, office or institution. `apart`: a comma,
    bracket or title stands before the name, so that no word of it belongs to the office.
    """

    name: tuple[Token, ...] = ()
    role: tuple[Token, ...] = ()
    institution: tuple[Token, ...] = ()
    aliases: tuple[str, ...] = ()
    apart: bool = False
    pronoun: bool = False
    definite: bool = False


LAST_SPEAKER = Mention(pronoun=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words without commas; the first `official` of them stand before a bracket."""

    words: tuple[Token, ...]
    official: int
    aliases: tuple[str, ...]
    definite: bool
    end: int


def read(piece: Piece) -> Mention | None:
    """The parts of a piece: a name stands last, after the last word that belongs to an office."""
    words, official = piece.words, piece.official
    law = words[0].kind == ACRONYM and words[0].word in reporting_words.LAWS
    if law or words[0].word in reporting_words.NO_SPEAKER:
        return None
    for index in range(official, len(words)):
        if _is_official(words, index):
            official = index + 1
    if _names_nobody(piece, official):
        return None
    if official and _has_no_name(piece, words[:official]):
        official = len(words)
    role, institution = split(without_titles(_unnamed(words[:official])))
    name = words[official:]
    if role and role[0].word in office_words.RELATIVES:
        role, institution = (*role, *institution), ()
    if not (name or role or institution):
        return None
    return Mention(
        name=name,
        role=role,
        institution=institution,
        aliases=piece.aliases,
        apart=official > 0 and (official == piece.official or is_title(words[official - 1])),
        definite=piece.definite and not name,
    )


def _unnamed(office: tuple[Token, ...]) -> tuple[Token, ...]:
    """The office without a word that only introduces the name: “penumpang bernama Ahmad”."""
    return office[:-1] if office and office[-1].word in office_words.INTRODUCING else office


def _names_nobody(piece: Piece, official: int) -> bool:
    if not official:
        # “Pertemuan itu”: a thing that was mentioned before, with a capital for its place only.
        return piece.definite
    # “Gubernur Budi dan Sari” are two.
    return official < len(piece.words) and piece.words[official - 1].word in reporting_words.AND


def _has_no_name(piece: Piece, office: Sequence[Token]) -> bool:
    first = piece.words[0]
    if piece.definite or (is_institution(first) and not any(map(is_role, piece.words))):
        return True
    # “istri Budi”: the name is of the person the relative belongs to.
    return first.word in office_words.RELATIVES and all(token.kind == WORD for token in office)


def _is_official(words: Sequence[Token], index: int) -> bool:
    token = words[index]
    before = words[index - 1].word if index else ""
    if token.word == "h":
        # Haji before a name, an initial within.
        return index == 0 or _is_official(words, index - 1)
    if token.kind not in (NAME, WORD) or is_role(token) or is_title(token):
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


def may_join(token: Token, follows: Token | None, words: Sequence[Token]) -> bool:
    """Whether a small word goes on with the office read so far: “Komunikasi dan Informatika”."""
    if follows is None or not any(
        is_institution(t) or is_held(words, i) for i, t in enumerate(words)
    ):
        return False
    if token.word in reporting_words.AND_ALSO:
        return is_role(follows)
    if token.word in reporting_words.AND and is_role(follows) and not is_role(words[-1]):
        # “Gubernur Budi dan Wali Kota Sari” are two.
        return follows.word in office_words.OFFICIAL
    proper = follows.kind in (NAME, ACRONYM, NUMBER)
    return proper or follows.word == "the" or words[-1].word == "of"


def _head(mention: Mention) -> str:
    return mention.role[0].word


def is_unique(mention: Mention) -> bool:
    """Whether one person at a time holds the office."""
    return _head(mention) in office_words.OFFICES or is_minister(_head(mention))


def same_office(bare: Mention, office: Mention) -> bool:
    """Whether somebody who has `office` is meant by the bare role: “Menkominfo”, “sang menteri”."""
    held = {*words_of(office.role), *words_of(office.institution), *office.aliases}
    asked = {*words_of(bare.role), *words_of(bare.institution)}
    if asked <= held and (_head(bare) == _head(office) or _head(bare) in office.aliases):
        return True
    if asked == {"menteri"}:
        return is_minister(_head(office))
    if not (is_minister(_head(bare)) and len(bare.role) == 1 and _head(office) == "menteri"):
        return False
    ministry = words_of((*office.role, *office.institution))[1:]
    return _abbreviates(_head(bare).partition("men")[2], ministry)


def _abbreviates(short: str, words: tuple[str, ...]) -> bool:
    """Whether the letters of `short` stand in this order in the words: kominfo, hub, keu."""
    letters = iter("".join(words))
    return all(letter in letters for letter in short)
