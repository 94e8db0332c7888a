"""What the words of an English question are called in Indonesian, from `glossary.txt`.

Query translation by a dictionary, each word with all its translations as synonyms of one term: A.
Pirkola, “The effects of query structure and dictionary setups in dictionary-based cross-language
information retrieval” (SIGIR 1998). Meaning alone tells that a text is on the subject; whether it
holds what is asked is told by words, and these have to be in the archive's language.
"""

import threading
from functools import cache
from importlib import resources

import Stemmer

_local = threading.local()


def indonesian(word: str) -> tuple[str, ...]:
    """The Indonesian words for a folded English word in any of its forms, () when not known."""
    table, by_stem = _table()
    return table.get(word) or by_stem.get(_english_stem(word), ())


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    text = resources.files("index").joinpath("glossary.txt").read_text(encoding="utf-8")
    table: dict[str, tuple[str, ...]] = {}
    by_stem: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        word, colon, others = line.partition(":")
        if colon and not word.startswith("#"):
            table[word] = tuple(others.split())
            by_stem.setdefault(_english_stem(word), table[word])
    return table, by_stem


def _english_stem(word: str) -> str:
    # A stemmer object holds a buffer that threads must not share.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english", 0)
    stemmed: str = _local.stemmer.stemWord(word)
    return stemmed
