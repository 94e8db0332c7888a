"""The words of a query as a snapshot has them: misspelt ones corrected, English ones translated."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from index.query.parse import ParsedQuery
from index.search.preparation.term_weights import TermWeights, weigh_terms
from index.search.tuning import Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.spelling.phrases import correct_phrases
from index.store.spelling.slips import correct_spelling
from index.text.analysis import WORD, fold, terms
from index.text.language import language_of_query
from index.text.stopwords import is_common
from index.text.translation import translations


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The terms of a query in the words of a snapshot.

    `meant` is the term that each word of the query became; `names` and `translated` are words of
    the query.
    """

    language: str
    terms: TermWeights
    meant: Mapping[str, str]
    names: frozenset[str]
    translated: frozenset[str]
    corrections: tuple[tuple[str, str], ...]


def word_query(query: ParsedQuery, snapshot: OpenSnapshot, tuning: Tuning) -> Wording:
    """Correct the misspelt terms of a query and translate the English ones."""
    language = language_of_query(query.text)
    english = language == "en"
    words, names = terms(query.content), _names(query.content)
    others = {word: translations(word) for word in words} if english and tuning.translates else {}
    weights = weigh_terms(words, snapshot, others=others)
    corrections: tuple[tuple[str, str], ...] = ()
    if tuning.corrects_spelling:
        # An English word is no misspelt Indonesian one, but a name is a name.
        doubtful = {word for word in words if word in names or not english}
        corrections = _corrections(query.content, doubtful, weights, snapshot)
    # The archive's own word counts; but Bill is not a “rancangan”.
    meant = {word: word if word in names else weights.usual(word) for word in words}
    meant |= corrections
    if any(word != term for word, term in meant.items()):
        others_of_terms = {term: others.get(word, ()) for word, term in meant.items()}
        weights = weigh_terms(meant.values(), snapshot, others=others_of_terms)
    translated = frozenset(word for word, other in others.items() if other)
    if english:
        # A word that no article could hold says nothing about any.
        reachable = names | {meant[word] for word in translated}
        weights = weights.only(weights.weights.keys() - (set(weights.unknown) - reachable))
    return Wording(
        language=language,
        terms=weights,
        meant=meant,
        names=frozenset(names),
        translated=translated,
        corrections=corrections,
    )


def _corrections(
    content: str, doubtful: Collection[str], known: TermWeights, snapshot: OpenSnapshot
) -> tuple[tuple[str, str], ...]:
    """Corrections of the doubtful words: by the phrases they stand in, else each by itself."""
    asked = list(map(fold, WORD.findall(content)))
    sure = frozenset(word for word in asked if word not in doubtful or is_common(word))
    found = correct_phrases(snapshot.tables, snapshot.words, asked, sure)
    alone = [word for word in known.unknown if word in doubtful and word not in found]
    for word in alone:
        if right := correct_spelling(snapshot.tables, snapshot.words, word):
            found[word] = right
    return tuple((word, found[word]) for word in dict.fromkeys(asked) if word in found)


def replace_words(text: str, corrections: Iterable[tuple[str, str]]) -> str:
    """The text with words replaced, a capital as it was."""
    for wrong, right in corrections:
        found = re.compile(rf"\b{re.escape(wrong)}\b", re.IGNORECASE)
        text = found.sub(partial(_like, right), text)
    return text


def _like(word: str, found: re.Match[str]) -> str:
    return word.title() if found[0][0].isupper() else word


def _names(text: str) -> set[str]:
    """Words that mean the same in any language, folded: names, by their capital, and numbers."""
    first, *others = WORD.findall(text) or [""]
    found = {fold(word) for word in others if word[0].isupper() or any(map(str.isdigit, word))}
    return found | ({fold(first)} if any(map(str.isdigit, first)) or first.isupper() else set())
