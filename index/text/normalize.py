"""Unicode normalisation of text that comes in: NFC, white space, invisible characters."""

import re
import unicodedata

# Characters that print nothing and make equal words unequal: soft hyphen, zero-width space,
# direction marks and overrides, word joiner, byte-order mark. The joiners U+200C and U+200D
# stay, because Arabic script and emoji need them. Control characters go too.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
# Half of a character, left by broken JSON escapes; no database or encoder accepts it.
_SURROGATE = re.compile("[\ud800-\udfff]")


def normalize_line(line: str) -> str:
    """One line in NFC, runs of white space as one space, without invisible characters."""
    visible = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", line))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def normalized_lines(raw: str) -> list[str]:
    """The lines of a text, each normalised; a blank line is ""."""
    return [normalize_line(line) for line in raw.splitlines()]
