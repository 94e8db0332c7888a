"""The formats of article files: which one a file has, and its articles read.

A new format is a module with a Reader and what it is recognised by, and its line in `FORMATS`.
"""

import datetime
import itertools
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import InputUnusable
from index.records import Article
from index.sources import sidecars
from index.sources.articles import article_of
from index.sources.decoding import read_head
from index.sources.formats.archives.members import recognise_tar, recognise_zip
from index.sources.formats.archives.reading import ArchiveReader
from index.sources.formats.exports.telegram import (
    read_telegram,
    read_telegram_html,
    recognise_telegram,
    recognise_telegram_html,
)
from index.sources.formats.exports.wordpress import read_wordpress, recognise_wordpress
from index.sources.formats.feeds import read_feed, recognise_feed
from index.sources.formats.markdown import read_markdown
from index.sources.formats.pdf import read_pdf, recognise_pdf
from index.sources.formats.plain_text import read_plain_text
from index.sources.formats.warc import read_warc, recognise_warc
from index.sources.formats.word import read_docx
from index.sources.html.pages import read_html, recognise_html
from index.sources.publication import Calendar
from index.sources.raw import Entry, InMember, Notice, Reader, Rejection, UnreadPage
from index.sources.records.csv_files import read_csv, recognise_csv
from index.sources.records.envelopes import recognise_answer
from index.sources.records.fields import check_columns
from index.sources.records.json_files import (
    read_json,
    read_jsonl,
    recognise_json,
    recognise_jsonl,
)
from index.sources.records.names import NO_MAP, FieldMap
from index.sources.records.parquet_files import read_parquet, recognise_parquet
from index.sources.records.sqlite_files import read_sqlite, recognise_sqlite
from index.text.article_dates import WIB


@dataclass(frozen=True, slots=True)
class Format:
    """One format of article files.

    `suffixes` are the endings of its files, with a dot and in lower case (`.gz` after one of them
    is no matter of the format). `recognise` says whether the first bytes of a file (unpacked, at
    most `HEAD_BYTES`) are certainly this format; of what has no such mark it is never. `read` is
    its Reader. `complete` says what it means that a file no longer brings an article: with True it
    has been removed; with False nothing, as the file only ever holds a part (the latest entries of
    a feed, the time range of an export).
    """

    name: str
    suffixes: tuple[str, ...]
    recognise: Callable[[bytes], bool]
    read: Reader
    complete: bool = True


def _never(_head: bytes) -> bool:
    return False


def _choose(path: Path) -> Reader | None:
    found = format_of(path)
    return found.read if found else None


_read_archive = ArchiveReader(choose=_choose, read_word=read_docx)

