"""What the bot says in each language of its interface: texts, and dates and numbers (CLDR).

The texts live in `bot/locales/`; Babel knows how a language writes dates, numbers and lists.
"""

import datetime
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from bot.languages import LANGUAGES


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language by key, with their `{placeholders}`; nested keys joined by dots."""
    source = resources.files("bot") / "locales" / f"{language}.toml"
    return dict(_flat(tomllib.loads(source.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield prefix + key, value.strip()
        else:
            yield from _flat(value, f"{prefix}{key}.")


class Messages:
    """The texts of one language, as plain text without markup."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no texts in {language!r}; there are: {', '.join(LANGUAGES)}")
        self.language = language
        self._texts = texts(language)

    def text(self, key: str, **values: str | int) -> str:
        """The text of `key` with its placeholders filled; KeyError when either is unknown."""
        return self._texts[key].format(**values)

    def plural(self, key: str, count: int, **values: str) -> str:
        """The form of `key` for a count; `{count}` is written as the language writes numbers."""
        form = Locale.parse(self.language).plural_form(count)
        return self.text(f"{key}.{form}", count=number(count, self.language), **values)


def number(value: int, language: str) -> str:
    """17891 as "17.891" (id) or "17,891" (en)."""
    return format_decimal(value, locale=language)


def decimal(value: float, language: str, *, signed: bool = False) -> str:
    """.746 as "0,75" (id) or "0.75" (en); if `signed` as "+0,75"."""
    pattern = "+0.00;-0.00" if signed else "0.00"
    # Half a hundredth below nothing is nothing.
    return format_decimal(round(value, 2) + 0.0, format=pattern, locale=language)


def long_date(date: datetime.date, language: str) -> str:
    """The day in full: "16 Oktober 2020", "16 October 2020"."""
    return format_date(date, "d MMMM y", locale=language)


def day_and_month(date: datetime.date, language: str) -> str:
    """The day as in a table: "16 Okt", "16 Oct"."""
    return format_date(date, "d MMM", locale=language)


def ago(since: datetime.timedelta, language: str) -> str:
    """How long ago: "2 hari yang lalu", "2 days ago"."""
    # Babel would write zero seconds as a time in the future.
    past = max(since, datetime.timedelta(seconds=1))
    return format_timedelta(-past, add_direction=True, locale=language)


def percent(share: float, language: str) -> str:
    """A share 0–1 as "70%"."""
    return format_percent(share, locale=language)


def short_date(date: datetime.date, language: str) -> str:
    """The day with its year, abbreviated: "16 Okt 2020", "16 Oct 2020"."""
    return format_date(date, "d MMM y", locale=language)


def month_range(first: datetime.date, last: datetime.date, language: str) -> str:
    """The months between two days: "Mar–Okt 2019"; one month alone is "Mar 2019"."""
    # CLDR puts thin spaces around some dashes; on phones they look like a mistake.
    return format_interval(first, last, "yMMM", locale=language).replace("\u2009", "")


def date_range(first: datetime.date | None, last: datetime.date | None, language: str) -> str:
    """A range of days: "20–30 Sep 2019", or "≥ 20 Sep 2019" if it is open at one end."""
    if first and last:
        return format_interval(first, last, "yMMMd", locale=language).replace("\u2009", "")
    one = first or last
    return f"{'≥' if first else '≤'} {format_date(one, 'd MMM y', locale=language)}" if one else ""


def time_from_now(seconds: int, language: str) -> str:
    """How long from now: "dalam 8 detik", "in 3 minutes"."""
    whole = datetime.timedelta(seconds=seconds)
    return format_timedelta(whole, threshold=1.5, add_direction=True, locale=language)


def join_list(names: Sequence[str], language: str) -> str:
    """A list as in a sentence: "VIVA, Kompas, dan Tempo", "VIVA, Kompas, and Tempo"."""
    return format_list(list(names), locale=language)
