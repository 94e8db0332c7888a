"""Which words of a question the sentences of an article hold, also by longer names."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.search.preparation.prepared_query import PreparedQuery
from index.search.reading.article_text import ArticleText
from index.search.reading.excerpts import Excerpt
from index.text.analysis import spaced_words
from index.text.sentence_features import term_number

# Two words that are one elsewhere are looked for from this length on: “Tik Tok” for “TikTok”.
_SHORTEST_JOINED = 5
# Small numbers are written as words, here between spaces.
_NUMBER_WORDS = {
    str(number): [f" {word} " for word in pair]
    for number, pair in enumerate(
        [
            *(("satu", "one"), ("dua", "two"), ("tiga", "three"), ("empat", "four")),
            *(("lima", "five"), ("enam", "six"), ("tujuh", "seven"), ("delapan", "eight")),
            *(("sembilan", "nine"), ("sepuluh", "ten"), ("sebelas", "eleven")),
        ],
        1,
    )
}


def terms_held(query: PreparedQuery, article: ArticleText) -> NDArray[np.bool_]:
    """Which of the query's terms each sentence holds (n, terms).

    A term by itself, by a synonym, a translation or another name of one word; the words of a name
    also by another name of it, if all of that is there, and written as one word or as two.
    """
    terms = query.query_terms
    held = terms.found_in(article.terms, article.term_counts)
    column_of = dict(zip(terms.numbers.tolist(), terms.columns.tolist(), strict=True))
    present = {number for number, column in column_of.items() if held[:, column].any()}
    for own, forms in _other_forms(query, article, present):
        columns = [column_of[number] for number in map(term_number, own) if number in column_of]
        if columns:
            held[np.ix_(_sentences_with(forms, article), columns)] = True
    return held


def terms_of_heading(query: PreparedQuery, article: ArticleText) -> NDArray[np.bool_]:
    """Which of the query's terms (terms,) the title holds, or are the year of publication."""
    title = np.frombuffer(article.stored.title_terms, "<u4")
    year = np.array([term_number(article.stored.published[:4])], dtype="<u4")
    found = query.query_terms.found_in(np.concatenate([title, year]), [len(title) + 1])
    return found.reshape(-1)


def terms_around(held: NDArray[np.bool_], excerpts: Iterable[Excerpt | None]) -> NDArray[np.bool_]:
    """Which terms (terms,) these excerpts and the sentences beside them hold.

    `held` (n, terms) are the terms of each sentence.
    """
    around = np.zeros(held.shape[1], dtype=np.bool_)
    for excerpt in filter(None, excerpts):
        around |= held[max(excerpt.first - 1, 0) : excerpt.last + 2].any(axis=0)
    return around


def _other_forms(
    query: PreparedQuery, article: ArticleText, present: set[int]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Terms of the query, and other forms of them that the article has instead."""
    for own, names in query.spaced_names.items():
        forms = [name for name in names if name in article.spaced_words]
        if forms:
            yield own, forms
    absent = [name for name in query.name_terms if term_number(name) not in present]
    if absent:
        yield from _other_spellings(query, article.spaced_words, absent)


def _other_spellings(
    query: PreparedQuery, whole: str, absent: Iterable[str]
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Names of the query that are written as one word or as two, and numbers written out.

    `whole` are the words of an article between single spaces: 6 µs for an article instead of 26
    with its words and pairs of neighbours as sets.
    """
    as_one = whole.replace(" ", "")
    for name in absent:
        if len(name) >= _SHORTEST_JOINED and name in as_one and (two := _as_two(name, whole)):
            yield (name,), [two]
        if written := [word for word in _NUMBER_WORDS.get(name, ()) if word in whole]:
            yield (name,), written
    for pair in pairwise(query.words):
        joined = "".join(pair)
        if len(joined) >= _SHORTEST_JOINED and f" {joined} " in whole and not _all_in(pair, whole):
            yield pair, [f" {joined} "]


def _as_two(name: str, whole: str) -> str:
    """The last two neighbouring words that are the name without their space; "" if none are."""
    splits = (f" {name[:at]} {name[at:]} " for at in range(1, len(name)))
    found = {whole.rfind(two): two for two in splits if two in whole}
    return found[max(found)] if found else ""


def _all_in(pair: Sequence[str], whole: str) -> bool:
    return all(f" {word} " in whole for word in pair)


def _sentences_with(forms: list[str], article: ArticleText) -> list[bool]:
    spaced = map(spaced_words, article.sentences)
    return [any(form in sentence for form in forms) for sentence in spaced]
