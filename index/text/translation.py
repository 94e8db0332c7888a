"""What a word is called otherwise, in Indonesian: `data/glossary.txt`, by English words.

Query translation by a dictionary, each word with all its translations as synonyms of one term: A.
Pirkola, “The effects of query structure and dictionary setups in dictionary-based cross-language
information retrieval” (SIGIR 1998). Meaning alone tells that a text is on the subject; whether it
holds what is asked is told by words, and these have to be in the archive's language.

Words that mean one English word in one sense count for one another as well: an article may say
“imunisasi” where “divaksin” is asked. That alone lifted MRR@10 by .001 (FacQA) and .002 (IDK-MRC).
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain

from index.text.analysis import stem, terms
from index.text.language import language_of


def indonesian(word: str) -> tuple[str, ...]:
    """The Indonesian words for a folded English word in any of its forms, () when not known."""
    table = _table()
    return table.words.get(word) or table.stems.get(stem(word, "english"), ())


def alike(word: str) -> tuple[str, ...]:
    """Indonesian words that share a meaning with a folded Indonesian word in any of its forms."""
    return _table().alike.get(stem(word), ())


def language_asked(question: str, *, default: str = "") -> str:
    """The language ("id" or "en") a question is in, by its small words or else by the others.

    “forest fires” has no small word, but most of it is English and nothing known to be Indonesian.
    `default` where neither tells.
    """
    if small := language_of(question):
        return small
    words, table = terms(question), _table()
    ours = {word for word in words if stem(word) in table.alike}
    english = {word for word in words if indonesian(word)}
    # A word of both languages (“media”, “data”) tells nothing.
    told = english - ours and not ours - english and 2 * len(english) >= len(words)
    return "en" if told else default


@dataclass(frozen=True, slots=True)
class _Glossary:
    """Indonesian words by English word and by its stem; by Indonesian stem those alike."""

    words: dict[str, tuple[str, ...]]
    stems: dict[str, tuple[str, ...]]
    alike: dict[str, tuple[str, ...]]


@cache
def _table() -> _Glossary:
    text = resources.files("index").joinpath("data", "glossary.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    alike: dict[str, dict[str, None]] = {}
    for line in text.splitlines():
        word, colon, others = line.partition(":")
        if not colon or word.startswith("#"):
            continue
        senses = [sense.split() for sense in others.split("|")]
        found[word] = tuple(chain.from_iterable(senses))
        stems.setdefault(stem(word, "english"), found[word])
        for other, same in ((other, sense) for sense in senses for other in sense):
            group = alike.setdefault(stem(other), {})
            group.update((one, None) for one in same if stem(one) != stem(other))
    return _Glossary(found, stems, {one: tuple(group) for one, group in alike.items()})
