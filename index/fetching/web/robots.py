"""robots.txt by RFC 9309: read once a day for each host, obeyed for every address.

A host without one allows everything. One that cannot give it at the moment is not asked at all,
unless an earlier one is known.
"""

from dataclasses import dataclass
from typing import Protocol, Self

from protego import Protego

# By which rules of a robots.txt are found that are meant for this program.
ROBOT = "tanya-arsip"
# Seconds that one is good for, and the bytes that are read of it (RFC 9309, 2.4 and 2.5).
LIFETIME = 86_400.0
MOST_BYTES = 512_000
# Seconds; a host that asks for longer pauses than this can hardly mean to be fetched.
LONGEST_DELAY = 600.0


class RobotsStore(Protocol):
    """Where the robots.txt of hosts are kept."""

    def robots(self, origin: str) -> tuple[str, float] | None:
        """The text that an origin gave, and until when it is good (seconds since 1970)."""
        ...

    def keep_robots(self, origin: str, body: str, expires: float) -> None:
        """Keep the text of an origin, "" if it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to this program."""

    _parsed: Protego

    @classmethod
    def of(cls, text: str) -> Self:
        """The rules of a text; what is no robots.txt has none."""
        return cls(Protego.parse(text))

    def allow(self, url: str) -> bool:
        """Whether an address may be fetched."""
        return bool(self._parsed.can_fetch(url, ROBOT))

    @property
    def delay(self) -> float:
        """The seconds between requests that are asked for, 0 if none are."""
        asked = self._parsed.crawl_delay(ROBOT)
        rate = self._parsed.request_rate(ROBOT)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(asked or 0.0), float(per_request))

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the site's sitemaps that it names."""
        return tuple(dict.fromkeys(self._parsed.sitemaps))
