"""Measure how search and building grow with an archive: synthetic archives of several sizes.

Each size ends with one JSON object. Archives are kept, so that only the first run makes them.
"""

import argparse
import json
import multiprocessing
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.answers.labelled_questions import LabelledQuestion
from bot.command_line.process import DONE, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.wiring import build_embedder
from index.building.builder import Builder
from index.errors import ArchiveError
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.bench.scale.archives import ARCHIVE, make_archive
from scripts.dev.bench.scale.asking import asking_figures, quality_figures
from scripts.dev.bench.scale.building import delta_figures, snapshot_figures
from scripts.dev.bench.scale.exact import recall_figures
from scripts.dev.sets import SETS

PARTS = ("snapshot", "asking", "recall", "delta")
Figures = dict[str, float]
T = TypeVar("T")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int, metavar="PASSAGES")
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path("../shared/data"),
        metavar="DIR",
        help="where the evaluation sets are (default: ../shared/data); without, the sample is used",
    )
    parser.add_argument(
        "--base", type=Path, metavar="FILE", help="archive.db of that set, built already"
    )
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=PARTS,
        help="what to measure (default: all); all but `snapshot` take the one of before",
    )
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings), resumes=True)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    name = "gold" if options.shared.is_dir() else "sample"
    questions = tuple(SETS[name].read(options.shared))
    base = _Base(settings=_within(settings, name), questions=questions)
    _apart(base.prepare, options.base or options.shared / SETS[name].articles)
    for size in options.sizes:
        own = _within(settings, f"{name}-{size}")
        _apart(base.enlarge, own, size)
        if "snapshot" not in options.parts and not Snapshots(own.data_dir / "snapshots").all():
            raise ArchiveError(f"{own.data_dir} has no snapshot yet; give the part `snapshot` too")
        figures: Figures = {"passages": size}
        for part in options.parts:
            figures |= _apart(getattr(base, part), own)
        sys.stdout.write(json.dumps(dict(map(_rounded, figures.items()))) + "\n")
        sys.stdout.flush()
    return DONE


def _within(settings: Settings, name: str) -> Settings:
    return replace(settings, data_dir=settings.data_dir / "scale" / name)


def _apart(work: Callable[..., T], *arguments: object) -> T:
    """Do work in a process of its own, whose memory is that of this work alone."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as process:
        return process.submit(work, *arguments).result()


def _rounded(figure: tuple[str, float]) -> tuple[str, float]:
    name, value = figure
    return name, value if isinstance(value, int) else float(f"{value:.4g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """The real archive that others are made of, in its data folder, and questions it answers.

    The articles that answer them are in each archive, too, but in no synthetic article.
    """

    settings: Settings
    questions: Sequence[LabelledQuestion]

    @property
    def _archive(self) -> Path:
        return self.settings.data_dir / ARCHIVE

    @property
    def _answering(self) -> frozenset[str]:
        return frozenset().union(*(question.relevant for question in self.questions))

    def prepare(self, source: Path) -> None:
        """Build it from articles, or copy it from an archive.db."""
        folder = self.settings.data_dir
        if source.name == ARCHIVE:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, self._archive)
        else:
            with ProgressBars() as progress:
                Builder(folder, build_embedder(self.settings), progress).build([source])

    def enlarge(self, own: Settings, passages: int) -> None:
        """Make the archive of this size in the folder of `own`, unless it is there."""
        embedder = build_embedder(own)
        make_archive(own.data_dir, self._archive, passages, embedder, without=self._answering)

    def snapshot(self, own: Settings) -> Figures:
        """Write its snapshot."""
        return snapshot_figures(own.data_dir, build_embedder(own))

    def asking(self, own: Settings) -> Figures:
        """Ask it."""
        return asking_figures(own, [one.question for one in self.questions])

    def recall(self, own: Settings) -> Figures:
        """How much of what exact search would find is found; right answers, here and alone."""
        embedder = build_embedder(own)
        found = recall_figures(own.data_dir, embedder, [one.question for one in self.questions])
        found |= quality_figures(own, self.questions)
        snapshot_figures(self.settings.data_dir, embedder)
        alone = quality_figures(self.settings, self.questions)
        return found | {f"{name}_alone": share for name, share in alone.items()}

    def delta(self, own: Settings) -> Figures:
        """Add to it."""
        embedder = build_embedder(own)
        return delta_figures(own.data_dir, self._archive, embedder, without=self._answering)


if __name__ == "__main__":
    sys.exit(main())
