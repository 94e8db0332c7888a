"""The analyzer: words of texts and questions, as the full-text index has them."""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

from index.text.stopwords import STOP_WORDS

# Marks between two letters that are part of a name: “Ma'ruf”, “Nu’aim”, “Rif`at”, “D'Masiv”; not
# before the endings of English words: “Koman's”, “don't”.
APOSTROPHES = "'’‘`´′‛＇"
_APOSTROPHE = rf"(?<=[^\W\d_])[{APOSTROPHES}](?=[^\W\d_])(?!(?:s|t|re|ve|ll|d|m)(?![^\W\d_]))"
_INSIDE = re.compile(_APOSTROPHE, re.IGNORECASE)
WORD = re.compile(rf"(?:\w++|{_APOSTROPHE})+", re.IGNORECASE)
_ANY_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_WITHOUT_APOSTROPHE = re.compile(r"\w+")
# Combining marks of all scripts in use; those above U+FFFF belong to notations and old scripts. And
# letters that are only marks: the hamza and ayin of transliterations.
_MARKS = dict.fromkeys(c for c in range(0x10000) if unicodedata.combining(chr(c)))
_MARKS |= dict.fromkeys(map(ord, "ʼʻʾʿʹʽˈ"))
_local = threading.local()


def fold(text: str) -> str:
    """Lower case without diacritics and apostrophes inside words.

    “Çelik” and “celik”, “Ma’ruf”, “Ma'ruf” and “Maruf” become one word.
    """
    if text.isascii() and "'" not in text and "`" not in text:
        return text.lower()
    # A spacing acute accent would decompose into a space.
    plain = unicodedata.normalize("NFKD", text.replace("´", "'")).translate(_MARKS).lower()
    return _INSIDE.sub("", plain) if _ANY_APOSTROPHE.search(plain) else plain


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    folded = fold(text)
    # Most texts have no apostrophe: looking for one first halves the time of an article.
    return (WORD if _ANY_APOSTROPHE.search(folded) else _WITHOUT_APOSTROPHE).findall(folded)


def spaced_words(text: str) -> str:
    """The folded words of a text between single spaces, so that whole words are found in it."""
    return f" {' '.join(words(text))} "


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
