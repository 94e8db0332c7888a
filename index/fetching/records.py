"""What the parts of fetching hand to one another. Moments of articles are ISO 8601."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a listing says of one page; "" where it says nothing. Moments are ISO 8601."""

    url: str
    title: str = ""
    author: str = ""
    published: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request sends, and the digest of the body that they stand for."""

    etag: str = ""
    last_modified: str = ""
    sha: str = ""

    def headers(self) -> list[tuple[str, str]]:
        """The headers of a conditional request, none if there was no earlier answer."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return [pair for pair in pairs if pair[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A feed or sitemap as it was read last.

    `stated` is when it was changed, as the index that lists it says; `rule` stands for what
    decided which of its entries were taken; `pages` is how many these were.
    """

    validators: Validators
    stated: str = ""
    rule: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePage:
    """A page to fetch. Its validators are empty if it was never fetched."""

    id: int
    entry: Entry
    tries: int
    validators: Validators


@dataclass(slots=True)
class Counts:
    """What one run of one source came to, in pages; `waiting` ones are left to later runs."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0
