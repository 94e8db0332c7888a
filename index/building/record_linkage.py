"""Record linkage: which of the archive's articles a file brings again under another id.

The id of an article that has neither id nor address derives from all that is known of it, so it
changes when its text is corrected, a rule of cleaning changes or an address becomes known. What
this run would remove is compared with what would be new; a pair that is one article keeps the id by
which it is hidden, followed and linked. Nothing is lost by it: an article that this run would not
remove is never taken for another.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from index.building.publishing.near_duplicates import (
    SAME_STORY,
    sketch_keys,
    sketch_similarity,
    sketch_text,
)
from index.store.archive.article_rows import ArticleTraits
from index.store.archive.staging import StagedArticle
from index.text.analysis import words

# Shares of equal text and of equal title words from which two articles of one day are one.
# Of the 45 such pairs below SAME_STORY in the 2019 archive at most seven are successive reports,
# the others one text, edited by two outlets; half-time and final scores have other titles.
SIMILAR_TEXT = 0.5
SIMILAR_TITLE = 0.5
# What the id of an article looks like that has no id in its record.
_DERIVED = re.compile(r"[0-9a-f]{16}")


def link_records(
    arriving: Iterable[StagedArticle], leaving: Sequence[ArticleTraits]
) -> dict[str, str]:
    """The ids of articles that leave by the ids of those that arrive in their place.

    Each is in one pair at most; of several that fit, those with the most similar texts.
    """
    new = [_traits(staged) for staged in arriving]
    alone = _alone(new) & _alone(leaving)
    found = _LeavingIndex(leaving, alone)
    pairs = [
        (sketch_similarity(one.sketch, old.sketch), one.origin == old.origin, one.id, old.id)
        for one in new
        for old in found.candidates(one)
        if _are_one(one, old, alone)
    ]
    linked: dict[str, str] = {}  # by the ids that leave
    placed: set[str] = set()
    for _similarity, _same_file, new_id, old_id in sorted(pairs, reverse=True):
        if new_id not in placed and old_id not in linked:
            placed.add(new_id)
            linked[old_id] = new_id
    return {new_id: old_id for old_id, new_id in linked.items()}


def _traits(staged: StagedArticle) -> ArticleTraits:
    article = staged.article
    return ArticleTraits(
        id=article.id,
        url_key=staged.url_key,
        title=article.title,
        published=article.published,
        origin=staged.origin,
        sketch=sketch_text(article.text),
    )


class _LeavingIndex:
    """Articles by what they may share with another that is the same."""

    def __init__(self, leaving: Iterable[ArticleTraits], alone: frozenset[str]) -> None:
        self._alone = alone
        self._by_trait: defaultdict[object, list[ArticleTraits]] = defaultdict(list)
        for article in leaving:
            for trait in self._traits(article):
                self._by_trait[trait].append(article)

    def candidates(self, article: ArticleTraits) -> Iterable[ArticleTraits]:
        """The articles that share a trait with this one, each once."""
        found = {
            other.id: other
            for trait in self._traits(article)
            for other in self._by_trait.get(trait, ())
        }
        return found.values()

    def _traits(self, article: ArticleTraits) -> Iterable[object]:
        if title := frozenset(words(article.title)):
            yield title
        if article.origin in self._alone:
            yield "file", article.origin
        yield from enumerate(sketch_keys(article.sketch))


def _are_one(new: ArticleTraits, old: ArticleTraits, alone: frozenset[str]) -> bool:
    if new.url_key and old.url_key:
        return False  # two addresses: two pages
    if not (_DERIVED.fullmatch(new.id) or _DERIVED.fullmatch(old.id)):
        return False  # two ids that records state: two articles
    similarity = sketch_similarity(new.sketch, old.sketch)
    days = {new.published[:10], old.published[:10]} - {""}
    same_file = new.origin == old.origin and new.origin in alone
    titles = _title_similarity(new.title, old.title)
    if len(days) > 1 or not (same_file or titles >= SIMILAR_TITLE):
        return similarity >= SAME_STORY
    return (same_file and titles == 1) or similarity >= SIMILAR_TEXT


def _title_similarity(one: str, other: str) -> float:
    """The Jaccard similarity of the words, 0 if one title is unknown."""
    first, second = set(words(one)), set(words(other))
    return len(first & second) / len(first | second) if first and second else 0.0


def _alone(articles: Iterable[ArticleTraits]) -> frozenset[str]:
    """The files of which there is one article only."""
    counts = Counter(article.origin for article in articles)
    return frozenset(origin for origin, count in counts.items() if count == 1)
