"""What a WARC file says of its pages besides: outlet, what a feed told, parts of one article.

`WARC-JSON-Metadata` is a header that web archivers add to records. Fetching
(`index/fetching/warc/`) writes `source` (the outlet), `title`, `author` and `published` (from a
feed or sitemap), `address` (the article's, where the page came from another), `timezone`, and
`part` and `parts` of an article in parts, whose records follow one another. Metadata of others,
without these names, change nothing.
"""

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self
from zoneinfo import available_timezones

from index.sources.raw import Rejection, UnreadPage

METADATA = "WARC-JSON-Metadata"
_FILLING = ("title", "author", "published")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a record says of its page; values of other kinds than strings and numbers are left."""

    values: Mapping[str, str | int]

    @classmethod
    def of(cls, text: str) -> Self:
        """From the header's text; nothing from what is no JSON object."""
        try:
            values = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            values = {}
        known = values.items() if isinstance(values, dict) else ()
        return cls({name: value for name, value in known if isinstance(value, str | int)})

    @property
    def part(self) -> int:
        """The number of the part, from 1 on."""
        return self._number("part")

    @property
    def parts(self) -> int:
        """How many parts the article has."""
        return self._number("parts")

    @property
    def in_parts(self) -> bool:
        """Whether the article has several parts."""
        return self.parts > 1

    def _number(self, name: str) -> int:
        value = self.values.get(name, 1)
        return value if isinstance(value, int) else 1

    def _text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def put_on(self, page: UnreadPage) -> UnreadPage:
        """The page with what is said of it."""
        source, zone = self._text("source"), self._text("timezone")
        return replace(
            page,
            address=self._text("address") or page.address,
            known={name: value for name in _FILLING if (value := self._text(name))},
            stated={"source": source} if source else {},
            zone=zone if zone and zone in _zones() else "",
        )


@functools.cache
def _zones() -> frozenset[str]:
    """The names of time zones; to look them up takes as long as to read a page."""
    return frozenset(available_timezones())


Captured = tuple[UnreadPage | Rejection, Metadata]


def joined(captured: Iterable[Captured]) -> Iterator[UnreadPage | Rejection]:
    """The pages in order, with what is said of them; those of one article in parts as one.

    Parts without their first one, or behind a gap, are no article.
    """
    parts: list[UnreadPage] = []
    for found, about in captured:
        if isinstance(found, Rejection) or not about.in_parts:
            yield about.put_on(found) if isinstance(found, UnreadPage) else found
            continue
        if about.part == 1:
            parts = []
        if about.part == len(parts) + 1:
            parts.append(about.put_on(found))
        if about.part == about.parts == len(parts):
            yield replace(parts[0], more=tuple(parts[1:]))
