"""Which words of a question the sentences of an article hold, also by longer names."""

import numpy as np
from numpy.typing import NDArray

from index.search.prepared_query import PreparedQuery
from index.search.reading.article_text import ArticleText
from index.text.analysis import words
from index.text.sentence_features import term_number


def terms_held(query: PreparedQuery, article: ArticleText) -> NDArray[np.bool_]:
    """Which of the query's terms each sentence holds (n, terms).

    A term by itself, by a synonym, a translation or another name of one word; the words of a name
    also by another name of it, if all of that is there.
    """
    terms = query.query_terms
    held = terms.found_in(article.terms, article.term_counts)
    if not query.other_names:
        return held
    whole = _spaced(article.text)
    column_of = dict(zip(terms.numbers.tolist(), terms.columns.tolist(), strict=True))
    for own, names in query.other_names.items():
        numbers = map(term_number, own)
        columns = [column_of[number] for number in numbers if number in column_of]
        present = [spaced for name in names if (spaced := _spaced(name)) in whole]
        if columns and present:
            here = [
                any(name in sentence for name in present)
                for sentence in map(_spaced, article.sentences)
            ]
            held[np.ix_(here, columns)] = True
    return held


def _spaced(text: str) -> str:
    return f" {' '.join(words(text))} "
