"""Acronyms and their long forms, where a text gives both: “Kementerian Perhubungan (Kemenhub)”.

Abbreviation extraction as in A. Schwartz and M. Hearst, “A simple algorithm for identifying
abbreviation definitions in biomedical text” (PSB 2003): a long form beside a short form in
brackets, the shortest one whose words give the short form's letters in order. Stricter in one
point: every word of the long form but the small ones has to give a letter.
"""

import re
from collections.abc import Iterator

from index.text.analysis import fold
from index.text.stopwords import ACRONYM_SMALL_WORDS

_WORD = r"[A-Z][\w'’-]*"
_SMALL_WORDS = rf"(?:(?:{'|'.join(sorted(ACRONYM_SMALL_WORDS))}) ){{0,2}}"
_RUN = rf"{_WORD}(?:(?:,? | ?/ ?){_SMALL_WORDS}{_WORD}){{1,11}}"
_ACRONYM = r"[A-Z][A-Za-z]{1,13}(?:-[A-Z]{1,3})?"
_AFTER = re.compile(rf"({_RUN}) ?\(\s?({_ACRONYM})\s?\)")
_BEFORE = re.compile(rf"(?<![\w-])({_ACRONYM}) ?\(\s?({_RUN})\s?\)")
_LONGEST_INITIALS = 8
_VOWELS = frozenset("aeiou")


def acronym_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a long form and its acronym or short form, one for each time the text has both.

    Every word of the long form gives letters to the acronym, in order. An acronym in capitals is
    mostly made of initials, other short forms of syllables.
    """
    for match in _AFTER.finditer(text):
        long = _long_form(match[1], match[2])
        if long:
            yield long, match[2]
    for match in _BEFORE.finditer(text):
        if _long_form(match[2], match[1]) == match[2]:
            yield match[2], match[1]


def _long_form(run: str, acronym: str) -> str:
    """The shortest end of a run of words that is a long form of the acronym, "" if none is."""
    starts = [match.start() for match in re.finditer(rf"(?<![\w'’-]){_WORD}", run)]
    for start in reversed(starts):
        if _is_long_form(run[start:], acronym):
            return run[start:]
    return ""


def _is_long_form(long: str, acronym: str) -> bool:
    words = [word for word in re.findall(r"[\w'’]+", fold(long)) if word not in ACRONYM_SMALL_WORDS]
    letters = "".join(filter(str.isalpha, fold(acronym)))
    if len(words) < 2 or len(letters) < len(words) or letters[0] != words[0][0]:
        return False
    if fold(acronym) in words:
        return False
    if acronym.isupper() and len(letters) <= _LONGEST_INITIALS and len(letters) == len(words):
        return all(word[0] == letter for word, letter in zip(words, letters, strict=True))
    return _syllables(words, letters, strict=acronym.isupper())


def _syllables(words: list[str], letters: str, *, strict: bool) -> bool:
    """Whether the letters are made of parts of the words: at least one of each word, in order.

    With `strict` a part is the beginning of its word; otherwise it may also be the first letter and
    later ones, or two letters or more from the middle (“perHUBungan”).
    """
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    longest = len(letters) - len(rest)
    return any(
        _can_give(word, letters[:size], strict=strict)
        and _syllables(rest, letters[size:], strict=strict)
        for size in range(longest, 0, -1)
    )


def _can_give(word: str, part: str, *, strict: bool) -> bool:
    if word.startswith(part):
        return True
    if strict or len(part) > 5:
        return False
    if part in word:
        return len(part) > 1 and not _VOWELS.isdisjoint(part)
    rest = iter(word)
    return word[0] == part[0] and all(letter in rest for letter in part)
