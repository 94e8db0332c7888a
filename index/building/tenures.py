"""When each of several people held one office, from the days on which articles say so (pure)."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

# Articles that must give somebody an office. Of 3,000 articles, 105 of 120 that a single one gives
# were right when read, and 131 of the 132 that two or more give.
FEWEST_ARTICLES = 2
# Of the articles from somebody's first day to the last that name a holder, so many must name them.
# Others are slips of the rules; an office that several hold at a time falls through here.
LEAST_AGREEMENT = 0.8
# Days before the first and after the last of them for which they are taken to have held it. Of the
# 134 holders in the table whose two days are known, 98 % still held the office 30 days later.
MARGIN_DAYS = 30


class Tenure(NamedTuple):
    """`person` held the office from day `first` to day `last`; so many `articles` say so."""

    person: int
    first: int
    last: int
    articles: int


def find_tenures(named: Mapping[int, Sequence[int]]) -> Iterator[Tenure]:
    """Who held an office when, by the days, in order, on which articles name each person there.

    Days are ordinals, one for each article. No two people hold it on one day: from the last day of
    one to the first day of the next it is open who did.
    """
    often = [person for person, days in named.items() if len(days) >= FEWEST_ARTICLES]
    often.sort(key=lambda person: (median_low(named[person]), person))
    changes = [_change(named[one], named[other]) for one, other in pairwise(often)]
    bounds = pairwise([None, *changes, None])
    for person, (after, until) in zip(often, bounds, strict=False):
        own = [
            day
            for day in named[person]
            if (after is None or after < day) and (until is None or day <= until)
        ]
        others = [day for other, days in named.items() if other != person for day in days]
        within = sum(own[0] <= day <= own[-1] for day in others) if own else 0
        if len(own) >= max(FEWEST_ARTICLES, LEAST_AGREEMENT * (len(own) + within)):
            first = own[0] if after is not None else _earliest(own[0], others)
            last = own[-1] if until is not None else _latest(own[-1], others)
            yield Tenure(person, first, last, len(own))


def _change(earlier: Sequence[int], later: Sequence[int]) -> int:
    """The last day of the earlier holder: as few as possible are named on the wrong side of it."""

    def misplaced(day: int) -> int:
        return len(earlier) - bisect_right(earlier, day) + bisect_right(later, day)

    return min(sorted({*earlier, *later}), key=misplaced)


def _earliest(first: int, others: Iterable[int]) -> int:
    """The first day of the margin, which begins after the last day that somebody else is named."""
    before = max((day + 1 for day in others if day < first), default=datetime.date.min.toordinal())
    return max(first - MARGIN_DAYS, before)


def _latest(last: int, others: Iterable[int]) -> int:
    """The last day of the margin, which ends before the first day that somebody else is named."""
    after = min((day - 1 for day in others if day > last), default=datetime.date.max.toordinal())
    return min(last + MARGIN_DAYS, after)
