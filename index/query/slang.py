"""Colloquial Indonesian → formal, for the search only: people are shown what they typed."""

import re
import tomllib
from functools import cache
from importlib import resources

from index.text.stopwords import is_common

# A quotation, or a word with nothing but white space and punctuation around it: not part of a URL
# or of a compound. A 2 after it doubles the word ("gara2", "rata²nya").
_TOKEN = re.compile(
    r"""
    "[^"]{,300}" | “[^”]{,300}” | ‘[^’]{,300}’(?!\w)
  | (?<![^\s(\[–—])(?P<word>[^\W\d_²]{2,})(?P<twice>[2²](?P<tail>nya|an)?)?
    (?=[.,:;?!…)\]]*(?:\s|$))
    """,
    re.VERBOSE,
)
_EMPHASIS = re.compile(r"([a-z])\1{2,}")
_VOWEL = re.compile(r"[aiueo]")
_ROMAN = re.compile(r"[ivxlcdm]+")
# Words that have a double vowel: "saaat" is not "sat", "pekerjaaan" not "pekerjan".
_DOUBLE = re.compile(r"saat|maaf(kan)?|taat|manfaat|(ke|pe)[a-z]{3,}aan(nya)?")
# "dr" is short for "dari", but before a name for doctor.
_DOCTOR = re.compile(
    r"\b(?:kata|menurut|oleh|pendapat|tanggapan|komentar|pak|bu)\s+$", re.IGNORECASE
)
_NAME = re.compile(r"\.|\s+[A-Z]")
# Articles tell the time of day with “pukul”; “berapa jam” asks how long.
_TIME_OF_DAY = re.compile(r"\b(j|J)am(?=\s+berapa\b)")
_PUKUL = {"j": "pukul", "J": "Pukul"}
# What “-in” stands for: “nargetin”, “nyelidikin”, “mutusin”.
_ENDINGS = ("kan", "i", "")
_SHORTEST_VERB = 5


def normalize_slang(text: str) -> str:
    """The text with colloquial forms of Indonesian words replaced by the formal words.

    Names (capitals inside a sentence), quotations, URLs and all words that `data/slang.toml` lacks
    stay as they are. Formal text comes back unchanged.
    """
    shouted = text.isupper() and len(text.split()) > 2
    formal = _TOKEN.sub(lambda token: _normalize(token, shouted=shouted), text)
    return _TIME_OF_DAY.sub(lambda match: _PUKUL[match[1]], formal)


def _normalize(token: re.Match[str], *, shouted: bool) -> str:
    word = token["word"]
    if not word or (word.lower() == "dr" and _is_doctor(token)):
        return token[0]
    found = _twice(word.lower(), token["tail"]) if token["twice"] else _once(word.lower())
    if found is None:
        return token[0]
    if word.islower():
        return found
    if shouted:
        return found.upper()
    before = token.string[: token.start()].rstrip(" ([–—")
    begins = word[1:].islower() and (not before or before[-1] in ".?!…\n")
    return found[0].upper() + found[1:] if begins else token[0]


def _once(word: str) -> str | None:
    """The formal word; None if it is the word itself or unknown."""
    plain = _plain(word)
    found = _table().get(plain, plain)
    if found == plain and plain.endswith("nya") and (owned := _table().get(plain[:-3])):
        found = f"{owned}nya"
    if found == plain:
        found = _formal_verb(plain)
    return found if found != word else None


def _formal_verb(word: str) -> str:
    """The formal verb of a colloquial one, or the word itself.

    Colloquial verbs leave out “me-” before a nasal (“nembak”), end in “-in” (“dilaporin”), and may
    have “e” for “a” (“nangkep”, “nyelametin”). What that gives must be a common word, and the word
    itself none: so names stay as they are.
    """
    if len(word) < _SHORTEST_VERB or not word.isascii() or is_common(word):
        return word
    root = word[:-2] if word.endswith("in") and len(word) > _SHORTEST_VERB + 1 else ""
    if word[0] not in "nm" and not word.startswith("di"):
        return f"{root}kan" if root and is_common(f"{root}kan") else word
    stems = [root + ending for ending in _ENDINGS] if root else [word]
    if word[0] != "m":
        stems += map(_last_e_as_a, stems.copy())
    prefix = "" if word.startswith("di") else "me"
    return next(filter(is_common, (prefix + stem for stem in stems)), word)


def _last_e_as_a(word: str) -> str:
    before, e, after = word.rpartition("e")
    return f"{before}a{after}" if e else word


def _twice(word: str, tail: str | None) -> str | None:
    """The word doubled, with its tail; None for what is hardly a word ("mp2", "co2")."""
    found = _table().get(word)
    if not found and (len(word) < 3 or not _VOWEL.search(word)):
        return None
    found = found or word
    double = found if re.search(r"\W", found) else f"{found}-{found}"
    return double + (tail or "")


def _plain(word: str) -> str:
    """The word without letters repeated for emphasis, three times or more."""
    if not _EMPHASIS.search(word) or not word.isascii():
        return word
    double, single = _EMPHASIS.sub(r"\1\1", word), _EMPHASIS.sub(r"\1", word)
    if double in _table() or _DOUBLE.fullmatch(double):
        return double
    is_word = len(single) > 1 and _VOWEL.search(single) and not _ROMAN.fullmatch(single)
    return single if is_word else word


def _is_doctor(token: re.Match[str]) -> bool:
    before, after = token.string[: token.start()], token.string[token.end() :]
    return bool(_NAME.match(after) or _DOCTOR.search(before))


@cache
def _table() -> dict[str, str]:
    """Colloquial form → formal word or words."""
    text = resources.files("index").joinpath("data", "slang.toml").read_text(encoding="utf-8")
    sections: dict[str, dict[str, str]] = tomllib.loads(text)
    return {
        form: word
        for section in sections.values()
        for word, forms in section.items()
        for form in forms.split()
    }
