"""When an article was published: which of a file's dates, in the calendar of the archive."""

import datetime
import re
from dataclasses import dataclass, replace

from index.text import article_dates

# Longest value shown in a message, in characters.
_SHOWN = 40
_DAY = datetime.timedelta(days=1)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?=/|-|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The time zone of an archive, and the day on which it is built."""

    zone: datetime.tzinfo
    today: datetime.date

    @classmethod
    def of(cls, zone: datetime.tzinfo) -> "Calendar":
        """The calendar of a zone, now."""
        return cls(zone=zone, today=datetime.datetime.now(zone).date())


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """The dates that a file gives for its article, each as it is written there.

    `stated` is the one meant for machines, `printed` the one for readers. `implied` are others,
    the best first, that nobody is told of if they are none. `latest` is a moment at which the
    article was there already (ISO 8601), "" if none is known; no date of publication itself.
    """

    stated: str = ""
    printed: str = ""
    implied: tuple[str, ...] = ()
    latest: str = ""


NO_DATES = DateEvidence()


@dataclass(frozen=True, slots=True)
class Publication:
    """When an article was published (ISO 8601, "" if unknown), and what was wrong with a date."""

    moment: str
    problem: str = ""


def find_publication(evidence: DateEvidence, calendar: Calendar) -> Publication:
    """The first plausible date of the evidence.

    A moment in UTC has the day that is printed beside it, else the day in the calendar's zone.
    Never when the article was changed.
    """
    today = calendar.today
    calendar = _ending(calendar, evidence.latest)
    stated, problem = _read(evidence.stated, calendar, "`published`")
    printed, unprintable = _read(evidence.printed, calendar, "the printed date")
    if stated and printed and _is_utc(evidence.stated) and _within_a_day(stated, printed):
        # A printed clock has its own zone; a day alone counts only if it is another.
        stated = printed if "T" in printed or stated[:10] != printed[:10] else stated
    problem = problem or ("" if stated else unprintable)
    implied = (_read(value, calendar, "")[0] for value in evidence.implied)
    moment = stated or printed or next(filter(None, implied), "")
    if calendar.today != today:
        problem = problem.replace("lies in the future", "lies after the page was fetched")
    return Publication(moment, problem)


def _ending(calendar: Calendar, latest: str) -> Calendar:
    """The calendar as on the day when the article was there already, if that is known."""
    moment = article_dates.in_zone(article_dates.to_iso(latest), calendar.zone) if latest else ""
    if not moment or article_dates.why_implausible(moment, calendar.today):
        return calendar
    return replace(calendar, today=datetime.date.fromisoformat(moment[:10]))


def day_in_url(url: str) -> str:
    """The day that stands in the path of an address (“/read/2019/09/28/…”), else ""."""
    found = _URL_DAY.search(url)
    return "-".join(found.groups()) if found else ""


def _read(value: str, calendar: Calendar, name: str) -> tuple[str, str]:
    """A date as it is written, in the calendar's zone, or what is wrong with it."""
    if not value:
        return "", ""
    moment = article_dates.in_zone(article_dates.to_iso(value), calendar.zone)
    reason = article_dates.why_implausible(moment, calendar.today) if moment else "is no date"
    if not moment and article_dates.is_relative(value):
        reason = "counts from an unknown day"
    shown = f"{value[:_SHOWN]}…" if len(value) > _SHOWN else value
    return ("", f"{name} {reason}: {shown!r}; left out") if reason else (moment, "")


def _is_utc(value: str) -> bool:
    return article_dates.to_iso(value).endswith("+00:00")


def _within_a_day(one: str, other: str) -> bool:
    first, second = (datetime.date.fromisoformat(moment[:10]) for moment in (one, other))
    return abs(first - second) <= _DAY
