"""Article files found and read: suffix → reader → raw record → cleaned Article with its id."""

import datetime
import glob
import hashlib
import itertools
import logging
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from index.errors import ArchiveError, InputUnusable
from index.records import Article
from index.sources import (
    csv_records,
    json_records,
    markdown,
    plain_text,
    sidecars,
)
from index.sources.cleaning.page import CleanedPage, clean
from index.sources.decoding import find_path
from index.sources.html import pages
from index.sources.publication import (
    Calendar,
    DateEvidence,
    day_in_url,
    find_publication,
)
from index.sources.raw import Notice, RawRecord, Reader, Rejection
from index.text.article_dates import WIB
from index.text.normalize import normalize_line
from index.text.redirects import target_url
from index.text.urls import canonical_url, http_url, site_host

log = logging.getLogger(__name__)

# Characters; the longest of the 17,891 articles of the 2019 archive has 20,027.
LONGEST_ARTICLE = 100_000
_SEVERAL = (
    "probably several articles in one; give each a file or a record of its own, or the whole of it "
    "is searched under one title"
)

# A new format is a new module with a Reader, and its line here.
READERS: Mapping[str, Reader] = {
    ".txt": plain_text.read_plain_text,
    ".md": markdown.read_markdown,
    ".html": pages.read_html,
    ".htm": pages.read_html,
    ".html.gz": pages.read_html,
    ".htm.gz": pages.read_html,
    ".jsonl": json_records.read_jsonl,
    ".jsonl.gz": json_records.read_jsonl,
    ".json": json_records.read_json,
    ".csv": csv_records.read_csv,
}


def read_articles(
    path: Path, *, zone: datetime.tzinfo = WIB
) -> Iterator[Article | Notice | Rejection]:
    """The cleaned articles of one file in order, and a Rejection for each part that has none.

    Moments in UTC get the day that they had in `zone`. A Notice comes right before the article it
    is about. Never raises for the content of a file: one that cannot be read, as a whole or from
    some point on, ends with a Rejection.
    """
    line: int | None = None
    try:
        reader, calendar = _reader(path), Calendar.of(zone)
        sidecar = sidecars.sidecar_of(path)
        stated = _sidecar_fields(sidecar) if sidecar else {}
        for entry in reader(path):
            line = entry.line
            if isinstance(entry, Rejection):
                yield entry
            else:
                yield from _read_record(entry, stated, path, calendar)
    except InputUnusable as error:
        yield Rejection(str(path), None, str(error))
    except (OSError, EOFError, zlib.error) as error:
        after = f" after line {line}" if line else ""
        reason = getattr(error, "strerror", None) or str(error)
        yield Rejection(str(path), None, f"cannot be read{after}: {reason}")


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files to read for these files, folders and globs: sorted, each once, without sidecars.

    Folders are searched recursively for known formats, hidden files are skipped. A file named
    itself is always included, whatever its format. Raises ArchiveError for a path that does not
    exist and for a glob that matches nothing.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        for path in _named(given):
            below = _below(path, set()) if path.is_dir() else [path]
            for file in below:
                found.setdefault(file.resolve(), file)
    return sorted(file for file in found.values() if not sidecars.is_sidecar(file))


def _reader(path: Path) -> Reader:
    if path.is_dir():
        raise InputUnusable("this folder cannot be listed; check its permissions")
    if path.exists() and not path.is_file():
        raise InputUnusable("not a regular file")
    suffix = _suffix(path)
    if not suffix:
        raise InputUnusable(f"unknown format; known are {', '.join(READERS)}")
    return READERS[suffix]


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((suffix for suffix in READERS if name.endswith(suffix)), "")


def _sidecar_fields(sidecar: Path) -> dict[str, str]:
    try:
        return sidecars.sidecar_fields(sidecar)
    except InputUnusable as error:
        raise InputUnusable(f"its sidecar {sidecar.name} cannot be used: {error}") from None


