import json
import math
from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import Calibration, Features, LogisticModel
from index.models.cache import DEFAULT_MODEL
from index.records import Outcome

NAMES = [field.name for field in fields(Features) if field.name != "read"]
# Unread, the first feature counts once, the second twice and so on; read, ten times as much.
UNREAD = LogisticModel(
    weights=tuple(float(place) for place in range(1, len(NAMES) + 1)), intercept=-1.0
)
READ = LogisticModel(weights=tuple(10 * weight for weight in UNREAD.weights), intercept=-2.0)
COUNTING = Calibration(model="words", read=READ, unread=UNREAD, answer=0.75, related=0.25)


def features(*, read: bool = False, **values: float) -> Features:
    return Features(read=read, **{**dict.fromkeys(NAMES, 0.0), **values})


def chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


@pytest.mark.parametrize("place", range(len(NAMES)))
def test_weights_are_in_the_order_of_the_fields(place: int) -> None:
    only = {NAMES[place]: 0.5}
    unread, read = chance(-1 + (place + 1) * 0.5), chance(-2 + (place + 1) * 5)
    assert COUNTING.confidence(features(**only)) == pytest.approx(unread)
    assert COUNTING.confidence(features(read=True, **only)) == pytest.approx(read)


def test_known_probabilities() -> None:
    first = NAMES[0]
    assert COUNTING.confidence(features(**{first: 1.0})) == 0.5
    assert COUNTING.confidence(features(**{first: 1 + math.log(3)})) == pytest.approx(0.75)
    assert COUNTING.confidence(features(**{first: 1 - math.log(3)})) == pytest.approx(0.25)
    assert COUNTING.confidence(features(read=True, **{first: 0.2})) == 0.5


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
    assert COUNTING.decide(features(read=True, **{NAMES[0]: (2 + logit) / 10})).outcome is expected


@given(st.floats(-1e6, 1e6))
def test_a_confidence_is_a_probability(value: float) -> None:
    assert 0 <= COUNTING.confidence(features(**{NAMES[0]: value})) <= 1


def test_a_shift_moves_both_models() -> None:
    shifted = COUNTING.shifted(0.5)
    assert shifted == replace(
        COUNTING,
        read=replace(READ, intercept=-1.5),
        unread=replace(UNREAD, intercept=-0.5),
    )


def test_other_fields_of_the_file_are_ignored() -> None:
    record = json.loads(json.dumps(asdict(COUNTING) | {"figures": {"auroc": 0.9}}))
    assert Calibration.from_json(record) == COUNTING


def test_the_calibration_of_an_earlier_version_gives_way_to_the_shipped_one() -> None:
    record = {
        "model": "words",
        "weights": [1.0] * 10,
        "intercept": -9.0,
        "answer": 0.9,
        "related": 0.8,
    }
    assert Calibration.from_json(record) == Calibration.shipped()


def test_the_shipped_calibration_fits_the_features() -> None:
    shipped = Calibration.shipped()
    assert shipped.model == DEFAULT_MODEL
    assert len(shipped.read.weights) == len(shipped.unread.weights) == len(NAMES)
    assert 0 < shipped.related < shipped.answer < 1
