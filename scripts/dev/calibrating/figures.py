"""What cross-fitted confidences are worth: reliability, separation, claims by set and threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from bot.answers.evaluation import auroc
from scripts.dev.calibrating.cases import Case, Kind
from scripts.dev.calibrating.fitting import called, case_weights, weighted_share

BINS = 10
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Cases with a confidence from `low` on: their share, mean confidence, and share of right."""

    low: float
    share: float
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Shares called answers, by kind, and how many of all claims are right; None without any."""

    answerable: float | None
    near: float | None
    far: float | None
    right: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`auroc` of right against wrong first excerpts, `auroc_near` of answerable against near.

    `ece` is the expected calibration error over ten bins of equal width.
    """

    cases: int
    auroc: float | None
    auroc_near: float | None
    ece: float


def reliability(cases: Sequence[Case], confidences: Floats) -> list[Bin]:
    """The bins that hold cases; each set weighs the same."""
    weights = case_weights(cases)
    right = np.array([case.right for case in cases], dtype=np.float64)
    numbers = np.minimum((confidences * BINS).astype(int), BINS - 1)
    found = []
    for number in np.unique(numbers).tolist():
        own = numbers == number
        total = weights[own].sum()
        found.append(
            Bin(
                low=number / BINS,
                share=round(float(total / weights.sum()), 4),
                confidence=round(float(weights[own] @ confidences[own] / total), 4),
                right=round(float(weights[own] @ right[own] / total), 4),
            )
        )
    return found


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of confidence and share of right, weighted by the bins' shares."""
    return round(sum(each.share * abs(each.confidence - each.right) for each in bins), 4)


def figures(cases: Sequence[Case], confidences: Floats) -> Figures:
    """The figures of some cases."""
    by_right: dict[bool, list[float]] = {True: [], False: []}
    by_kind: dict[Kind, list[float]] = {kind: [] for kind in Kind}
    for case, confidence in zip(cases, confidences.tolist(), strict=True):
        by_right[case.right].append(confidence)
        by_kind[case.kind].append(confidence)
    return Figures(
        cases=len(cases),
        auroc=auroc(by_right[True], by_right[False]),
        auroc_near=auroc(by_kind[Kind.ANSWERABLE], by_kind[Kind.NEAR]),
        ece=expected_calibration_error(reliability(cases, confidences)),
    )


def claims(cases: Sequence[Case], confidences: Floats, threshold: float) -> Claims:
    """What is called an answer at a threshold."""
    claimed = np.array([case.claimable for case in cases]) & (confidences >= threshold)
    right = np.array([case.right for case in cases])
    shares = {
        kind: _rounded(called(cases, confidences, threshold, kind))
        for kind in (Kind.ANSWERABLE, Kind.NEAR, Kind.FAR)
    }
    return Claims(
        answerable=shares[Kind.ANSWERABLE],
        near=shares[Kind.NEAR],
        far=shares[Kind.FAR],
        right=_rounded(weighted_share(right, claimed, case_weights(cases))),
    )


def claims_table(title: str, cases: Sequence[Case], confidences: Floats) -> Table:
    """For each set and for all of them: claims of answerable / near / far, and right ones."""
    table = Table("set", "cases", "AUROC", "near", *map(str, THRESHOLDS), title=title)
    names = [*dict.fromkeys(case.set for case in cases), "all"]
    for name in names:
        own, guesses = of_set(cases, confidences, name)
        facts = figures(own, guesses)
        found = [claims(own, guesses, threshold) for threshold in THRESHOLDS]
        shown = (
            " ".join(_shown(share) for share in (one.answerable, one.near, one.far, one.right))
            for one in found
        )
        counts = (str(facts.cases), _shown(facts.auroc), _shown(facts.auroc_near))
        table.add_row(name, *counts, *shown)
    return table


def of_set(
    cases: Sequence[Case], confidences: Floats, name: str, size: int | None = None
) -> tuple[list[Case], Floats]:
    """The cases of a set ("all": of every set), of one size if one is given."""
    places = [
        place
        for place, case in enumerate(cases)
        if name in (case.set, "all") and size in (case.size, None)
    ]
    return [cases[place] for place in places], confidences[places]


def markdown(bins: Sequence[Bin]) -> str:
    """The reliability diagram as a table for the documentation."""
    rows = [
        f"| {each.low:.1f}–{each.low + 1 / BINS:.1f} | {each.share:.3f} | {each.confidence:.3f} "
        f"| {each.right:.3f} |\n"
        for each in bins
    ]
    heading = "| confidence | share of cases | mean | right |\n| --- | --- | --- | --- |\n"
    return heading + "".join(rows)


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _shown(share: float | None) -> str:
    return " – " if share is None else f"{share:.2f}".removeprefix("0")
