"""A search result → its explanation, from what the search has computed anyway."""

from collections.abc import Iterator, Mapping, Sequence

from index.confidence import FEATURE_NAMES, Calibration, Features
from index.records import Hit, Outcome
from index.search.decision import deciding_place
from index.search.explaining.explanation import (
    ExplainedDecision,
    ExplainedHit,
    Explanation,
    FeatureWeight,
    Reason,
    ReasonKind,
    ScorePart,
    Understanding,
)
from index.search.explaining.score_parts import score_parts
from index.search.pipeline import SearchResult
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.results import SearchTrace
from index.search.reading.features import other_ordinal
from index.search.reading.read_articles import ReadArticle
from index.search.routing import InputKind
from index.text.analysis import terms
from index.text.translation import synonyms, translations


def explain(result: SearchResult, calibration: Calibration) -> Explanation:
    """Why a search has its outcome; `calibration` is that of the snapshot that was searched."""
    trace = result.found.trace
    ranking = trace.ranking if trace else None
    place = deciding_place(result.found, result.query, calibration)
    understood = _understood(result, trace)
    outcome = result.decision.outcome
    if trace is None or ranking is None or place is None:
        reasons = (Reason(kind=_undecided(result)),)
        return Explanation(understood=understood, outcome=outcome, reasons=reasons)
    return Explanation(
        understood=understood,
        outcome=outcome,
        reasons=tuple(_reasons(result, trace, place, calibration)),
        passages=len(ranking.candidates.rows),
        hits=tuple(
            _explained(result, at, score_parts(trace, ranking, at), calibration)
            for at in range(len(result.found.hits))
        ),
        decision=_decision(place, result.found.features[place], calibration),
    )


def _understood(result: SearchResult, trace: SearchTrace | None) -> Understanding:
    parsed = result.query
    if trace is None:
        return Understanding(
            words=parsed.content,
            filters=parsed.filters,
            added=result.added,
            dropped=result.dropped,
        )
    query = trace.query
    translated = _translations(query)
    alike = {} if translated else {term: tuple(synonyms(term)) for term in query.terms.weights}
    return Understanding(
        words=parsed.content,
        language=query.language,
        weights=dict(query.terms.weights),
        unknown=query.terms.unknown,
        names=_names(query),
        translations=translated,
        synonyms={term: others for term, others in alike.items() if others},
        corrections=query.corrections,
        parts=query.parts,
        filters=parsed.filters,
        added=result.added,
        dropped=result.dropped,
    )


def _names(query: PreparedQuery) -> dict[str, tuple[str, ...]]:
    """Names and numbers of the question, folded, each with its other names."""
    found = {" ".join(own): tuple(others) for own, others in query.other_names.items()}
    known = {term for own in query.other_names for term in own}
    return found | dict.fromkeys(sorted(query.name_terms - known), ())


def _translations(query: PreparedQuery) -> dict[str, tuple[str, ...]]:
    if query.language != "en" or not query.tuning.translates:
        return {}
    found = {word: tuple(translations(word)) for word in terms(query.parsed.content)}
    return {word: others for word, others in found.items() if others}


def _undecided(result: SearchResult) -> ReasonKind:
    if result.input_kind is InputKind.URL:
        return ReasonKind.OPENED
    if result.found.hits:
        return ReasonKind.LISTED
    asked = any(map(str.isalnum, result.query.search_text))
    return ReasonKind.NO_CANDIDATES if asked else ReasonKind.NOTHING_ASKED


def _reasons(
    result: SearchResult, trace: SearchTrace, place: int, calibration: Calibration
) -> Iterator[Reason]:
    """What the deciding hit's outcome rests on: first the rules, then the probability."""
    if result.input_kind is InputKind.URL and result.decision.outcome is Outcome.ANSWER:
        yield Reason(kind=ReasonKind.OPENED)
        return
    hit, features = result.found.hits[place], result.found.features[place]
    if not result.query.has_subject:
        yield Reason(kind=ReasonKind.NO_SUBJECT)
    if not result.found.heard[place]:
        yield Reason(kind=ReasonKind.NOT_HEARD, names=(result.query.filters.speaker,))
    yield from _what_is_missing(hit, features, trace.query, trace.articles[place])
    if not calibration.is_near(features):
        yield Reason(kind=ReasonKind.OFF_SUBJECT)
    confident = calibration.is_confident(features)
    yield Reason(kind=ReasonKind.CONFIDENT if confident else ReasonKind.NOT_CONFIDENT)


def _what_is_missing(
    hit: Hit, features: Features, query: PreparedQuery, article: ReadArticle
) -> Iterator[Reason]:
    """The rules that an answer's article has every name, and its excerpt every number."""
    ordinal = other_ordinal(query, article)
    absent = [name for name in hit.missing if name != query.parsed.filters.speaker]
    numbers = tuple(name for name in absent if any(map(str.isdigit, name)))
    apart = tuple(name for name in hit.elsewhere if any(map(str.isdigit, name)))
    if features.names_absent:
        names = tuple(name for name in absent if name not in numbers)
        yield Reason(kind=ReasonKind.NAME_MISSING, names=names)
    if features.numbers_absent > ordinal:
        yield Reason(kind=ReasonKind.NUMBER_MISSING, names=numbers)
    if features.numbers_apart:
        yield Reason(kind=ReasonKind.NUMBER_ELSEWHERE, names=apart)
    if ordinal:
        yield Reason(kind=ReasonKind.OTHER_ORDINAL)


def _explained(
    result: SearchResult, at: int, parts: Mapping[str, ScorePart], calibration: Calibration
) -> ExplainedHit:
    hit = result.found.hits[at]
    return ExplainedHit(
        article=hit.article,
        score=hit.score,
        parts=parts,
        probability=calibration.confidence(result.found.features[at]),
        heard=result.found.heard[at],
        missing=hit.missing,
        elsewhere=hit.elsewhere,
    )


def _decision(place: int, features: Features, calibration: Calibration) -> ExplainedDecision:
    model = calibration.model_of(features)
    pairs: Sequence[tuple[float, float]] = list(zip(features.values, model.weights, strict=True))
    return ExplainedDecision(
        hit=place + 1,
        read=features.read,
        intercept=model.intercept,
        features={
            name: FeatureWeight(value=value, contribution=value * weight)
            for name, (value, weight) in zip(FEATURE_NAMES, pairs, strict=True)
        },
        logit=model.logit(features),
        probability=model.probability(features),
        threshold=model.threshold,
        near=calibration.near.probability(features),
        near_threshold=calibration.near.threshold,
    )
