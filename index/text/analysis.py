"""The analyzer: words of texts and questions, as the full-text index has them."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

from index.text.stopwords import STOP_WORDS

WORD = re.compile(r"\w+")
# Combining marks of all scripts in use; those above U+FFFF belong to notations and old scripts.
_MARKS = dict.fromkeys(c for c in range(0x10000) if unicodedata.combining(chr(c)))
_local = threading.local()


def fold(text: str) -> str:
    """Lower case without diacritics: “Çelik” and “celik” become one word."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_MARKS).lower()


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "indonesian") -> str:
    """The Snowball stem of a folded word; a word with a digit stays as it is."""
    if not word.isalpha():
        return word
    # A stemmer has a buffer that threads must not share.
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(language, 0)
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def index_text(text: str) -> str:
    """What the full-text index stores for a text: its words, then their stems where they differ.

    Stems alone would match wrongly: Snowball makes “teri” of “menteri” and “pain” of “pemain”.
    """
    found = words(text)
    return " ".join([*found, *(s for word in found if (s := stem(word)) != word)])


def terms(question: str) -> list[str]:
    """The words of a question without stop words, each once, in order."""
    return [word for word in dict.fromkeys(words(question)) if word not in STOP_WORDS]


def fts_query(phrases: Iterable[str]) -> str:
    """An FTS5 query for any of these words or phrases; "" if there are none.

    Each is a quoted string, so nothing a person types is read as query syntax.
    """
    found = (" ".join(words(phrase)) for phrase in phrases)
    return " OR ".join(f'"{phrase}"' for phrase in dict.fromkeys(found) if phrase)
