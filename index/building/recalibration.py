"""The confidence, moved to what an archive's own readers found right and wrong.

Only the intercept moves: readers judge dozens of answers, not the thousands that weights are fitted
on, and judge only what was confident enough to be shown as an answer. A logistic regression allows
that, because answers are chosen by their evidence and not by how they turned out. The move lies in
`calibration.json` beside the archive and is applied by every rebuild, whatever the version.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.confidence import Calibration
from index.errors import ArchiveError, Hint

CALIBRATION_FILE = "calibration.json"
_LARGEST = 10.0
_STEPS = 100


def logit_shift(judged: Sequence[tuple[float, bool]]) -> float:
    """How far logits have to move for confidences 0–1 to agree with what was right and wrong.

    The most probable move if, before anybody judged, it has a standard normal distribution: nothing
    for no judgements, little for a few. Found by Newton's method on a concave function.
    """
    logits = [(_logit(confidence), right) for confidence, right in judged]
    move = 0.0
    for _ in range(_STEPS):
        chances = [(_chance(logit + move), right) for logit, right in logits]
        slope = sum(right - chance for chance, right in chances) - move
        step = slope / (1 + sum(chance * (1 - chance) for chance, _ in chances))
        # Far from the maximum the function is nearly straight, and a whole step would overshoot.
        move += max(-1.0, min(step, 1.0))
        if abs(step) < 1e-9:
            break
    return move


def load_calibration(folder: Path) -> Calibration:
    """What a rebuild of the archive in `folder` uses; ArchiveError if its move cannot be read."""
    path, shipped = folder / CALIBRATION_FILE, Calibration.shipped()
    if not path.is_file():
        return shipped
    try:
        move = float(json.loads(path.read_text(encoding="utf-8"))["move"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{path} does not hold a recalibration ({type(error).__name__}: {error})",
            hint=Hint.RECALIBRATE,
        ) from error
    if not abs(move) <= _LARGEST:
        raise ArchiveError(f"{path}: found a move of {move}; give one from -10 to 10")
    return replace(shipped, intercept=shipped.intercept + move)


def recalibrate(folder: Path, judged: Sequence[tuple[float, bool]], *, live: Calibration) -> float:
    """Writes the move for confidences that the calibration `live` gave; returns it.

    ArchiveError if that is of another version.
    """
    shipped = Calibration.shipped()
    if live.weights != shipped.weights:
        raise ArchiveError("the live snapshot was built by another version", hint=Hint.REBUILD)
    moved = live.intercept - shipped.intercept
    move = logit_shift([(_chance(_logit(one) - moved), right) for one, right in judged])
    path = folder / CALIBRATION_FILE
    facts = {"move": round(move, 4), "judged": len(judged)}
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(facts) + "\n", encoding="utf-8")
    temporary.replace(path)
    return move


def _logit(chance: float) -> float:
    within = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(within / (1 - within))


def _chance(logit: float) -> float:
    return (1 + math.tanh(logit / 2)) / 2
