"""Decide the outcome of a search and which of its hits are shown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.confidence import Calibration, Decision, Features
from index.query.parse import ParsedQuery
from index.records import Hit, Outcome
from index.search.prepared_query import PreparedQuery
from index.search.results import RankedHits
from index.search.scoring import Ranking, ScoredPassage
from index.search.tuning import Tuning

NOTHING = Decision(Outcome.NOTHING, 0.0)


def compute_features(
    query: PreparedQuery, ranking: Ranking, whole: Ranking, languages: Sequence[str]
) -> tuple[Features, ...]:
    """The features of the first hits of a ranking, one for each of `languages`.

    `languages` are those of the hits' articles. `whole` is the ranking without filters: how far a
    hit stands out is measured against all articles.
    """
    around = _mean_similarities(whole, query.tuning)
    hits = zip(ranking.passages, languages, strict=False)
    return tuple(_features(query, ranking, scored, around, language) for scored, language in hits)


def _features(
    query: PreparedQuery,
    ranking: Ranking,
    scored: ScoredPassage,
    around: tuple[float, float],
    language: str,
) -> Features:
    near, far = around
    foreign = len({query.language, language} - {""}) > 1
    sentences, place = ranking.sentences, scored.place
    covered, in_sentence = sentences.covered[place], sentences.sentence_covered[place]
    if foreign:
        covered = sentences.crosslingual_covered[place]
        in_sentence = sentences.sentence_crosslingual_covered[place]
    return Features(
        similarity=scored.similarity,
        margin=scored.similarity - near,
        height=scored.similarity - far,
        size=math.log10(query.snapshot.manifest.passages),
        foreign=float(foreign),
        nameless=float(foreign and not query.names.weights),
        covered=float(covered),
        known=(query.crosslingual_terms if foreign else query.topic_terms).known,
        sentence_covered=float(in_sentence),
        heard=_heard(query, ranking, scored),
    )


def _mean_similarities(ranking: Ranking, tuning: Tuning) -> tuple[float, float]:
    """The mean similarity of the ten nearest stories without the first, and of those behind them.

    Of a single story it is its own; of few, the farther half stands for those behind.
    """
    similarities = sorted((scored.similarity for scored in ranking.passages), reverse=True)
    near = similarities[1 : tuning.nearest_stories] or similarities
    far = similarities[min(tuning.nearest_stories, len(similarities) // 2) :]
    return sum(near) / len(near), sum(far) / len(far)


def _heard(query: PreparedQuery, ranking: Ranking, scored: ScoredPassage) -> float:
    """1 if the speaker asked for says the quote, -1 if not, 0 if nobody in particular is."""
    if query.speaker is None:
        return 0.0
    agreement = ranking.sentences.agreement[scored.place]
    return 1.0 if agreement >= query.tuning.same_speaker else -1.0


def is_heard(query: PreparedQuery, ranking: Ranking, scored: ScoredPassage) -> bool:
    """Whether a quote is by the speaker asked for; somebody merely described need only be alike."""
    if query.speaker is None:
        return True
    tuning = query.tuning
    enough = tuning.same_speaker if query.speaker.definite else tuning.similar_speaker
    return bool(ranking.sentences.agreement[scored.place] >= enough)


def decide(found: RankedHits, query: ParsedQuery, calibration: Calibration) -> Decision:
    """The decision on the first hit, or on the best one where the newest comes first.

    Where a speaker is asked for, only their words are an answer; and nothing is where no word names
    a subject, however near it is.
    """
    if query.is_empty:
        return NOTHING
    hits = zip(found.features, found.heard, strict=True)
    decisions = [_if_heard(calibration.decide(features), heard) for features, heard in hits]
    if query.filters.latest:
        # Stable: of equally confident hits the first stays first.
        decisions.sort(key=lambda one: (one.outcome is not Outcome.ANSWER, -one.confidence))
    best = decisions[0] if decisions else NOTHING
    return best if query.has_subject else _at_most_related(best)


def _if_heard(decision: Decision, heard: bool) -> Decision:
    return decision if heard else _at_most_related(decision)


def _at_most_related(decision: Decision) -> Decision:
    if decision.outcome is not Outcome.ANSWER:
        return decision
    return replace(decision, outcome=Outcome.RELATED)


def select_hits(
    found: RankedHits, outcome: Outcome, calibration: Calibration, *, latest: bool, tuning: Tuning
) -> tuple[Hit, ...]:
    """The hits that are shown, numbered anew.

    An ANSWER drops hits by another speaker than the one asked for, and hits below two thirds of the
    answer threshold; not if `latest`, for what is new need not answer anything. RELATED
    keeps titles only, newest first if `latest`.
    """
    if outcome is Outcome.NOTHING:
        return ()
    if outcome is Outcome.RELATED:
        # What is not quoted cannot be taken for an answer.
        titles = [replace(hit, quote="", speaker="") for hit in found.hits]
        if latest:
            titles.sort(key=lambda hit: hit.article.published, reverse=True)
        return numbered(titles)
    least = 0.0 if latest else tuning.other_hits_share * calibration.answer
    return numbered(confident_hits(found, least, calibration))


def confident_hits(found: RankedHits, least: float, calibration: Calibration) -> list[Hit]:
    """The hits of at least this confidence, by the speaker asked for."""
    hits = zip(found.hits, found.features, found.heard, strict=True)
    return [
        hit for hit, features, heard in hits if heard and calibration.confidence(features) >= least
    ]


def numbered(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The hits with ranks from 1."""
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1))
