"""What stands above an article: headline, breadcrumb, byline, date, “2 jam lalu”."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.sources.cleaning import boilerplate, headlines
from index.sources.cleaning.words import count_words
from index.text import article_dates

# Outlets that a dateline names without a domain; a bare "JAKARTA - " is a place.
_NAMED = r"VIVA|ANTARA(?: News)?|CN[NB]C? Indonesia|BBC(?: News)?(?: Indonesia)?|Reuters|AFP|RRI"
OUTLET = rf"(?:{_NAMED}|[A-Za-z][\w-]*\.(?i:com|co\.id|id|co|net|tv|news)(?i:\.id)?)"
PARAGRAPH = 15  # a line of this many words or more is running text
_MOST = 8  # lines above the first paragraph among which a headline is looked for
_SEPARATOR = re.compile(r"\s*[|•·>»›]\s*|\s+[-–—/]\s+|\s*,\s+")
_BREADCRUMB = re.compile(r"\s*[>»›]\s*|\s+[/|]\s+")
_HOME = re.compile(r"(?:home|beranda|depan)\b(?:\W+[\w&]+){0,5}", re.IGNORECASE)
_AGO = re.compile(
    r"""(?:(?:sekitar|about)\s)?(?:\d+|se|an?)\s?
        (?:detik|menit|jam|hari|minggu|pekan|bulan|tahun|seconds?|minutes?|mins?|hours?|days?|weeks?)
        (?:\s(?:yang\s)?lalu|\sago|\s(?:baca|read))
      | (?:waktu\sbaca|read(?:ing)?\stime)\W+\d+\s\w+ | baru\ saja | just\ now
      | (?:dibaca|dilihat|views?)\W*[\d.,]+(?:\s(?:kali|x))?
      | [\d.,]+\s(?:views?|komentar|shares?)""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = re.compile(
    r"(?:oleh|by|penulis|reporter|pewarta|editor|redaktur|wartawan|kontributor|penyunting|jurnalis"
    r"|laporan(?:\swartawan)?)\b\s*:?\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
_STAFF = re.compile(r"(?:tim\s)?redaksi|tim(?:\s\w+)?|newsroom|admin", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*)(?:\s(?:[A-Z][\w.'’-]*|bin|binti|van|de)){0,4}")
_SITE = re.compile(rf"{OUTLET}|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*")
_SUFFIX = re.compile(rf"\s+[-–—|]\s+{OUTLET}$")


@dataclass(frozen=True, slots=True)
class Header:
    """The headline above an article and its author, "" if there is none; the lines that go."""

    title: str
    author: str
    gone: frozenset[int]


def read_header(page: Sequence[str], *, title: str, spaced: bool) -> Header:
    """What stands above the first paragraph of a page; a `title` that is known is kept.

    Breadcrumbs, bylines, dates and view counts are to go, and short labels above the headline.
    """
    above = _above(page)
    meta = {at for at in above if is_meta(page[at])}
    meta |= {at for at, below in pairwise(above) if _are_names(page[at], page[below])}
    authors = [name for at in sorted(meta) if (name := _author(page[at]))]
    others = [at for at in above if at not in meta and not boilerplate.is_boilerplate(page[at])]
    found = -1 if title or len(others) > _MOST else _headline(page, others, spaced=spaced)
    labels = {at for at in above if at < found and len(page[at].split()) <= 2}
    return Header(
        title=title or (_SUFFIX.sub("", page[found]) if found >= 0 else ""),
        author=authors[0] if authors else "",
        gone=frozenset(meta | labels | ({found} if found >= 0 else set())),
    )


def is_meta(line: str) -> bool:
    """Whether a line above an article says only where, when and by whom it was published."""
    if _LABEL.match(line) and len(line.split()) <= 9:
        return not line.endswith((".", "?", "!"))
    if _is_breadcrumb(line) or article_dates.is_date_line(line):
        return True
    parts = [part for part in _SEPARATOR.split(line) if part]
    # An outlet in front of a name may be a dateline ("TEMPO.CO, Jakarta - …").
    if parts and re.fullmatch(OUTLET, parts[0]) and not any(map(_is_timed, parts)):
        return len(parts) == 1
    return any(map(_is_definite, parts)) and all(
        _is_definite(part) or _NAME.fullmatch(part) or _is_dated(part) for part in parts
    )


def _is_breadcrumb(line: str) -> bool:
    """Whether a line leads from the front page to a section: "Beranda > Nasional > Hukum"."""
    crumbs = _BREADCRUMB.split(line)
    if len(crumbs) >= 3 or (len(crumbs) == 2 and re.search("[>»›]", line)):
        return all(0 < len(crumb.split()) <= 3 for crumb in crumbs)
    return bool(_HOME.fullmatch(line)) and not line.endswith((".", "?", "!"))


def _above(page: Sequence[str]) -> list[int]:
    """Indexes of the lines above the first paragraph, none if there is none."""
    above: list[int] = []
    for at, line in enumerate(page):
        if count_words(line) >= PARAGRAPH and boilerplate.reads_as_prose(line, least=0):
            return above
        if line:
            above.append(at)
    return []


def _headline(page: Sequence[str], above: Sequence[int], *, spaced: bool) -> int:
    """The index of the headline among these lines, -1 if none looks like one."""
    fit = [at for at in above if _may_be_headline(page[at])]
    titled = [at for at in fit if headlines.is_headline(page[at])]
    longer = [at for at in fit if count_words(page[at]) >= (3 if spaced else 4)]
    return next(iter(titled[:1] or longer[:1]), -1)


def _may_be_headline(line: str) -> bool:
    return (
        count_words(line) <= 25
        and not line.endswith((".", ",", ";", ":", "…"))
        and not boilerplate.is_boilerplate(line)
        and not boilerplate.ends_article(line)
        and not (line[0] in headlines.QUOTES and line[-1] in headlines.QUOTES)
    )


def _are_names(line: str, below: str) -> bool:
    """Whether a line has nothing but names of people, with the name of their desk below."""
    names = line.split(", ")
    return bool(_STAFF.fullmatch(below)) and all(map(_is_person, names))


def _is_person(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and 2 <= len(name.split()) <= 3


def _is_definite(part: str) -> bool:
    """Whether a part of a line can only be a date, a time ago, an outlet or its staff."""
    return bool(
        _SITE.fullmatch(part) or _STAFF.fullmatch(part) or _LABEL.match(part) or _is_timed(part)
    )


def _is_timed(part: str) -> bool:
    return bool(_AGO.fullmatch(part)) or article_dates.is_date_line(part)


def _is_dated(part: str) -> bool:
    """Whether a part is a weekday or a time, as in "Sabtu, 28/09/2019 | 08:15 WIB"."""
    clock = re.fullmatch(r"\d{1,2}[:.]\d{2}(?:\s?(?:WIB|WITA|WIT|[ap]m))?", part, re.IGNORECASE)
    return bool(clock) or part.lower() in article_dates.WEEKDAYS


def _author(line: str) -> str:
    """The person that a byline names, "" if it names none."""
    parts = _SEPARATOR.split(line)
    for part in [] if _is_breadcrumb(line) else parts:
        label = _LABEL.match(part)
        name = part[label.end() :] if label else part
        others = [other for other in _SEPARATOR.split(line) if other != part]
        named = bool(label) or not any(
            not _is_definite(o) and not _NAME.fullmatch(o) for o in others
        )
        if named and _NAME.fullmatch(name) and not _is_definite(name) and not _is_dated(name):
            return name
    return ""
