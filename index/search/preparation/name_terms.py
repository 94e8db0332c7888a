"""Which words of a query are names, however it was typed: those that the archive writes so."""

import re
from collections.abc import Iterable

from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import fold
from index.text.stopwords import is_common

# Passages that are looked at for a word, about .1 ms for each word in 17,891 articles.
_PASSAGES = 12
# A word is a name if it has a capital in at least this share of its places within a sentence, and
# in two of them. Of 302 words of questions in chat language 114 are names by this; read through,
# 110 of them are; the others are “min”, “ketua”, “white” and “utara”.
_CAPITAL_SHARE = 0.8
_LEAST_CAPITALS = 2


def archive_names(snapshot: OpenSnapshot, terms: Iterable[str]) -> frozenset[str]:
    """Those of the folded words that a snapshot's articles write with a capital."""
    return frozenset(term for term in terms if _is_name(snapshot, term))


def _is_name(snapshot: OpenSnapshot, term: str) -> bool:
    if len(term) < 2 or is_common(term):
        return False
    # At the beginning of a sentence every word has a capital.
    within = re.compile(rf"(?<=[a-z0-9,] )((?i:{re.escape(term)}))\b")
    rows = snapshot.words.first_with(term, limit=_PASSAGES)
    found = [
        match[1][0].isupper()
        for text in snapshot.tables.passage_texts(rows)
        for match in within.finditer(text)
        if fold(match[1]) == term
    ]
    capitals: int = sum(found)
    return capitals >= max(_LEAST_CAPITALS, _CAPITAL_SHARE * len(found))
