"""sources.toml: where articles are fetched from.

[[source]]
name = "Kabar Kota"                      # the outlet
feed = "https://kabar.example/rss"       # or sitemap = "…", or addresses = ["…", "…"]
include = '/berita/'                     # regular expressions on addresses, one or a list
exclude = ['/foto/', '/video/']
pace = 2                                 # seconds between requests to a host
every = "30m"                            # not more often than this
timezone = "WITA"                        # of times that the site gives without one
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from index.errors import ArchiveError
from index.fetching.addresses import fetchable_url

Kind = Literal["feed", "sitemap", "addresses"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SOURCES: Final = "sources.toml"
"""The file in the data folder."""
PACE: Final = 2.0
_LONGEST_PACE = 3600.0
_KEYS = ("name", *KINDS, "include", "exclude", "pace", "every", "timezone")
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_HEADER = re.compile(r"\s*\[\[\s*source\s*\]\]")
_SYNTAX = re.compile(r"(?P<what>.*?) \(at line (?P<line>\d+), column \d+\)")
_EXAMPLE = '[[source]] with name = "…" and feed = "https://…"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source: `name` is the outlet of its articles, `addresses` what it is read from.

    `pace` and `every` are seconds; `timezone` is a name of the tz database, "" for the archive's.
    """

    name: str
    kind: Kind
    addresses: tuple[str, ...]
    include: tuple[re.Pattern[str], ...] = ()
    exclude: tuple[re.Pattern[str], ...] = ()
    pace: float = PACE
    every: float = 0.0
    timezone: str = ""

    def wants(self, url: str) -> bool:
        """Whether a page of this address is to be fetched."""
        included = not self.include or any(one.search(url) for one in self.include)
        return included and not any(one.search(url) for one in self.exclude)


def read_sources(path: Path) -> tuple[Source, ...]:
    """The sources of a file; raises ArchiveError with all problems, each with file and line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        values = tomllib.loads(text)
    except FileNotFoundError:
        raise ArchiveError(
            f"{path}: no such file; write one with a {_EXAMPLE} for each site"
        ) from None
    except UnicodeDecodeError:
        raise ArchiveError(f"{path}: not a UTF-8 text file; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ArchiveError(_syntax_error(path, text, str(error))) from None
    sources, problems = _read(values, _Lines(text))
    if problems:
        raise ArchiveError("\n".join(f"{path}:{line}: {reason}" for line, reason in problems))
    return sources


def duration(text: str) -> float:
    """Seconds of a text such as “90s”, “15m”, “2h” or “1d”; raises ValueError."""
    found = re.fullmatch(r"(\d{1,5})\s*([smhd])", text.strip().lower())
    if not found or not int(found[1]):
        raise ValueError(f"found {text!r}; give a time such as 90s, 15m, 2h or 1d")
    return float(int(found[1]) * _UNITS[found[2]])


def _syntax_error(path: Path, text: str, message: str) -> str:
    found = _SYNTAX.fullmatch(message)
    line = int(found["line"]) if found else max(1, len(text.splitlines()))
    return f"{path}:{line}: {found['what'] if found else message}"


class _Lines:
    """Where in the text each source and each of its keys stands; tomllib does not tell."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._headers = [n for n, line in enumerate(self._lines, 1) if _HEADER.match(line)]

    def of(self, key: str, number: int | None = None) -> int:
        """The line of a key of the source with this number, or at the top; the nearest if none."""
        first, last = 1, len(self._lines)
        if number is not None and number < len(self._headers):
            first = self._headers[number]
            last = next(iter(self._headers[number + 1 :]), last + 1) - 1
        pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=\]]")
        lines = range(first, last + 1)
        return next((n for n in lines if pattern.match(self._lines[n - 1])), first)


Problem = tuple[int, str]


def _read(values: Mapping[str, Any], lines: _Lines) -> tuple[tuple[Source, ...], list[Problem]]:
    problems = [
        (lines.of(key), f"unknown key {key!r}; there are only {_EXAMPLE}")
        for key in values
        if key != "source"
    ]
    tables = values.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        return (), [*problems, (lines.of("source"), f"a source begins with a line {_EXAMPLE}")]
    if not tables:
        problems.append((1, f"no source; add a {_EXAMPLE}"))
    sources: dict[str, Source] = {}
    for number, table in enumerate(tables):
        fields, found = _fields(table)
        problems += [(lines.of(key, number), reason) for key, reason in found]
        if found:
            continue
        source = Source(**fields)
        if source.name.casefold() in sources:
            reason = f"two sources are called {source.name!r}; each needs a name of its own"
            problems.append((lines.of("name", number), reason))
        sources[source.name.casefold()] = source
    return tuple(sources.values()), problems


def _fields(table: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The fields of a Source, and what is wrong with which key."""
    problems = [
        (key, f"unknown key {key!r}; known are {', '.join(_KEYS)}")
        for key in table
        if key not in _KEYS
    ]
    problems += [(key, reason) for key, reason in _wrong_kinds(table)]
    fields: dict[str, Any] = {}
    for key, parse in _PARSERS.items():
        if key not in table:
            continue
        try:
            fields[key] = parse(table[key])
        except ValueError as error:
            problems.append((key, f"{key}: {error}"))
    if kind := next((kind for kind in KINDS if kind in fields), None):
        fields["kind"], fields["addresses"] = kind, fields.pop(kind)
    return fields, problems


def _wrong_kinds(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = [kind for kind in KINDS if kind in table]
    if "name" not in table:
        yield "", "this source has no name; the name is the outlet of its articles"
    if not given:
        yield "name", f"this source has none of {', '.join(KINDS)}; give it one"
    if len(given) > 1:
        yield given[1], f"this source has {' and '.join(given)}; make a source of each"


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"found {value!r}; give the name of the outlet")
    return " ".join(value.split())


def _address(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        raise ValueError("found a list; make a [[source]] of each address")  # noqa: TRY004
    url = fetchable_url(value) if isinstance(value, str) else ""
    if not url:
        raise ValueError(f"found {value!r}; give an http:// or https:// address")
    if "@" in str(value).split("/")[2]:
        raise ValueError("found a name or password in the address; take it out")
    return (url,)


def _addresses(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f'found {value!r}; give a list such as ["https://…", "https://…"]')
    return tuple(dict.fromkeys(url for one in value for url in _address(one)))


def _patterns(value: object) -> tuple[re.Pattern[str], ...]:
    patterns = []
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str) or not one:
            raise ValueError(f"found {one!r}; give a regular expression in quotes, or a list")
        try:
            patterns.append(re.compile(one))
        except re.error as error:
            raise ValueError(f"{one!r} is no regular expression: {error}") from None
    return tuple(patterns)


def _pace(value: object) -> float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1.0
    if not 0 <= number <= _LONGEST_PACE:
        raise ValueError(f"found {value!r}; give seconds from 0 to {_LONGEST_PACE:.0f}")
    return float(number)


def _every(value: object) -> float:
    return duration(value if isinstance(value, str) else str(value))


def _timezone(value: object) -> str:
    name = value.strip() if isinstance(value, str) else ""
    known = {zone.casefold(): zone for zone in available_timezones()} | _ZONES
    if name.casefold() not in known:
        raise ValueError(
            f"found {value!r}; give WIB, WITA, WIT or a time zone such as Asia/Makassar"
        )
    return ZoneInfo(known[name.casefold()]).key


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "name": _name,
    "feed": _address,
    "sitemap": _address,
    "addresses": _addresses,
    "include": _patterns,
    "exclude": _patterns,
    "pace": _pace,
    "every": _every,
    "timezone": _timezone,
}
