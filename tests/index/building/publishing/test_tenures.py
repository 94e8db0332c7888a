import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.publishing.tenures import (
    FEWEST_ARTICLES,
    LEAST_AGREEMENT,
    MARGIN_DAYS,
    find_tenures,
)

FIRST, LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


def test_cases_below_are_for_these_constants() -> None:
    assert (FEWEST_ARTICLES, LEAST_AGREEMENT, MARGIN_DAYS) == (2, 0.8, 30)


# Days on which articles name each person → (person, first day, last day, articles).
@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, []),
        # One article is not enough.
        ({0: [1000]}, []),
        ({0: [1000, 1000]}, [(0, 970, 1030, 2)]),
        ({0: [1000, 1400]}, [(0, 970, 1430, 2)]),
        # One after the other: who held it between the two is open.
        ({0: [1000, 1010], 1: [1020, 1040]}, [(0, 970, 1010, 2), (1, 1020, 1070, 2)]),
        ({1: [1120, 1140], 0: [1000, 1010]}, [(0, 970, 1010, 2), (1, 1120, 1170, 2)]),
        # Somebody who is named once ends the margin too.
        ({0: [1000, 1010], 1: [1005], 2: [1015]}, []),
        ({0: [1000, 1010], 1: [990], 2: [1015]}, [(0, 991, 1014, 2)]),
        # A slip among five is forgiven, one among four is not.
        ({0: [1000, 1002, 1008, 1010], 1: [1005]}, [(0, 970, 1040, 4)]),
        ({0: [1000, 1002, 1010], 1: [1005]}, []),
        # An article that looks back is no later term, and shortens nobody's.
        (
            {0: [1000, 1001, 1002, 1003, 1060], 1: [1010, 1020, 1030, 1040, 1070]},
            [(0, 970, 1003, 4), (1, 1010, 1100, 5)],
        ),
        # Several at a time.
        ({0: [1000, 1002, 1004], 1: [1001, 1003, 1005]}, []),
        # The ends of the calendar.
        ({0: [FIRST, FIRST + 1]}, [(0, FIRST, FIRST + 31, 2)]),
        ({0: [LAST - 1, LAST]}, [(0, LAST - 31, LAST, 2)]),
    ],
)
def test_each_holder_has_first_and_last_day(
    named: dict[int, list[int]], expected: list[tuple[int, int, int, int]]
) -> None:
    assert [tuple(tenure) for tenure in find_tenures(named)] == expected


DAYS = st.lists(st.integers(1, 200), min_size=1, max_size=8).map(sorted)


@given(st.dictionaries(st.integers(0, 4), DAYS, max_size=4))
def test_no_two_people_hold_an_office_at_a_time(named: dict[int, list[int]]) -> None:
    found = sorted(find_tenures(named), key=lambda tenure: tenure.first)
    assert all(one.last < other.first for one, other in pairwise(found))
    for tenure in found:
        days = [day for day in named[tenure.person] if tenure.first <= day <= tenure.last]
        assert len(days) >= tenure.articles >= FEWEST_ARTICLES
