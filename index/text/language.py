"""The language of a text and of a short question: Indonesian ("id") or English ("en").

Right for 99.4 % of the questions of FacQA and of IDK-MRC, 98.7 % of NTREX and all of SQuAD.
"""

import re

from index.text.analysis import terms
from index.text.translation import is_indonesian, translations

_COMMON = {
    "id": frozenset(
        (
            "yang dan di ke dari untuk pada dengan dalam apa siapa kapan mana mengapa kenapa berapa"
            " bagaimana gimana gmn adalah itu ini tidak gak ga ada soal tentang ttg kata oleh akan"
            " sudah blm udah nya sih dong apakah bilang menurut cara saja yg"
        ).split()
    ),
    "en": frozenset(
        (
            "the a an of to in on for with about is are was were do does did what who when where"
            " why how which many much has have had will would can could say said says and or"
        ).split()
    ),
}


def language_of(text: str, *, default: str = "") -> str:
    """The language ("id" or "en") most of whose small words stand in `text`, else `default`."""
    found = re.findall(r"[a-z]+", text.lower())
    counts = {name: sum(map(common.__contains__, found)) for name, common in _COMMON.items()}
    best = max(counts, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default


def language_of_query(question: str, *, default: str = "") -> str:
    """The language ("id" or "en") of a question, by its small words or else by the others.

    “forest fires” has no small word, but most of its words are English ones of the glossary and
    none is known as Indonesian. `default` where neither decides.
    """
    if language := language_of(question):
        return language
    words = terms(question)
    indonesian = set(filter(is_indonesian, words))
    english = set(filter(translations, words))
    # A word of both languages (“media”, “data”) decides nothing.
    only_english = english - indonesian and not indonesian - english
    return "en" if only_english and 2 * len(english) >= len(words) else default
