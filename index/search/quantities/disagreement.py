"""Where quotes give different numbers or days for the one thing that a question asks for.

Strict rather than complete: a figure counts only if it is of what was asked, and two only if their
articles tell of one event.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.records import Hit
from index.search.quantities.asked import Asked, read_question, year_of
from index.search.quantities.counted import Quantity, kinds_in, quantities_in
from index.search.quantities.days import days_in
from index.search.quantities.numbers import Number
from index.text.sentence_features import AnswerType

# Tolls of one event grow for a week or two; what is told of later is mostly another event of its
# kind.
_SAME_EVENT_DAYS = 21
_CORRECTION = re.compile(
    r"\b(?:(?:me|di)?ralat|(?:di|meng)?koreksi|terkoreksi|(?:di|me)revisi|revisi|(?:di|me)mutakhirkan|correct(?:ion|ed|s)"
    r"|revis(?:ion|ed|es))\b",
    re.IGNORECASE,
)
_BECOMES = re.compile(r"\b(?:men)?jadi \Z|\bto \Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferingValue:
    """A value as one article writes it; `corrected` says that the article corrects an earlier one.

    `article` is the article's id, `published` its time as the outlet gave it.
    """

    value: str
    article: str
    source: str
    published: str
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two values or more for one thing, latest first; `kind` is "number" or "date"."""

    kind: str
    values: tuple[DifferingValue, ...]

    def among(self, articles: Iterable[str]) -> "Disagreement | None":
        """What remains of it with only these articles; None if that is no disagreement."""
        kept = set(articles)
        values = tuple(value for value in self.values if value.article in kept)
        return replace(self, values=values) if len(values) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one hit gives: a number of something, or a day as the number of days since year 1."""

    hit: Hit
    number: Number
    shown: str
    measure: str = ""
    year: str = ""


def find_disagreement(question: str, hits: Sequence[Hit]) -> Disagreement | None:
    """How the quotes of hits that answer disagree on the number or day asked for; None if not."""
    asked = read_question(question)
    if asked.type not in (AnswerType.NUMBER, AnswerType.DATE):
        return None
    dated = [hit for hit in hits if hit.article.date and not (hit.missing or hit.elsewhere)]
    read = _day_of if asked.type is AnswerType.DATE else _number_of
    found = [one for hit in dated if (one := read(hit, asked))]
    found.sort(key=lambda one: one.hit.article.published, reverse=True)
    groups = _groups(_of_one_event(found, asked))
    if len(groups) < 2:
        return None
    kind = "date" if asked.type is AnswerType.DATE else "number"
    return Disagreement(kind=kind, values=tuple(map(_value, groups)))


def in_order(hits: Sequence[Hit], disagreement: Disagreement) -> tuple[Hit, ...]:
    """The hits with those that disagree first, latest first; the others as they were."""
    place = {value.article: number for number, value in enumerate(disagreement.values)}
    ordered = sorted(hits, key=lambda hit: place.get(hit.article.id, len(place)))
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1))


def _number_of(hit: Hit, asked: Asked) -> _Found | None:
    """The one figure of a quote for what was asked; None where there are several or none."""
    if not asked.covered_by(hit):
        return None
    fitting = _corrected_to(hit, asked) or [q for q in quantities_in(hit.quote) if asked.fits(q)]
    if not fitting or any(not one.number.agrees(fitting[0].number) for one in fitting[1:]):
        return None
    best: Quantity = min(fitting, key=lambda one: one.number.high - one.number.low)
    year = year_of(hit, best.number.start)
    return _Found(hit=hit, number=best.number, shown=best.shown, measure=best.measure, year=year)


def _corrected_to(hit: Hit, asked: Asked) -> list[Quantity]:
    """The figure that a title tells as the corrected one: "diralat dari 2.500 menjadi 1.300 jiwa".

    The quote of such an article may have the old one.
    """
    title = hit.article.title
    if not _CORRECTION.search(title) or kinds_in(title) != asked.kinds:
        return []
    told = list(quantities_in(title))
    return [q for q in told if _BECOMES.search(title[: q.number.start])]


def _day_of(hit: Hit, asked: Asked) -> _Found | None:
    """The one day that a quote gives for an event."""
    if not asked.covered_by(hit, day=True):
        return None
    days = list(days_in(hit.quote, hit.article.date))
    if not days or len({each.day for each in days}) > 1:
        return None
    first = days[0]
    at = first.day.toordinal()
    number = Number(start=first.start, end=first.end, low=at, high=at)
    return _Found(hit=hit, number=number, shown=hit.quote[first.start : first.end])


def _of_one_event(found: Sequence[_Found], asked: Asked) -> list[_Found]:
    """Those published near the best hit, and not of another time or place than it."""
    if not found:
        return []
    best = min(found, key=lambda one: one.hit.rank)
    return [
        one
        for one in found
        if one.measure == best.measure
        and one.year == best.year
        and _days_between(one.hit, best.hit) <= _SAME_EVENT_DAYS
        and asked.same_event(one.hit, best.hit)
    ]


def _days_between(one: Hit, other: Hit) -> int:
    days = [each.article.date or datetime.date.min for each in (one, other)]
    return abs((days[0] - days[1]).days)


def _groups(found: Sequence[_Found]) -> list[list[_Found]]:
    """Those that agree together, in order; one that agrees with two groups belongs to the first."""
    groups: list[list[_Found]] = []
    for one in found:
        fitting = (each for each in groups if all(one.number.agrees(two.number) for two in each))
        group = next(fitting, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _value(group: Sequence[_Found]) -> DifferingValue:
    latest = group[0]
    article = latest.hit.article
    told = f"{article.title} {latest.hit.quote}"
    return DifferingValue(
        value=latest.shown,
        article=article.id,
        source=article.source,
        published=article.published,
        corrected=_CORRECTION.search(told) is not None,
    )
