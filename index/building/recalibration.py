"""Recalibration: the confidence shifted to what an archive's own readers found right and wrong.

Only the intercept is shifted: readers judge dozens of answers, not the thousands that weights are
fitted on, and only those that were confident enough to be shown as answers. A logistic regression
allows for that, because answers are selected by their features and not by whether they were right.
The shift is kept in `calibration.json` beside the archive and applied by every rebuild, whatever
the version.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path

from index.confidence import Calibration
from index.errors import ArchiveError, Hint

CALIBRATION_FILE = "calibration.json"
_LARGEST_SHIFT = 10.0
_STEPS = 100


def logit_shift(judged: Sequence[tuple[float, bool]]) -> float:
    """How far to shift logits so that confidences (0–1) agree with what was right and wrong.

    The most probable shift under a standard normal prior: none without judgements, little with
    few. Found by Newton's method on a concave function.
    """
    logits = [(_logit(confidence), right) for confidence, right in judged]
    shift = 0.0
    for _ in range(_STEPS):
        chances = [(_chance(logit + shift), right) for logit, right in logits]
        slope = sum(right - chance for chance, right in chances) - shift
        step = slope / (1 + sum(chance * (1 - chance) for chance, _ in chances))
        # Far from the maximum the function is nearly straight, and a whole step would overshoot.
        shift += max(-1.0, min(step, 1.0))
        if abs(step) < 1e-9:
            break
    return shift


def load_calibration(folder: Path) -> Calibration:
    """The calibration for a rebuild of the archive in `folder`: what is shipped, and its shift.

    ArchiveError if the file with the shift cannot be read.
    """
    path, shipped = folder / CALIBRATION_FILE, Calibration.shipped()
    if not path.is_file():
        return shipped
    try:
        shift = float(json.loads(path.read_text(encoding="utf-8"))["move"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{path} does not hold a recalibration ({type(error).__name__}: {error})",
            hint=Hint.RECALIBRATE,
        ) from error
    if not abs(shift) <= _LARGEST_SHIFT:
        raise ArchiveError(f"{path}: “move” is {shift}; it must be from -10 to 10")
    return shipped.shifted(shift)


def recalibrate(folder: Path, judged: Sequence[tuple[float, bool]], *, live: Calibration) -> float:
    """Write the shift that the judged answers (confidence, right) ask for, and return it.

    `live` is the calibration that gave these confidences; ArchiveError if another version made it.
    """
    shipped = Calibration.shipped()
    if live.read.weights != shipped.read.weights:
        raise ArchiveError("the live snapshot was built by another version", hint=Hint.REBUILD)
    live_shift = live.read.intercept - shipped.read.intercept
    shift = logit_shift([(_chance(_logit(one) - live_shift), right) for one, right in judged])
    path = folder / CALIBRATION_FILE
    facts = {"move": round(shift, 4), "judged": len(judged)}
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(facts) + "\n", encoding="utf-8")
    temporary.replace(path)
    return shift


def _logit(chance: float) -> float:
    within = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(within / (1 - within))


def _chance(logit: float) -> float:
    return (1 + math.tanh(logit / 2)) / 2
