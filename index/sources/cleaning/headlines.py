"""Recognises headlines: the article's own, those of other articles, and subheads."""

import re
from collections.abc import Collection

from index.text.stopwords import HEADLINE_SMALL_WORDS

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ITEM = re.compile(r"(?:\d+\s*[.)]|[a-zA-Z][.)]|[-–—•·▪*])\s")
QUOTES = "\"“”'‘’"
# Line-ups, results and programmes are Capitalised, too, but belong to the article.
_TABULAR = re.compile(r"^\W|;|\)$|\d[:.]\d\d\b|(?:,.*){3}")


def same_headline(one: str, other: str) -> bool:
    """Whether two lines are one headline, whatever their case, quotes and punctuation."""
    return bool(key := _key(one)) and key == _key(other)


def is_headline(line: str) -> bool:
    """Whether a line looks like a headline: five words or more, Capitalised, no full stop."""
    if not 5 <= len(line.split()) <= 25 or line.endswith((".", ",", ";", ":", "…")):
        return False
    if line[0] in QUOTES and line[-1] in QUOTES:
        return False
    if _ITEM.match(line) or _TABULAR.search(line.lstrip(QUOTES)):
        return False
    words = [
        word
        for word in _WORD.findall(line)
        if len(word) > 3 and word.lower() not in HEADLINE_SMALL_WORDS
    ]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 2 and capitals >= 0.8 * len(words)


def is_foreign(headline: str, vocabulary: Collection[str]) -> bool:
    """Whether a headline belongs to another article than the one with this `vocabulary`.

    A subhead uses the words of its article. For a long line more of them are required, because
    subheads are short.
    """
    terms = subject_words(headline)
    shared = sum(term in vocabulary for term in terms) / max(len(terms), 1)
    return shared < (0.7 if len(headline.split()) >= 7 else 0.4)


def subject_words(text: str) -> frozenset[str]:
    """The words of a text that carry its subject: longer than three letters, not small words."""
    return frozenset(
        word
        for word in _WORD.findall(text.lower())
        if len(word) > 3 and word not in HEADLINE_SMALL_WORDS
    )


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
