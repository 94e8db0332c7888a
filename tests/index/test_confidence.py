import math
from dataclasses import asdict, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import Calibration, Features
from index.models.cache import DEFAULT_MODEL
from index.records import Outcome

NAMES = [field.name for field in fields(Features)]
# The first feature counts once, the second twice and so on.
COUNTING = Calibration(
    model="words",
    weights=tuple(float(place) for place in range(1, len(NAMES) + 1)),
    intercept=-1.0,
    answer=0.75,
    related=0.25,
)


def features(**values: float) -> Features:
    return Features(**{**dict.fromkeys(NAMES, 0.0), **values})


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_weights_are_in_the_order_of_the_fields(place: int) -> None:
    logit = -1 + (place + 1) * 0.5
    expected = 1 / (1 + math.exp(-logit))
    assert COUNTING.confidence(features(**{NAMES[place]: 0.5})) == pytest.approx(expected)


def test_known_probabilities() -> None:
    first = NAMES[0]
    assert COUNTING.confidence(features(**{first: 1.0})) == 0.5
    assert COUNTING.confidence(features(**{first: 1 + math.log(3)})) == pytest.approx(0.75)
    assert COUNTING.confidence(features(**{first: 1 - math.log(3)})) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("logit", "expected"),
    [
        (math.log(3) + 0.001, Outcome.ANSWER),
        (math.log(3) - 0.001, Outcome.RELATED),
        (-math.log(3) + 0.001, Outcome.RELATED),
        (-math.log(3) - 0.001, Outcome.NOTHING),
    ],
)
def test_outcomes_change_at_the_thresholds(logit: float, expected: Outcome) -> None:
    assert COUNTING.decide(features(**{NAMES[0]: 1 + logit})).outcome is expected


@given(st.floats(-1e6, 1e6))
def test_a_confidence_is_a_probability(value: float) -> None:
    assert 0 <= COUNTING.confidence(features(**{NAMES[0]: value})) <= 1


def test_other_fields_of_the_file_are_ignored() -> None:
    record = asdict(COUNTING) | {"figures": {"auroc": 0.9}, "weights": list(COUNTING.weights)}
    assert Calibration.from_json(record) == COUNTING


def test_the_shipped_calibration_fits_the_features() -> None:
    shipped = Calibration.shipped()
    assert shipped.model == DEFAULT_MODEL
    assert len(shipped.weights) == len(NAMES)
    assert 0 < shipped.related < shipped.answer < 1
