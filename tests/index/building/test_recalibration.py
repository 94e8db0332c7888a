"""The confidence moved to what readers found; figures worked out by hand."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.recalibration import load_calibration, logit_shift, recalibrate
from index.confidence import Calibration
from index.errors import ArchiveError, Hint
from tests.support.archives import built, opened, written
from tests.support.word_embedder import WordEmbedder

SHIPPED = Calibration.shipped()
JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30)


def test_without_judgements_there_is_no_shift() -> None:
    assert logit_shift([]) == 0


def test_one_judgement_shifts_a_little() -> None:
    # The move m where 1 / (1 + e^m) = m.
    assert logit_shift([(0.5, True)]) == pytest.approx(0.401058, abs=1e-6)
    assert logit_shift([(0.5, False)]) == pytest.approx(-0.401058, abs=1e-6)
    assert logit_shift([(0.5, True), (0.5, False)]) == pytest.approx(0)


def test_many_judgements_outweigh_the_prior() -> None:
    many = [(0.5, True)] * 30_000 + [(0.5, False)] * 10_000
    assert logit_shift(many) == pytest.approx(math.log(3), abs=1e-3)
    agreeing = [(0.75, True)] * 30_000 + [(0.75, False)] * 10_000
    assert logit_shift(agreeing) == pytest.approx(0, abs=1e-3)


@given(JUDGED)
def test_the_shift_is_where_the_slope_is_zero(judged: list[tuple[float, bool]]) -> None:
    move = logit_shift(judged)
    logits = [
        math.log(c / (1 - c)) for c, _ in ((min(max(c, 1e-6), 1 - 1e-6), r) for c, r in judged)
    ]
    chances = [1 / (1 + math.exp(-(logit + move))) for logit in logits]
    slope = sum(right - chance for (_, right), chance in zip(judged, chances, strict=True)) - move
    assert slope == pytest.approx(0, abs=1e-4)


def test_a_rebuild_uses_the_shift(tmp_path: Path, words: WordEmbedder) -> None:
    data, file = tmp_path / "data", written(tmp_path / "a.jsonl", "Banjir melanda kota.")
    built(data, words, file)
    assert opened(data, words).calibration == SHIPPED
    first = recalibrate(data, [(0.5, False)], live=SHIPPED)
    built(data, words, file)
    moved = opened(data, words).calibration
    shift = moved.read.intercept - SHIPPED.read.intercept
    assert moved == SHIPPED.shifted(shift)
    assert shift == pytest.approx(-0.4011, abs=1e-4)
    # The same answers judged on the archive that moved: their confidences have moved as well.
    then = 1 / (1 + math.exp(0.4011))
    assert recalibrate(data, [(then, False)], live=moved) == pytest.approx(first, abs=1e-3)
    (data / "calibration.json").unlink()
    assert load_calibration(data) == SHIPPED


def test_a_snapshot_of_another_version_is_refused(tmp_path: Path) -> None:
    other = replace(SHIPPED, read=replace(SHIPPED.read, weights=SHIPPED.read.weights[:-1]))
    with pytest.raises(ArchiveError, match="another version") as caught:
        recalibrate(tmp_path, [(0.5, True)], live=other)
    assert caught.value.hint is Hint.REBUILD
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"move": "much"}', '{"move": null}', "\x80"])
def test_an_unreadable_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "calibration.json").write_text(text, encoding="latin-1")
    with pytest.raises(ArchiveError, match=r"calibration\.json does not hold a recal") as caught:
        load_calibration(tmp_path)
    assert caught.value.hint is Hint.RECALIBRATE


@pytest.mark.parametrize("move", ["11", "-11", "NaN", "Infinity"])
def test_a_shift_beyond_reason_is_refused(tmp_path: Path, move: str) -> None:
    (tmp_path / "calibration.json").write_text(f'{{"move": {move}}}')
    with pytest.raises(ArchiveError, match="it must be from -10 to 10"):
        load_calibration(tmp_path)
