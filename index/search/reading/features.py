"""The features of hits: what an excerpt, its article and the other articles say for an answer."""

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.confidence import Features
from index.search.prepared_query import PreparedQuery
from index.search.reading.read_articles import ReadArticle
from index.text.analysis import WORD, fold
from index.text.sentence_features import AnswerType, TermNumbers, term_number

# Logits beyond these are as sure as can be.
LEAST_LOGIT, MOST_LOGIT = -10.0, 6.0


def compute_features(
    query: PreparedQuery,
    similarities: Sequence[float],
    articles: Sequence[ReadArticle],
) -> tuple[Features, ...]:
    """The features of each hit; `similarities` are the scaled cosines of their passages."""
    best = [_clipped(article.best_logit) for article in articles]
    found = []
    for place, (similarity, article) in enumerate(zip(similarities, articles, strict=True)):
        rivals = [logit for other, logit in enumerate(best) if other != place]
        found.append(_features(query, similarity, article, max(rivals, default=LEAST_LOGIT)))
    return tuple(found)


def _features(
    query: PreparedQuery, similarity: float, article: ReadArticle, rival: float
) -> Features:
    terms = query.query_terms
    foreign = len({query.language, article.article.stored.language} - {""}) > 1
    shares = terms.crosslingual_shares if foreign else terms.shares
    whole, near = held_terms(query, article)
    names = _name_columns(query, terms.numbers, terms.columns)
    weights = terms.shares * names
    total = weights.sum() or 1.0
    return Features(
        read=article.is_read,
        answer=_clipped(article.best_logit),
        rival=rival,
        similarity=similarity,
        foreign=float(foreign),
        nameless=float(not names.any()),
        covered=float(whole @ shares),
        excerpt_covered=float(near @ shares),
        names_absent=float((~whole @ weights) / total),
        names_apart=float(((whole & ~near) @ weights) / total),
        answer_type=_answer_type(terms.kind, article),
        heard=_heard(query, article),
    )


def held_terms(
    query: PreparedQuery, article: ReadArticle
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the query's terms (terms,) the article holds, and which its excerpt and title do.

    The sentences beside the excerpt count as near. The year of publication counts as held.
    """
    stored = article.article.stored
    title = np.frombuffer(stored.title_terms, "<u4")
    year = np.array([term_number(stored.published[:4])], dtype="<u4")
    beside = query.query_terms.found_in(np.concatenate([title, year]), [len(title) + 1])[0]
    whole = beside | article.held.any(axis=0)
    if article.excerpt is None:
        return whole, beside
    first, last = max(article.excerpt.first - 1, 0), article.excerpt.last + 2
    return whole, beside | article.held[first:last].any(axis=0)


def absent_names(
    query: PreparedQuery, article: ReadArticle
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The question's names and numbers that the article lacks, and those it has elsewhere only.

    As they stand in the question; neighbouring words are one name. A name that is there by any of
    its other names or spellings is not absent.
    """
    terms = query.query_terms
    whole, near = held_terms(query, article)
    names = _name_columns(query, terms.numbers, terms.columns)
    column_of = dict(zip(terms.numbers.tolist(), terms.columns.tolist(), strict=True))
    corrected = dict(query.corrections)

    def column(word: str) -> int | None:
        term = fold(word)
        return column_of.get(term_number(corrected.get(term, term)))

    within = {pair for own in query.other_names for pair in pairwise(own)}

    def standing(held: NDArray[np.bool_], besides: NDArray[np.bool_]) -> tuple[str, ...]:
        wanted = [
            (match[0], match.start(), match.end())
            for match in WORD.finditer(query.parsed.text)
            if (at := column(match[0])) is not None and names[at] and not held[at] and besides[at]
        ]
        return _joined(query.parsed.text, wanted, within)

    everywhere = np.ones(len(terms.shares), dtype=np.bool_)
    return standing(whole, everywhere), standing(near, whole)


def _joined(
    text: str, words: Sequence[tuple[str, int, int]], within: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    """Words with nothing but white space between them, or `within` a name, as one, each once."""
    spans: list[tuple[int, int]] = []
    before = ""
    for word, start, end in words:
        gap = text[spans[-1][1] : start].strip() if spans else ""
        if spans and (not gap or (fold(before), fold(word)) in within):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        before = word
    return tuple(dict.fromkeys(text[start:end] for start, end in spans))


def _name_columns(
    query: PreparedQuery, numbers: TermNumbers, columns: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which terms (terms,) of the query are names or numbers."""
    wanted = [term_number(name) for name in query.names.weights]
    found = np.zeros(len(query.query_terms.shares), dtype=np.bool_)
    found[columns[np.isin(numbers, wanted)]] = True
    return found


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
    if query.speaker is None:
        return True
    tuning = query.tuning
    enough = tuning.same_speaker if query.speaker.definite else tuning.similar_speaker
    return article.excerpt_agreement >= enough


def _clipped(logit: float) -> float:
    return min(max(logit, LEAST_LOGIT), MOST_LOGIT)
