"""Raw records made articles: fields put together, the text cleaned, the date found, an id given."""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from index.errors import InputUnusable
from index.records import Article
from index.sources.cleaning.page import CleanedPage, clean
from index.sources.html.pages import read_page
from index.sources.publication import Calendar, DateEvidence, day_in_url, find_publication
from index.sources.raw import Entry, InMember, NamedValues, Notice, RawRecord, Rejection, UnreadPage
from index.sources.records.fields import read_record
from index.sources.records.names import NO_MAP, FieldMap
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


def article_of(
    entry: Entry,
    path: Path,
    calendar: Calendar,
    *,
    stated: Mapping[str, str],
    names: FieldMap = NO_MAP,
) -> Iterator[Article | Notice | Rejection]:
    """The article of one entry of the file `path`, after notices on it; or a Rejection.

    `stated` are fields that count more than the file's own (those of its sidecar); `names` says
    which field of a record is which.
    """
    try:
        if isinstance(entry, Rejection | Notice):
            yield entry
        elif isinstance(entry, InMember):
            yield from _article_of_member(entry, path, calendar, names)
        elif isinstance(entry, UnreadPage):
            calendar = Calendar.of(ZoneInfo(entry.zone)) if entry.zone else calendar
            yield from _read_record(_page_record(entry), stated, path, calendar)
        elif isinstance(entry, NamedValues):
            record = replace(read_record(entry.values, names), line=entry.line, place=entry.place)
            yield from _read_record(record, stated, path, calendar)
        else:
            yield from _read_record(entry, stated, path, calendar)
    except InputUnusable as error:
        yield Rejection(str(path), entry.line, str(error), entry.place)


def _article_of_member(
    member: InMember, path: Path, calendar: Calendar, names: FieldMap
) -> Iterator[Article | Notice | Rejection]:
    """As `article_of`; what is said of it names the member behind the archive's path."""
    file = path / member.name
    for found in article_of(member.entry, file, calendar, stated=member.stated, names=names):
        if isinstance(found, Article) or isinstance(member.entry, InMember):
            yield found
        else:
            yield replace(found, file=str(file))


def _page_record(page: UnreadPage) -> RawRecord:
    record = read_page(page.content, charset=page.charset, address=page.address, known=page.known)
    texts, problems = _other_parts(page)
    lines = [line for text in (record.fields["text"], *texts) for line in text.split("\n")]
    # What each part repeats, such as a dateline, stands once.
    text = "\n".join(dict.fromkeys(lines)) if page.more else record.fields["text"]
    return replace(
        record,
        place=page.place,
        fields={**record.fields, "text": text, **page.stated},
        dates=replace(record.dates, latest=page.fetched),
        notice=" ".join(filter(None, (page.notice, record.notice, *problems))),
    )


def _other_parts(page: UnreadPage) -> tuple[list[str], list[str]]:
    """The texts of an article's other parts, and what to say of those that have none."""
    texts, problems = [], []
    for number, part in enumerate(page.more, 2):
        try:
            read = read_page(part.content, charset=part.charset, address=part.address, is_part=True)
            texts.append(read.fields["text"])
        except InputUnusable as error:
            problems.append(f"without part {number}, {part.place}: {error}")
    return texts, problems


def _read_record(
    record: RawRecord, stated: Mapping[str, str], path: Path, calendar: Calendar
) -> Iterator[Article | Notice | Rejection]:
    fields = {**record.fields, **stated}
    known = {name: normalize_line(value) for name, value in fields.items() if name != "text"}
    cleaned = clean(fields["text"], title=known.get("title", ""), extracted=record.extracted)
    if not cleaned.text:
        yield Rejection(
            str(path), record.line, "nothing is left of its text after cleaning", record.place
        )
        return
    for notice in filter(None, (record.notice, cleaned.notice)):
        yield Notice(str(path), record.line, notice, record.place)
    if len(cleaned.text) > LONGEST_ARTICLE:
        reason = f"{len(cleaned.text):,} characters: {_SEVERAL}"
        yield Notice(str(path), record.line, reason, record.place)
    evidence = _date_evidence(record, known, cleaned)
    publication = find_publication(evidence, calendar)
    if publication.problem:
        yield Notice(str(path), record.line, publication.problem, record.place)
    yield _article(fields, known, cleaned, publication.moment)


def _date_evidence(
    record: RawRecord, known: Mapping[str, str], cleaned: CleanedPage
) -> DateEvidence:
    """All that is known of the time of publication.

    A page prints its date in its text, or names the day of an event with its weekday (in the 2019
    archive the latest is the day of publication or the one before it in 88 of 100); for one record
    of several without a date it stays unknown, and a printed one only says which day a moment in
    UTC was.
    """
    stated = known.get("published", "") or record.dates.stated
    printed = record.dates.printed or cleaned.printed
    if (record.line or record.place) and not record.extracted:
        return DateEvidence(stated=stated, printed=printed if stated else "")
    implied = (day_in_url(known.get("url", "")), *record.dates.implied)
    return DateEvidence(
        stated=stated,
        printed=printed,
        implied=(*implied, *sorted(cleaned.mentioned, reverse=True)),
        latest=record.dates.latest,
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
        section=known.get("section", ""),
        text=cleaned.text,
    )


def article_id(*, url: str, source: str, title: str, published: str, text: str) -> str:
    """A short stable id: from the URL if there is one, else from all that is known."""
    identity = canonical_url(url) or "\n".join((source, title, published, text))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]
