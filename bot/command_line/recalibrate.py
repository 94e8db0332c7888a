"""Move the confidence of answers towards people's 👍 and 👎; the next rebuild uses it."""

import argparse
import sys

from bot.command_line.process import DONE, data_option, execute
from bot.configuration.settings import Settings
from bot.reports.feedback_evaluation import labelled_confidences, read_rated_answers
from bot.wiring import build_answerer
from index.building.recalibration import recalibrate
from index.errors import ArchiveError

# A handful of ratings says more about the people who gave them than about the archive.
LEAST = 10


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Write the shift of the confidence to the data folder and return the exit status."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, _work)


def _work(settings: Settings) -> int:
    rated = read_rated_answers(settings.data_dir / "bot.db")
    answerer = build_answerer(settings)
    predicted = [answerer.predict_again(answer.id, answer.question) for answer in rated]
    usable = labelled_confidences(rated, predicted)
    if len(usable) < LEAST:
        raise ArchiveError(
            f"only {len(usable)} of {len(rated)} rated answers can be used; "
            f"wait until there are {LEAST} whose article still comes first"
        )
    move = recalibrate(settings.data_dir, usable, live=answerer.calibration())
    right = sum(right for _, right in usable)
    sys.stdout.write(
        f"{right} right and {len(usable) - right} wrong answers move the confidence by "
        f"{move:+.2f} (logit); the next rebuild uses that; to undo it, delete "
        f"{settings.data_dir / 'calibration.json'}\n"
    )
    return DONE
