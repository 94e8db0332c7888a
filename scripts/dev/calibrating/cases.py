"""Cases that the confidence is fitted on: searches of which it is known whether they answered."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from index.confidence import Features


class Kind(StrEnum):
    """How a question and the archive it is asked of belong together."""

    ANSWERABLE = "answerable"
    NEAR = "near"
    """The subject is there, what is asked is not."""
    FAR = "far"
    """The question is on another subject."""
    GONE = "gone"
    """The articles that answer are not in this part; others may be on the subject."""


class Mode(StrEnum):
    """Whether a reader took part in a search."""

    READ = "read"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The first hit of a search.

    `size` is the number of articles searched, 0 for all of the set's. Cases with one `group` are
    about one article. `relevant` says whether its story is a right one, `right` whether its excerpt
    answers. `claimable` is false where no confidence makes it an answer: by another speaker, or
    without a name or number of the question.
    """

    set: str
    size: int
    question: str
    group: str
    kind: Kind
    mode: Mode
    features: Features
    relevant: bool
    right: bool
    claimable: bool


def save_cases(cases: Sequence[Case], path: Path) -> None:
    """Write the cases, a line each."""
    lines = [json.dumps(asdict(case), ensure_ascii=False) + "\n" for case in cases]
    path.write_text("".join(lines), encoding="utf-8")


def load_cases(path: Path) -> list[Case]:
    """The cases that `save_cases` wrote."""
    return [_case(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(line: str) -> Case:
    record = json.loads(line)
    features = Features(**record.pop("features"))
    kind, mode = Kind(record.pop("kind")), Mode(record.pop("mode"))
    return Case(features=features, kind=kind, mode=mode, **record)
