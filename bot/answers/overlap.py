"""Whether two texts say the same in nearly the same words (pure)."""

import re
from collections import Counter
from collections.abc import Iterable

# A text holds a sentence with this token F1, or with this share of its words where it has so many.
ALIKE = 0.6
MOST_OF_IT, LEAST_WORDS = 0.8, 6


def f1(one: str, other: str) -> float:
    """Token F1 of two texts, ignoring case and order: SQuAD's measure."""
    return _f1(_words(one), _words(other))


def holds(shown: str, sentences: Iterable[str]) -> bool:
    """Whether a text contains one of the sentences, or most of one; case and marks do not count."""
    words = _words(shown)
    return any(_is_held(words, sentence) for sentence in map(_words, sentences) if sentence)


def _is_held(words: list[str], sentence: list[str]) -> bool:
    if f" {' '.join(sentence)} " in f" {' '.join(words)} " or _f1(words, sentence) >= ALIKE:
        return True
    found = set(words)
    share = sum(word in found for word in sentence) / len(sentence)
    return len(sentence) >= LEAST_WORDS and share >= MOST_OF_IT


def _f1(one: list[str], other: list[str]) -> float:
    common = (Counter(one) & Counter(other)).total()
    return 2 * common / (len(one) + len(other)) if common else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
