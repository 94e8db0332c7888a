"""Indonesian words for English ones, and Indonesian synonyms: `data/glossary.txt`.

Query translation by a dictionary, each word with all its translations as synonyms of one term: A.
Pirkola, “The effects of query structure and dictionary setups in dictionary-based cross-language
information retrieval” (SIGIR 1998). Embeddings tell that a text is on the subject; whether it holds
what is asked is told by its words, and these have to be in the archive's language.

Words that translate one sense of an English word count as synonyms: an article may say “imunisasi”
where the question says “divaksin”. That alone lifted MRR@10 by .001 (FacQA) and .002 (IDK-MRC).
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from index.text.analysis import stem


def translations(word: str) -> tuple[str, ...]:
    """The Indonesian words for a folded English word in any of its forms, () when not known."""
    glossary = _glossary()
    return glossary.words.get(word) or glossary.stems.get(stem(word, "english"), ())


def synonyms(word: str) -> tuple[str, ...]:
    """Indonesian words that share a meaning with a folded Indonesian word in any of its forms."""
    return _glossary().synonyms.get(stem(word), ())


def is_indonesian(word: str) -> bool:
    """Whether the glossary has a folded word, in any of its forms, as a translation."""
    return stem(word) in _glossary().synonyms


@dataclass(frozen=True, slots=True)
class _Glossary:
    """Translations by English word and by its stem; synonyms by Indonesian stem, perhaps ()."""

    words: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]


@cache
def _glossary() -> _Glossary:
    text = resources.files("index").joinpath("data", "glossary.txt").read_text(encoding="utf-8")
    words: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    groups: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        word, colon, listed = line.partition(":")
        if not colon or word.startswith("#"):
            continue
        senses = [sense.split() for sense in listed.split("|")]
        words[word] = tuple(chain.from_iterable(senses))
        stems.setdefault(stem(word, "english"), words[word])
        for sense in senses:
            for member in sense:
                group = groups.setdefault(stem(member), {})
                group.update((other, None) for other in sense if stem(other) != stem(member))
    return _Glossary(words, stems, {one: tuple(group) for one, group in groups.items()})
