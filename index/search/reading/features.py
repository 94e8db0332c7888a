"""The features of hits: what an excerpt and its article say for and against an answer."""

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.confidence import Features
from index.search.preparation.prepared_query import AskedName, PreparedQuery
from index.search.reading.ordinals import has_ordinal, names_another
from index.search.reading.read_articles import ReadArticle
from index.text.analysis import fold, spaced_words, words
from index.text.analysis import terms as terms_of
from index.text.sentence_features import AnswerType

# Logits beyond these are as sure as can be.
LEAST_LOGIT, MOST_LOGIT = -10.0, 6.0


def compute_features(
    query: PreparedQuery,
    similarities: Sequence[float],
    articles: Sequence[ReadArticle],
) -> tuple[Features, ...]:
    """The features of each hit; `similarities` are the scaled cosines of their passages."""
    pairs = zip(similarities, articles, strict=True)
    return tuple(_features(query, similarity, article) for similarity, article in pairs)


def _features(query: PreparedQuery, similarity: float, article: ReadArticle) -> Features:
    terms = query.query_terms
    foreign = len({query.language, article.article.stored.language} - {""}) > 1
    shares = terms.crosslingual_shares if foreign else terms.shares
    whole, near = article.held_whole, article.held_near
    names, digits = query.name_columns, query.number_columns
    weights = terms.shares * names
    total = weights.sum() or 1.0
    absent, apart = weights * ~whole / total, weights * (whole & ~near) / total
    answer = min(max(article.best_logit, LEAST_LOGIT), MOST_LOGIT)
    return Features(
        read=article.is_read,
        answer=answer,
        above_even=max(answer, 0.0),
        mass=article.excerpt.mass if article.excerpt else 0.0,
        breadth=1 / max(len(query.terms.weights), 1),
        similarity=similarity,
        foreign=float(foreign),
        excerpt_covered=float(near @ shares),
        names_absent=float(absent[~digits].sum()),
        names_apart=float(apart[~digits].sum()),
        numbers_absent=float(absent[digits].sum()) + other_ordinal(query, article),
        numbers_apart=float(apart[digits].sum()),
        answer_type=_answer_type(terms.kind, article),
        heard=_heard(query, article),
    )


def absent_names(
    query: PreparedQuery, article: ReadArticle
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The question's names and numbers that the article lacks, and those it has elsewhere only.

    As they stand in the question; neighbouring words are one name. A name that is there by any of
    its other names or spellings is not absent.
    """
    whole, near, names = article.held_whole, article.held_near, query.name_columns
    missing = _absent_speaker(query, article)
    if not (names & ~near).any():
        return missing, ()
    within = {pair for own in query.other_names for pair in pairwise(own)}

    def standing(wanted: NDArray[np.bool_]) -> tuple[str, ...]:
        found = [name for name in query.asked_names if wanted[name.column]]
        return _joined(query.parsed.text, found, within)

    missing = (*missing, *standing(~whole))
    return tuple(dict.fromkeys(missing)), standing(whole & ~near)


def _absent_speaker(query: PreparedQuery, article: ReadArticle) -> tuple[str, ...]:
    """The speaker asked for, as asked, if the article neither quotes nor mentions them."""
    name = query.parsed.filters.speaker
    if query.speaker is None or not query.speaker.definite or (article.agreement > 0).any():
        return ()
    # The last space of the title is the first of the text.
    here = spaced_words(article.article.stored.title) + article.article.spaced_words[1:]
    own = terms_of(name)
    others = query.spaced_names.get(tuple(own), ())
    mentioned = any(form in here for form in (*others, *(f" {word} " for word in own)))
    return () if mentioned else (name,)


def _joined(
    text: str, names: Sequence[AskedName], within: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    """Words with nothing but white space between them, or `within` a name, as one, each once."""
    spans: list[tuple[int, int]] = []
    before = ""
    for word, start, end, _ in names:
        gap = text[spans[-1][1] : start].strip() if spans else ""
        if spans and (not gap or (fold(before), fold(word)) in within):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        before = word
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def other_ordinal(query: PreparedQuery, article: ReadArticle) -> float:
    """The share of a term, if the excerpt is about another of several things than is asked for."""
    if article.excerpt is None or not has_ordinal(query.words):
        return 0.0
    excerpt = article.article.text[article.excerpt.start : article.excerpt.end]
    another = names_another(query.words, words(excerpt))
    return another / max(len(query.query_terms.shares), 1)


def _answer_type(asked: AnswerType, article: ReadArticle) -> float:
    """1 if the excerpt holds the type of answer asked for, -1 if it lacks it, 0 if any would do."""
    if asked == AnswerType.NONE or article.excerpt is None:
        return 0.0
    kinds = article.article.kinds[article.excerpt.first : article.excerpt.last + 1]
    return 1.0 if (kinds & int(asked)).any() else -1.0


def _heard(query: PreparedQuery, article: ReadArticle) -> float:
    """1 if the speaker asked for says the excerpt, -1 if not, 0 if nobody in particular is."""
    if query.speaker is None:
        return 0.0
    return 1.0 if article.excerpt_agreement >= query.tuning.same_speaker else -1.0


def is_heard(query: PreparedQuery, article: ReadArticle) -> bool:
    """Whether an excerpt is by the speaker asked for; one merely described need only be alike."""
    return query.speaker is None or article.excerpt_agreement >= query.least_agreement