# The special ones before the general: the first that recognises a file counts, one whose suffix
# the file has before the others.
FORMATS: tuple[Format, ...] = (
    # A ZIP may be a document or a WACZ of another name: its reader looks at the members.
    Format("ZIP", (".zip",), recognise_zip, _read_archive, complete=False),
    Format("WACZ", (".wacz",), recognise_zip, _read_archive, complete=False),
    Format("Word", (".docx", ".docm"), recognise_zip, read_docx),
    Format(
        "tar",
        (".tar", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"),
        recognise_tar,
        _read_archive,
        complete=False,
    ),
    Format("PDF", (".pdf",), recognise_pdf, read_pdf),
    Format("WARC", (".warc", ".warc.zst"), recognise_warc, read_warc, complete=False),
    Format(
        "Telegram export as HTML",
        (".html",),
        recognise_telegram_html,
        read_telegram_html,
        complete=False,
    ),
    Format("web page", (".html", ".htm"), recognise_html, read_html),
    Format("WordPress export", (".wxr",), recognise_wordpress, read_wordpress, complete=False),
    Format("feed", (".rss", ".atom", ".rdf"), recognise_feed, read_feed, complete=False),
    Format("Telegram export", (".json",), recognise_telegram, read_telegram, complete=False),
    Format("answer of an API", (".json",), recognise_answer, read_json, complete=False),
    Format("JSON", (".json",), recognise_json, read_json),
    Format("JSON lines", (".jsonl", ".ndjson"), recognise_jsonl, read_jsonl),
    Format("SQLite", (".sqlite", ".sqlite3", ".db3"), recognise_sqlite, read_sqlite),
    Format("Parquet", (".parquet",), recognise_parquet, read_parquet),
    Format("CSV", (".csv", ".tsv"), recognise_csv, read_csv),
    Format("Markdown", (".md", ".markdown"), _never, read_markdown),
    Format("text", (".txt",), _never, read_plain_text),
)


def has_known_name(path: Path) -> bool:
    """Whether the ending of a file is that of a format."""
    return bool(_named(path))


def format_of(path: Path) -> Format | None:
    """The format of a file: what its content says, else what its name says, else None.

    A file that cannot be opened has the format of its name, and so has a pipe, which would wait.
    """
    named = _named(path)
    try:
        head = read_head(path) if path.is_file() else b""
    except OSError:
        head = b""
    told = (one for one in (*named, *FORMATS) if one.recognise(head))
    return next(itertools.chain(told, named[-1:]), None)


def format_name(path: Path) -> str:
    """The name of a file's format, "unknown" if it has none."""
    found = format_of(path)
    return found.name if found else "unknown"


def _named(path: Path) -> list[Format]:
    name = path.name.lower().removesuffix(".gz")
    return [one for one in FORMATS if name.endswith(one.suffixes)]


# What the reading of web pages imports when it is needed.
READING_MODULES = ("index.sources.registry", "trafilatura.metadata", "htmldate", "lxml.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmade:
    """One entry of a file with all that is needed to make its article, here or elsewhere."""

    path: Path
    entry: Entry
    calendar: Calendar
    stated: Mapping[str, str]
    names: FieldMap = NO_MAP

    @property
    def weight(self) -> int:
        """The bytes of a web page, whose reading is much work; 0 for any other entry."""
        entry = self.entry
        while isinstance(entry, InMember):
            entry = entry.entry
        pages = (entry, *entry.more) if isinstance(entry, UnreadPage) else ()
        return sum(len(page.content) for page in pages)

    def articles(self) -> list[Article | Notice | Rejection]:
        """The article after the notices on it, or a Rejection."""
        made = article_of(
            self.entry, self.path, self.calendar, stated=self.stated, names=self.names
        )
        return list(made)


def read_articles(
    path: Path, *, zone: datetime.tzinfo = WIB, names: FieldMap = NO_MAP
) -> Iterator[Article | Notice | Rejection]:
    """The cleaned articles of one file in order, and a Rejection for each part that has none.

    Moments in UTC get the day that they had in `zone`. `names` says which field of a record is
    which of an article, before all that is known of names. A Notice comes right before the article
    it is about. Never raises for the content of a file: one that cannot be read, as a whole or from
    some point on, ends with a Rejection.
    """
    for entry in read_entries(path, zone=zone, names=names):
        yield from entry.articles()


def read_entries(
    path: Path, *, zone: datetime.tzinfo = WIB, names: FieldMap = NO_MAP
) -> Iterator[Unmade]:
    """The entries of which `read_articles` makes the articles of a file."""
    calendar = Calendar.of(zone)
    stated: Mapping[str, str] = {}

    def unmade(entry: Entry) -> Unmade:
        return Unmade(path=path, entry=entry, calendar=calendar, stated=stated, names=names)

    after = ""
    try:
        reader = _reader(path)
        stated = sidecars.stated_fields(path)
        for entry in reader(path):
            after = _after(entry)
            check_columns(entry, names)
            yield unmade(entry)
    except InputUnusable as error:
        yield unmade(Rejection(str(path), None, str(error)))
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield unmade(Rejection(str(path), None, f"cannot be read{after}: {reason}"))


def _after(entry: Entry) -> str:
    where = f"line {entry.line}" if entry.line else entry.place
    return f" after {where}" if where else ""


def _reader(path: Path) -> Reader:
    if path.is_dir():
        raise InputUnusable("this folder cannot be listed; check its permissions")
    if path.exists() and not path.is_file():
        raise InputUnusable("not a regular file")
    found = format_of(path)
    if not found:
        known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
        raise InputUnusable(f"unknown format; known are {known}, each also as .gz")
    return found.read
