"""An explanation with a few values of every kind."""

from index.records import Citation, Outcome
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


def explanation(article: Citation, outcome: Outcome = Outcome.ANSWER) -> Explanation:
    """Of a question on “internet desa” that an article answers with a probability of .75."""
    return Explanation(
        understood=Understanding(
            words="internet desa",
            language="id",
            weights={"internet": 1.5, "desa": 2.25},
            names={"kominfo": ("kemkominfo", "kemenkominfo", "ICT Ministry", "komdigi")},
            corrections=(("intrenet", "internet"),),
        ),
        outcome=outcome,
        reasons=(
            Reason(kind=ReasonKind.NAME_MISSING, names=("Papua", "Ambon")),
            Reason(kind=ReasonKind.CONFIDENT),
        ),
        passages=1234,
        hits=(
            ExplainedHit(
                article=article,
                score=0.605,
                parts={
                    "words": ScorePart(value=0.5, points=0.105),
                    "meaning": ScorePart(value=1.0, points=0.5),
                    "sentence": ScorePart(value=0.0, points=0.0),
                },
                probability=0.75,
                heard=True,
                missing=("Papua", "Ambon"),
            ),
        ),
        decision=ExplainedDecision(
            hit=1,
            read=True,
            intercept=-1.0,
            features={
                "mass": FeatureWeight(value=0.5, contribution=0.6),
                "similarity": FeatureWeight(value=1.0, contribution=1.5),
                "foreign": FeatureWeight(value=0.0, contribution=0.0),
            },
            logit=1.1,
            probability=0.75,
            threshold=0.6,
            near=0.99,
            near_threshold=0.11,
        ),
    )
