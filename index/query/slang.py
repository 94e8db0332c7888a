"""Indonesian as people chat → as the archive writes, for the search only: people see their own."""

import re
import tomllib
from functools import cache
from importlib import resources

# A quotation, or a word with nothing but white space and punctuation around it: not a part of an
# address or of a compound. A 2 behind it says it twice ("gara2", "rata²nya").
PIECE = re.compile(
    r"""
    "[^"]{,300}" | “[^”]{,300}” | ‘[^’]{,300}’(?!\w)
  | (?<![^\s(\[–—])(?P<word>[^\W\d_²]{2,})(?P<twice>[2²](?P<tail>nya|an)?)?
    (?=[.,:;?!…)\]]*(?:\s|$))
    """,
    re.VERBOSE,
)
EMPHASIS = re.compile(r"([a-z])\1{2,}")
VOWEL = re.compile(r"[aiueo]")
ROMAN = re.compile(r"[ivxlcdm]+")
# Words with a double vowel of their own: "saaat" is not "sat", "pekerjaaan" not "pekerjan".
DOUBLE = re.compile(r"saat|maaf(kan)?|taat|manfaat|(ke|pe)[a-z]{3,}aan(nya)?")
# "dr" is short for "dari", and for a doctor before a name.
DOCTOR = re.compile(
    r"\b(?:kata|menurut|oleh|pendapat|tanggapan|komentar|pak|bu)\s+$", re.IGNORECASE
)
NAME = re.compile(r"\.|\s+[A-Z]")


def normalize_slang(text: str) -> str:
    """`text` with the chat forms of Indonesian words replaced by the formal words.

    Names (capitals inside a sentence), quotations, addresses and everything the table of words
    does not have stay as they are. What is formal already comes back unchanged.
    """
    shouted = text.isupper() and len(text.split()) > 2
    return PIECE.sub(lambda piece: _formal_piece(piece, shouted=shouted), text)


def _formal_piece(piece: re.Match[str], *, shouted: bool) -> str:
    word = piece["word"]
    if not word or (word.lower() == "dr" and _is_doctor(piece)):
        return piece[0]
    found = _twice(word.lower(), piece["tail"]) if piece["twice"] else _once(word.lower())
    if found is None:
        return piece[0]
    if word.islower():
        return found
    if shouted:
        return found.upper()
    before = piece.string[: piece.start()].rstrip(" ([–—")
    begins = word[1:].islower() and (not before or before[-1] in ".?!…\n")
    return found[0].upper() + found[1:] if begins else piece[0]


def _once(word: str) -> str | None:
    """The formal word, None if it is the word itself or not known."""
    plain = _plain(word)
    found = _table().get(plain, plain)
    if found == plain and plain.endswith("nya") and (owned := _table().get(plain[:-3])):
        found = f"{owned}nya"
    return found if found != word else None


def _twice(word: str, tail: str | None) -> str | None:
    """The word two times, and its tail; None for what hardly is a word ("mp2", "co2")."""
    found = _table().get(word)
    if not found and (len(word) < 3 or not VOWEL.search(word)):
        return None
    found = found or word
    double = found if re.search(r"\W", found) else f"{found}-{found}"
    return double + (tail or "")


def _plain(word: str) -> str:
    """The word without letters repeated for emphasis; three or more tell it."""
    if not EMPHASIS.search(word) or not word.isascii():
        return word
    double, single = EMPHASIS.sub(r"\1\1", word), EMPHASIS.sub(r"\1", word)
    if double in _table() or DOUBLE.fullmatch(double):
        return double
    is_word = len(single) > 1 and VOWEL.search(single) and not ROMAN.fullmatch(single)
    return single if is_word else word


def _is_doctor(piece: re.Match[str]) -> bool:
    before, after = piece.string[: piece.start()], piece.string[piece.end() :]
    return bool(NAME.match(after) or DOCTOR.search(before))


@cache
def _table() -> dict[str, str]:
    """Chat form → formal word or words."""
    text = resources.files("index").joinpath("data", "slang.toml").read_text(encoding="utf-8")
    sections: dict[str, dict[str, str]] = tomllib.loads(text)
    return {
        form: word
        for section in sections.values()
        for word, forms in section.items()
        for form in forms.split()
    }
