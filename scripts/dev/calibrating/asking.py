"""Ask archives and parts of them, and note what the first hits were worth."""

import datetime
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from bot.answers.labelled_questions import FAR, NEAR, LabelledQuestion
from index.building.publishing.snapshot_writer import write_snapshot
from index.entities.matcher import EntityIndex
from index.models.embedder import Embedder
from index.query.filters import NARROWING, Filter
from index.query.parse import parse_query
from index.records import Hit
from index.search.searcher import Searcher
from index.store.archive.archive import Archive
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.open_snapshot import OpenSnapshot, open_snapshot
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.calibrating.cases import Case, Kind, Mode
from scripts.dev.calibrating.parts import draw_ids, read_part
from scripts.dev.calibrating.questions import (
    CalibrationSet,
    group_of,
    is_answered,
    is_known,
    is_relevant,
)

# As many as the product asks for.
LIMIT = 10
# Questions of a kind asked of a whole archive, and of a part, at most; of either, questions whose
# articles are not there, those whose articles are taken out, and strangers.
WHOLE_MOST, PART_MOST, EXTRA_MOST = 120, 40, 20
# The archives are of 2019; “yesterday” is the same whenever this runs.
TODAY = datetime.date(2019, 10, 15)


def ask_all(
    sets: Sequence[CalibrationSet],
    strangers: Sequence[LabelledQuestion],
    searcher: Searcher,
    embedder: Embedder,
    data: Path,
) -> Iterator[Case]:
    """The cases of all sets, in order; always the same for the same archives and models."""
    by_folder = sorted(sets, key=lambda given: given.folder)
    for folder, group in groupby(by_folder, key=lambda given: given.folder):
        own = list(group)
        for given, size, snapshot in _snapshots(own, embedder, data / "eval" / folder):
            sys.stderr.write(f"{given.name}, {size or 'all'}\n")
            asking = _Asking(given, size, searcher, snapshot)
            draw = random.Random(f"{given.name} {size}")  # noqa: S311  # the same every time
            yield from asking.cases(strangers, draw)


def _snapshots(
    sets: Sequence[CalibrationSet], embedder: Embedder, folder: Path
) -> Iterator[tuple[CalibrationSet, int, OpenSnapshot]]:
    """Each set with each of its parts (0: the whole archive) to search."""
    with closing(Archive.open(folder / "archive.db")) as archive:
        every = [article.id for article in archive.articles()]
        drawn = [(given, size, ids) for given in sets for size, ids in _drawn(given, every)]
        all_ids = frozenset().union(*(ids for _, _, ids in drawn))
        pool = read_part(archive, all_ids, embedder.fingerprint)
    for given, size, ids in drawn:
        with tempfile.TemporaryDirectory() as place:
            snapshots = Snapshots(Path(place))
            part = pool.part(ids)
            path = write_snapshot(part, snapshots, embedder, EntityIndex.shipped())
            yield given, size, open_snapshot(path, embedder)
    current = Snapshots(folder / "snapshots").current()
    if current is None:
        raise FileNotFoundError(f"no snapshot in {folder}: run `make eval` first")
    whole = open_snapshot(current, embedder)
    yield from ((given, 0, whole) for given in sets)


def _drawn(given: CalibrationSet, every: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    draw = random.Random(given.name)  # noqa: S311  # the same parts every time
    for size, repeats in given.parts:
        for _ in range(repeats if size else 0):
            yield size or 0, draw_ids(every, given.questions, size or 0, draw)


def kind_of(question: LabelledQuestion, ids: frozenset[str]) -> Kind:
    """How a question belongs to an archive of these articles."""
    if question.answerable:
        return Kind.GONE if question.relevant.isdisjoint(ids) else Kind.ANSWERABLE
    if question.miss == NEAR:
        absent = question.tempting and question.tempting.isdisjoint(ids)
        return Kind.FAR if absent else Kind.NEAR
    return Kind.FAR if question.miss == FAR else Kind.GONE


@dataclass(frozen=True, slots=True)
class _Asking:
    """The questions of a set, asked of a snapshot with and without a reader."""

    given: CalibrationSet
    size: int
    searcher: Searcher
    snapshot: OpenSnapshot

    def cases(self, strangers: Sequence[LabelledQuestion], draw: random.Random) -> Iterator[Case]:
        most = PART_MOST if self.size else WHOLE_MOST
        with closing(connect(self.snapshot.path)) as db:
            ids = frozenset(name for (name,) in db.execute("SELECT id FROM articles"))
        by_kind: dict[Kind, list[LabelledQuestion]] = {kind: [] for kind in Kind}
        for question in self.given.questions:
            by_kind[kind_of(question, ids)].append(question)
        for kind, questions in by_kind.items():
            count = EXTRA_MOST if kind is Kind.GONE else most
            for question in _sample(draw, questions, count):
                yield from self._ask(question, kind)
        for question in _sample(draw, by_kind[Kind.ANSWERABLE], EXTRA_MOST):
            yield from self._ask(question, Kind.GONE, without=question.relevant)
        for question in _sample(draw, strangers, EXTRA_MOST):
            yield from self._ask(question, Kind.FAR)

    def _ask(
        self, question: LabelledQuestion, kind: Kind, *, without: frozenset[str] = frozenset()
    ) -> Iterator[Case]:
        # What filters leave is another archive, and the newest need not be the nearest. Whose words
        # are asked for stays: it is part of the features.
        query = parse_query(question.question, today=TODAY)
        query = query.without(*NARROWING, Filter.LATEST)
        prepared = self.searcher.prepare(query, self.snapshot)
        for mode in Mode:
            tuning = self.searcher.tuning
            if mode is Mode.UNREAD:
                tuning = replace(tuning, read_windows=0)
            asked = replace(prepared, tuning=tuning)
            found = self.searcher.search(asked, limit=LIMIT, without=without)
            if not found.hits or not self._is_known(question, found.hits[0], kind):
                continue
            yield Case(
                set=self.given.name,
                size=self.size,
                question=question.id,
                group=group_of(question),
                kind=kind,
                mode=mode,
                features=found.features[0],
                relevant=is_relevant(question, found.hits[0]),
                right=is_answered(question, found.hits[0]),
                claimable=found.heard[0]
                and found.features[0].is_complete
                and query.has_subject
                and not query.is_empty,
            )

    def _is_known(self, question: LabelledQuestion, hit: Hit, kind: Kind) -> bool:
        return is_known(self.given, question, hit, kind, whole=not self.size)


def _sample(
    draw: random.Random, questions: Sequence[LabelledQuestion], most: int
) -> list[LabelledQuestion]:
    return draw.sample(questions, min(most, len(questions)))