def _read_record(
    record: RawRecord, stated: Mapping[str, str], path: Path, calendar: Calendar
) -> Iterator[Article | Notice | Rejection]:
    fields = {**record.fields, **stated}
    known = {name: normalize_line(value) for name, value in fields.items() if name != "text"}
    cleaned = clean(fields["text"], title=known.get("title", ""), extracted=record.extracted)
    if not cleaned.text:
        yield Rejection(str(path), record.line, "nothing is left of its text after cleaning")
        return
    for notice in filter(None, (record.notice, cleaned.notice)):
        yield Notice(str(path), record.line, notice)
    if len(cleaned.text) > LONGEST_ARTICLE:
        yield Notice(str(path), record.line, f"{len(cleaned.text):,} characters: {_SEVERAL}")
    evidence = _date_evidence(record, known, cleaned)
    publication = find_publication(evidence, calendar)
    if publication.problem:
        yield Notice(str(path), record.line, publication.problem)
    yield _article(fields, known, cleaned, publication.moment)


def _date_evidence(
    record: RawRecord, known: Mapping[str, str], cleaned: CleanedPage
) -> DateEvidence:
    """All that is known of the time of publication.

    A page prints its date in its text, or names the day of an event with its weekday (in the 2019
    archive the latest is the day of publication or the one before it in 88 of 100); for a record
    without a date it stays unknown, and a printed one only says which day a moment in UTC was.
    """
    stated = known.get("published", "") or record.dates.stated
    printed = record.dates.printed or cleaned.printed
    if record.line:
        return DateEvidence(stated=stated, printed=printed if stated else "")
    implied = (day_in_url(known.get("url", "")), *record.dates.implied)
    return DateEvidence(
        stated=stated, printed=printed, implied=(*implied, *sorted(cleaned.mentioned, reverse=True))
    )


def _article(
    fields: Mapping[str, str], known: Mapping[str, str], cleaned: CleanedPage, published: str
) -> Article:
    url = http_url(target_url(known.get("url", "")))
    if known.get("url") and not url:
        log.debug("not a web address, left out: %r", known["url"])
    source = known.get("source", "") or cleaned.source or site_host(url)
    derived = article_id(
        url=url, source=source, title=cleaned.title, published=published, text=cleaned.text
    )
    return Article(
        # Kept as it is, but for half characters, which no database accepts.
        id=fields.get("id", "").strip().encode(errors="replace").decode() or derived,
        url=url,
        title=cleaned.title,
        source=source,
        published=published,
        author=known.get("author", "") or cleaned.author,
        lang=known.get("lang", "").lower(),
        text=cleaned.text,
    )


def article_id(*, url: str, source: str, title: str, published: str, text: str) -> str:
    """A short stable id: from the URL if there is one, else from all that is known."""
    identity = canonical_url(url) or "\n".join((source, title, published, text))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _named(given: str | Path) -> list[Path]:
    path = find_path(Path(given))
    if path.exists() or path.is_symlink():
        return [path]
    if not glob.has_magic(str(given)):
        raise ArchiveError(f"{given}: no such file or folder")
    plain = list(itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
    # With "**" Path.glob follows no links, unlike glob.glob, so loops of links end here too.
    matches = list(Path(*plain).glob(str(Path(*path.parts[len(plain) :]))))
    if not matches:
        raise ArchiveError(f"{given}: matches no file")
    return [path for path in matches if path.is_dir() or _suffix(path)]


def _below(folder: Path, seen: set[Path]) -> Iterator[Path]:
    """Files of known formats below a folder; linked folders too, each once, so that loops end.

    A folder that cannot be listed is yielded itself: reading it then says why.
    """
    if folder.resolve() in seen:
        return
    seen.add(folder.resolve())
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    ignored = 0
    for entry in entries:
        if entry.name.startswith("."):
            ignored += 1
        elif entry.is_dir():
            yield from _below(entry, seen)
        elif _suffix(entry) and (entry.is_file() or entry.is_symlink()):
            yield entry
        else:
            ignored += 1
    log.debug("%s: %d hidden files or unknown formats ignored", folder, ignored)
