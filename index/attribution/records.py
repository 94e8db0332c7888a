"""The nouns of this package: who speaks, and the sentence that was said."""

from dataclasses import dataclass

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
