"""Speakers, statements, and mentions: chunks of words parsed into name, role and institution."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.attribution.lexicon import office_words, reporting_words
from index.attribution.role_split import (
    is_branch,
    is_institution,
    is_minister,
    is_office_at,
    is_role,
    is_title,
    split_role,
    strip_titles,
    words_of,
)
from index.attribution.tokens import ACRONYM, NAME, NUMBER, WORD, Token

# In characters: what fits beside a quotation on one line of a phone.
LABEL_LIMIT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who makes a statement, in words of the article; "" for what the article does not give.

    `name` is the fullest form of the personal name, `role` the title or office, `institution`
    the ministry, firm or place they speak for. The name of an anonymous group or of an
    institution that speaks for itself is "".
    """

    name: str = ""
    role: str = ""
    institution: str = ""

    @property
    def label(self) -> str:
        """The speaker as shown beside a quotation: “Sari, Kepala Dinas Kebersihan”.

        Verbatim but for white space; if longer than LABEL_LIMIT, cut off at a word, with “ …”.
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
    """One whole sentence of an article, `text[start:end]`, and who says it.

    The borders are those of `index.text.sentences.sentences(text)`. `direct`: the sentence has
    words of the speaker in quotation marks.
    """

    start: int
    end: int
    speaker: Speaker
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one phrase says about a speaker; each part is a run of neighbouring tokens.

    `pronoun`: the last speaker is meant, with `definite` a single person (“dia”, not “-nya”).
    `definite` alone: somebody already known (“pria itu”). `aliases`: other and short forms given
    for the name, office or institution, in lower case. `name_apart`: a comma, bracket or title
    stands before the name, so that no word of it belongs to the office.
    """

    name: tuple[Token, ...] = ()
    role: tuple[Token, ...] = ()
    institution: tuple[Token, ...] = ()
    aliases: tuple[str, ...] = ()
    name_apart: bool = False
    pronoun: bool = False
    definite: bool = False


LAST_SPEAKER = Mention(pronoun=True)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a speaker phrase without commas, up to token `end` of its sentence.

    The first `official` words stand before a bracket and are the office. `definite`: “itu”, “ini”
    or “tersebut” ends it.
    """

    words: tuple[Token, ...]
    official: int
    aliases: tuple[str, ...]
    definite: bool
    end: int


def parse_mention(chunk: Chunk) -> Mention | None:
    """The parts of a chunk: the name is what follows the last word that belongs to an office."""
    words, official = chunk.words, chunk.official
    law = words[0].kind == ACRONYM and words[0].word in reporting_words.LAWS
    if law or words[0].word in reporting_words.NO_SPEAKER:
        return None
    for index in range(official, len(words)):
        if _is_official(words, index):
            official = index + 1
    if _names_nobody(chunk, official):
        return None
    if official and _has_no_name(chunk, words[:official]):
        official = len(words)
    role, institution = split_role(strip_titles(_unnamed(words[:official])))
    name = words[official:]
    if role and role[0].word in office_words.RELATIVES:
        role, institution = (*role, *institution), ()
    if not (name or role or institution):
        return None
    return Mention(
        name=name,
        role=role,
        institution=institution,
        aliases=chunk.aliases,
        name_apart=official > 0 and (official == chunk.official or is_title(words[official - 1])),
        definite=chunk.definite and not name,
    )


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
    # “istri Budi”: the name is of the person the relative belongs to.
    return first.word in office_words.RELATIVES and all(token.kind == WORD for token in office)


def _is_official(words: Sequence[Token], index: int) -> bool:
    token = words[index]
    before = words[index - 1].word if index else ""
    if token.word == "h":
        # Haji before a name, an initial within.
        return index == 0 or _is_official(words, index - 1)
    if token.kind not in (NAME, WORD) or is_role(token):
        return True
    if is_title(token) or is_branch(words, index):
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


def _head(mention: Mention) -> str:
    return mention.role[0].word


def is_unique_office(mention: Mention) -> bool:
    """Whether one person at a time holds the office."""
    return _head(mention) in office_words.OFFICES or is_minister(_head(mention))


def is_same_office(bare: Mention, office: Mention) -> bool:
    """Whether a bare role (“Menkominfo”, “sang menteri”) can mean the holder of `office`."""
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
