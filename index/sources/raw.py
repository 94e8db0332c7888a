"""What the reader of a format returns: raw records, and rejections of what it could not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from index.sources.publication import NO_DATES, DateEvidence


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input without a usable article: which file, which part of it, and why.

    The part is a `line`, or a `place` where a format has no lines (“entry 3”, “page 12”, an
    address); neither: all of the file.
    """

    file: str
    line: int | None
    reason: str
    place: str = ""

    def __str__(self) -> str:
        return _located(self.file, self.line, self.place, self.reason)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said of an article that was accepted, or of a file: what was passed over."""

    file: str
    line: int | None
    reason: str
    place: str = ""

    def __str__(self) -> str:
        return _located(self.file, self.line, self.place, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """An article's fields as they are in a file, before cleaning; `text` is never blank.

    `line` or `place` is where the record is in its file (as in Rejection), neither if the file is
    the record. `dates` has what the file says of the time of publication besides its field
    `published`. `notice` is what to say of how it was read. An `extracted` text is an extractor's,
    from a page without furniture: cleaning has to leave most of it.
    """

    line: int | None = None
    place: str = ""
    fields: Mapping[str, str]
    dates: DateEvidence = NO_DATES
    notice: str = ""
    extracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedValues:
    """A record under the names that its source gives its fields; `values` is any JSON-like value.

    Which of them are which fields of an article is found out once for all formats of this kind
    (`index.sources.records.fields`), also by what the owner says of the names. All records of a
    `uniform` file have the same names: the columns of a table.
    """

    line: int | None = None
    place: str = ""
    values: object
    uniform: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A web page as it came; its article is found later, perhaps in another process.

    `charset` is that of the HTTP header, `address` where the page came from, `fetched` when (ISO
    8601): no article on it is younger. `notice` is as in RawRecord. `known` are fields that fill
    what the page lacks, `stated` such that count more than the page's; `zone` is the time zone of
    its site, "" for the archive's. `more` are the other pages of an article in parts, in order.
    """

    line: int | None = None
    place: str = ""
    content: bytes
    charset: str = ""
    address: str = ""
    fetched: str = ""
    notice: str = ""
    known: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    more: tuple["UnreadPage", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InMember:
    """An entry of a file that is a member of an archive, by its `name` there.

    `stated` are the fields that the member's sidecar states.
    """

    name: str
    entry: "Entry"
    stated: Mapping[str, str]

    @property
    def line(self) -> int | None:
        """None: lines are the member's."""
        return None

    @property
    def place(self) -> str:
        """The member's name."""
        return self.name


Entry = RawRecord | NamedValues | UnreadPage | InMember | Notice | Rejection


class Reader(Protocol):
    """The reader of one format.

    Yields the records of a file in its order; a part that cannot be used is yielded as a Rejection,
    and what is to be said of the file as a whole as a Notice.
    Raises InputUnusable if the whole file (or the rest of it) cannot be used; OSError, EOFError and
    zlib.error may pass through.
    """

    def __call__(self, path: Path, /) -> Iterator[Entry]:
        """The records of the file at `path`."""
        ...


def _located(file: str, line: int | None, place: str, reason: str) -> str:
    if line is not None:
        return f"{file}:{line}: {reason}"
    return f"{file}: {place}: {reason}" if place else f"{file}: {reason}"
