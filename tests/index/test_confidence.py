import json
import math
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import Calibration, Features, LogisticModel
from index.models.cache import DEFAULT_MODEL
from index.records import Outcome

NAMES = [field.name for field in fields(Features) if field.name != "read"]
# Unread, the first feature counts once, the second twice and so on; read, ten times as much.
UNREAD = LogisticModel(
    weights=tuple(float(place) for place in range(1, len(NAMES) + 1)), intercept=-1.0, threshold=0.5
)
READ = LogisticModel(
    weights=tuple(10 * weight for weight in UNREAD.weights), intercept=-2.0, threshold=0.75
)
# The same whether read or not, and from 1/4 on.
NEAR = replace(UNREAD, intercept=-3.0, threshold=0.25)
COUNTING = Calibration(model="words", read=READ, unread=UNREAD, near=NEAR)


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
    ("value", "read", "unread"),
    [
        # Read, 10 · value - 2 has to reach the logit of 3/4; unread, value - 1 that of 1/2.
        (0.32, Outcome.ANSWER, Outcome.NOTHING),
        (0.30, Outcome.NOTHING, Outcome.NOTHING),
        (1.01, Outcome.ANSWER, Outcome.ANSWER),
        (0.99, Outcome.ANSWER, Outcome.NOTHING),
    ],
)
def test_outcomes_change_at_the_thresholds(value: float, read: Outcome, unread: Outcome) -> None:
    assert COUNTING.decide(features(**{NAMES[0]: value})).outcome is unread
    assert COUNTING.decide(features(read=True, **{NAMES[0]: value})).outcome is read


def test_what_is_on_the_subject_is_shown() -> None:
    doubtful = replace(COUNTING, unread=replace(UNREAD, threshold=0.99))
    # value - 3 has to reach the logit of 1/4.
    for value, outcome in (
        (3 - math.log(3) + 0.01, Outcome.RELATED),
        (3 - math.log(3) - 0.01, Outcome.NOTHING),
    ):
        assert doubtful.decide(features(**{NAMES[0]: value})).outcome is outcome


@pytest.mark.parametrize("lacking", ["names_absent", "numbers_absent", "numbers_apart"])
def test_an_answer_lacks_no_name_or_number(lacking: str) -> None:
    sure = features(**{NAMES[0]: 9.0})
    assert COUNTING.decide(sure).outcome is Outcome.ANSWER
    assert COUNTING.decide(replace(sure, **{lacking: 0.1})).outcome is Outcome.RELATED
    assert COUNTING.decide(replace(sure, names_apart=1.0)).outcome is Outcome.ANSWER


def test_a_share_of_the_confidence_may_suffice() -> None:
    even = features(read=True, **{NAMES[0]: 0.2})
    assert not COUNTING.is_confident(even)
    assert COUNTING.is_confident(even, share=2 / 3)
    assert not COUNTING.is_confident(even, share=0.7)


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
    record = json.loads(json.dumps(COUNTING.to_json() | {"figures": {"auroc": 0.9}}))
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


def test_a_calibration_with_other_features_gives_way_to_the_shipped_one() -> None:
    record = COUNTING.to_json() | {"features": [*NAMES[1:], NAMES[0]]}
    assert Calibration.from_json(record) == Calibration.shipped()


def test_the_shipped_calibration_fits_the_features() -> None:
    shipped = Calibration.shipped()
    assert shipped.model == DEFAULT_MODEL
    assert {len(m.weights) for m in (shipped.read, shipped.unread, shipped.near)} == {len(NAMES)}
    for model in (shipped.read, shipped.unread, shipped.near):
        assert 0 < model.threshold < 1
