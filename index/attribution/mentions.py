"""Speakers, statements, and mentions: what a phrase says about a speaker."""

from dataclasses import dataclass

from index.attribution.lexicon import office_words
from index.attribution.phrases.role_split import (
    is_minister,
    words_of,
)
from index.attribution.tokens import Token

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
