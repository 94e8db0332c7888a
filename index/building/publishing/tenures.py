"""When each of several people held one office, from the days on which articles say so."""

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

# Articles that must give a person an office. In an archive of 3,000 articles, 105 of the 120 that a
# single article gives were right when read, and 131 of the 132 that two or more give.
FEWEST_ARTICLES = 2
# Share of the articles naming any holder, from a person's first day to the last, that must name
# that person. The others are errors of attribution; an office that several people hold at a time
# does not reach this share.
LEAST_AGREEMENT = 0.8
# Days before the first and after the last such article for which the person is assumed to have held
# the office. Of the 134 holders in the table of entities whose first and last day are known, 98 %
# still held the office 30 days later.
MARGIN_DAYS = 30


class Tenure(NamedTuple):
    """`person` held the office from day `first` to day `last`, as this many `articles` say."""

    person: int
    first: int
    last: int
    articles: int


def find_tenures(named: Mapping[int, Sequence[int]]) -> Iterator[Tenure]:
    """Who held an office when.

    `named` gives for each person the days (ordinals, in order, one for each article) on which
    articles name them as its holder. No two people hold the office on one day; between the last day
    of one and the first day of the next it stays open who did.
    """
    often = [person for person, days in named.items() if len(days) >= FEWEST_ARTICLES]
    often.sort(key=lambda person: (median_low(named[person]), person))
    changes = [_change(named[one], named[other]) for one, other in pairwise(often)]
    bounds = pairwise([None, *changes, None])
    every = _Days(day for days in named.values() for day in days)
    for person, (after, until) in zip(often, bounds, strict=False):
        own = [
            day
            for day in named[person]
            if (after is None or after < day) and (until is None or day <= until)
        ]
        theirs = _Days(named[person])
        within = every.between(own) - theirs.between(own)
        if len(own) >= max(FEWEST_ARTICLES, LEAST_AGREEMENT * (len(own) + within)):
            first = own[0] if after is not None else _earliest(own[0], every, theirs)
            last = own[-1] if until is not None else _latest(own[-1], every, theirs)
            yield Tenure(person, first, last, len(own))


class _Days:
    """Days on which articles say something, one for each article."""

    def __init__(self, days: Iterable[int]) -> None:
        self._ordered = sorted(days)
        self.counts = Counter(self._ordered)
        self.different = sorted(self.counts)

    def between(self, days: Sequence[int]) -> int:
        """How many are from the first to the last of these, both included."""
        if not days:
            return 0
        return bisect_right(self._ordered, days[-1]) - bisect_left(self._ordered, days[0])


def _change(earlier: Sequence[int], later: Sequence[int]) -> int:
    """The last day of the earlier holder, such that the fewest articles are on its wrong side."""

    def misplaced(day: int) -> int:
        return len(earlier) - bisect_right(earlier, day) + bisect_right(later, day)

    return min(sorted({*earlier, *later}), key=misplaced)


def _earliest(first: int, every: _Days, theirs: _Days) -> int:
    """`first` less the margin, but after the last day before it on which somebody else is named."""
    earlier = reversed(every.different[: bisect_left(every.different, first)])
    before = next((day + 1 for day in earlier if every.counts[day] > theirs.counts[day]), 0)
    return max(first - MARGIN_DAYS, before, datetime.date.min.toordinal())


def _latest(last: int, every: _Days, theirs: _Days) -> int:
    """`last` plus the margin, but before the next day on which somebody else is named."""
    later = every.different[bisect_right(every.different, last) :]
    end = datetime.date.max.toordinal()
    after = next((day - 1 for day in later if every.counts[day] > theirs.counts[day]), end)
    return min(last + MARGIN_DAYS, after)
