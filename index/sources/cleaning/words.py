"""Words counted by script, not by spaces, and running text told from menus in any script."""

import functools
import re
import unicodedata
from collections.abc import Iterable

# Characters a word in scripts that put no spaces between words: a text of 1,000 English words has
# 1,600–2,000 characters in Chinese and Japanese and some 4,500 in Thai, Lao, Khmer or Burmese.
_DENSITY = {
    "CJK": 2,
    "HIRAGANA": 2,
    "KATAKANA": 2,
    "THAI": 4,
    "LAO": 4,
    "KHMER": 4,
    "MYANMAR": 4,
    "TIBETAN": 4,
}
# Least share of the words of an extracted text that a later step has to leave.
FLOOR = 2 / 3
# Full stops of Latin, Cyrillic and Greek; Chinese and Japanese; Devanagari and its neighbours;
# Arabic and Urdu; Armenian; Ethiopic; Burmese; Khmer; Tibetan.
STOPS = ".!?…。！？．｡।॥؟۔։።၊။។༎"
_BRACKET = re.compile(r"(?<=\S)\s*\([^()]*\)\W*$")
_CLOSING = "\"”’'»›“„）)」』】》] "


@functools.lru_cache(maxsize=1024)
def count_words(text: str) -> int:
    """The words of a text: by spaces, and by characters in scripts that are written without."""
    tokens = text.split()
    return len(tokens) if text.isascii() else sum(map(_words_of, tokens))


def is_dense(text: str) -> bool:
    """Whether most letters of a text are of a script without spaces between words, or Hangul."""
    letters = [char for char in text if char.isalpha()]
    dense = sum(bool(_density(char)) or "가" <= char <= "힣" for char in letters)
    return 2 * dense > len(letters)


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop of its script, quotes and a last bracket aside."""
    return _BRACKET.sub("", text).rstrip(_CLOSING).endswith(tuple(STOPS))


@functools.lru_cache(maxsize=1024)
def is_running_text(line: str) -> bool:
    """Whether a line reads as a sentence or more, not as a menu, a headline or a list's item.

    That is six words and a full stop, or 25 words: Thai has no full stops.
    """
    words = count_words(line)
    return words >= 25 or (words >= 6 and ends_sentence(line))


def running_words(lines: Iterable[str]) -> int:
    """The words of those lines that are running text."""
    return sum(count_words(line) for line in lines if is_running_text(line))


def _words_of(token: str) -> int:
    if token.isascii():
        return 1
    dense = [density for char in token if (density := _density(char))]
    return max(1, round(sum(1 / density for density in dense))) if dense else 1


@functools.lru_cache(maxsize=8192)
def _density(char: str) -> int:
    """Characters a word of this one's script, 0 where spaces separate words (or no letter)."""
    if char < "\u0e00" or not (char.isalpha() or unicodedata.category(char).startswith("M")):
        return 0
    return _DENSITY.get(unicodedata.name(char, "").split(" ")[0], 0)
