"""Fit the two models of the confidence to cases, and choose the thresholds (no search)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from index.confidence import LogisticModel
from scripts.dev.calibrating.cases import Case, Kind

FOLDS = 5
# Inverse strength of the L2 penalty, on features of unit variance.
C = 1.0
# Of near misses and far questions, no more than 15 and 3 % are to be called answers, in whole
# percent.
MOST_NEAR, MOST_FAR = 0.155, 0.035
# Hiding a right hit, which claims that it is not there, costs as much as showing so many hits for
# questions on another subject.
HIDING_COST = 15
Floats = NDArray[np.float64]


def case_weights(cases: Sequence[Case]) -> Floats:
    """Weights (cases,) of mean 1: each set weighs the same, and in a set each size."""
    counts = Counter((case.set, case.size) for case in cases)
    sizes = Counter(name for name, _ in counts)
    share = len(cases) / len(sizes)
    return np.array(
        [share / sizes[case.set] / counts[case.set, case.size] for case in cases], dtype=np.float64
    )


def fit(
    cases: Sequence[Case], labels: NDArray[np.bool_] | None = None, *, threshold: float = 0.5
) -> LogisticModel:
    """A logistic regression on the features of the cases, as weights for them as they are.

    `labels` (cases,) is what to predict, by default whether the case is right; `threshold` what the
    model is given.
    """
    features, right = _arrays(cases)
    right = right if labels is None else labels
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=C, max_iter=2000)
    model.fit(scaler.transform(features), right, sample_weight=case_weights(cases))
    weights = model.coef_[0] / scaler.scale_
    return LogisticModel(
        weights=tuple(round(float(weight), 4) for weight in weights),
        intercept=round(float(model.intercept_[0] - weights @ scaler.mean_), 4),
        threshold=threshold,
    )


def cross_fitted(cases: Sequence[Case]) -> Floats:
    """The confidence (cases,) in each, by a model fitted without its article or question.

    What was read has a model of its own.
    """
    found = np.zeros(len(cases))
    for read in (True, False):
        places = np.array([n for n, case in enumerate(cases) if case.features.read is read], int)
        own = [cases[place] for place in places]
        if own:
            found[places] = cross_fitted_for(own, np.array([case.right for case in own]))
    return found


def cross_fitted_for(cases: Sequence[Case], labels: NDArray[np.bool_]) -> Floats:
    """The probability (cases,) of a label, by models fitted without the case's group."""
    found = np.zeros(len(cases))
    groups = [case.group for case in cases]
    for train, test in GroupKFold(FOLDS).split(cases, groups=groups):
        model = fit([cases[place] for place in train], labels[train])
        found[test] = [model.probability(cases[place].features) for place in test]
    return found


def choose_answer(cases: Sequence[Case], confidences: Floats) -> float:
    """The lowest threshold that calls no more near misses and far questions answers than allowed.

    Their shares are of all sets together, each of the same weight.
    """
    for threshold in np.arange(0.01, 1.0, 0.01).round(2).tolist():
        near = called(cases, confidences, threshold, Kind.NEAR)
        far = called(cases, confidences, threshold, Kind.FAR)
        if (near or 0.0) <= MOST_NEAR and (far or 0.0) <= MOST_FAR:
            return float(threshold)
    return 1.0


def called(
    cases: Sequence[Case], confidences: Floats, threshold: float, kind: Kind
) -> float | None:
    """The weighted share of the cases of a kind that are called answers; None if there is none."""
    own = np.array([case.kind is kind for case in cases])
    claimed = np.array([case.claimable for case in cases]) & (confidences >= threshold)
    return weighted_share(claimed, own, case_weights(cases))


def choose_near(cases: Sequence[Case], chances: Floats) -> float:
    """The threshold below which nothing is shown that costs least; of equal ones the lowest.

    `chances` (cases,) are the probabilities that the first hit is on the subject.
    """
    weights, shown_best = case_weights(cases), on_subject(cases)
    far = np.array([case.kind is Kind.FAR for case in cases])

    def cost(threshold: float) -> float:
        hidden = weighted_share(chances < threshold, shown_best, weights) or 0.0
        shown = weighted_share(chances >= threshold, far, weights) or 0.0
        return HIDING_COST * hidden + shown

    return float(min(np.arange(0.01, 1.0, 0.01).round(2).tolist(), key=cost))


def on_subject(cases: Sequence[Case]) -> NDArray[np.bool_]:
    """Which cases (cases,) have a first hit on the subject: of a right story, or a near miss's."""
    return np.array([case.relevant or case.kind is Kind.NEAR for case in cases])


def with_known_subject(cases: Sequence[Case]) -> list[Case]:
    """The cases of which it is known whether their first hit is on the subject."""
    return [case for case in cases if case.relevant or case.kind in (Kind.NEAR, Kind.FAR)]


def weighted_share(
    chosen: NDArray[np.bool_], among: NDArray[np.bool_], weights: Floats
) -> float | None:
    """The weighted share of what is chosen among some; None if these weigh nothing."""
    total = float(weights[among].sum())
    return float(weights[among & chosen].sum()) / total if total else None


def _arrays(cases: Sequence[Case]) -> tuple[Floats, NDArray[np.bool_]]:
    features = np.array([case.features.values for case in cases], dtype=np.float64)
    return features, np.array([case.right for case in cases])
