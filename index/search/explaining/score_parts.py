"""The score of a hit, part by part."""

import numpy as np

from index.search.explaining.explanation import ScorePart
from index.search.ranking.results import SearchTrace
from index.search.ranking.scoring import Ranking

# Values 0–1 with their weights, by the name of the part.
_Weighed = dict[str, tuple[float, float]]


def score_parts(trace: SearchTrace, ranking: Ranking, at: int) -> dict[str, ScorePart]:
    """The parts of the score of the hit at place `at`; their points add up to the score.

    As `scoring.fuse`, `scoring.refine` and the reader add them; a test holds them to it.
    """
    query, scored, article = trace.query, trace.scored[at], trace.articles[at]
    tuning, place, sentences = query.tuning, scored.place, ranking.sentences
    lowest, highest = tuning.lowest_similarity, tuning.highest_similarity
    most = tuning.bm25_per_idf * query.terms.total
    found = float(ranking.candidates.bm25[place])
    weighed = {
        "meaning": (
            float(np.clip((scored.similarity - lowest) / (highest - lowest), 0, 1)),
            tuning.dense_weight,
        ),
        "words": (min(found / most, 1.0) if most else 0.0, 1 - tuning.dense_weight),
        "covered": (float(sentences.covered[place]), tuning.covered_weight),
        "sentence": (float(sentences.sentence_covered[place]), tuning.sentence_covered_weight),
        "answer_type": (float(sentences.answer_type[place]), tuning.answer_type_weight),
    }
    weighed = _shares(weighed)
    if query.speaker is not None:
        said = float(sentences.agreement[place])
        weighed = _with_weight(weighed, "speaker", said, tuning.speaker_weight)
    if any(one.is_read for one in trace.articles):
        weighed = _with_weight(weighed, "reader", article.probability, tuning.reader_weight)
    return {
        name: ScorePart(value=value, points=value * weight)
        for name, (value, weight) in weighed.items()
    }


def _shares(weighed: _Weighed) -> _Weighed:
    whole = sum(weight for _, weight in weighed.values())
    return {name: (value, weight / whole) for name, (value, weight) in weighed.items()}


def _with_weight(weighed: _Weighed, name: str, value: float, weight: float) -> _Weighed:
    """The same with one part more, of this weight beside the 1 that the others have."""
    return _shares({**weighed, name: (value, weight)})
