import datetime

from index.query.dates.ranges import DateRange
from index.query.filters import NO_FILTERS, Filter, Filters

PERIOD = DateRange(first=datetime.date(2019, 9, 1), last=None)
FULL = Filters(
    period=PERIOD,
    outlets=("viva",),
    authors=("budi",),
    sections=("ekonomi",),
    speaker="Kominfo",
    latest=True,
)


def test_every_filter_has_a_field_and_can_be_taken_away() -> None:
    assert FULL.names == tuple(Filter)
    assert FULL.without(*Filter) == NO_FILTERS
    for name in Filter:
        assert name not in FULL.without(name).names


def test_all_but_speaker_and_order_exclude_articles() -> None:
    narrowing = (Filter.PERIOD, Filter.OUTLETS, Filter.AUTHORS, Filter.SECTIONS)
    assert FULL.narrowing == narrowing
    assert Filters(speaker="Kominfo", latest=True).narrowing == ()


def test_only_what_is_not_set_is_taken_from_the_earlier_filters() -> None:
    filled = Filters(outlets=("tempo",)).filled_from(FULL, Filter.PERIOD, Filter.OUTLETS)
    assert filled == Filters(period=PERIOD, outlets=("tempo",))


def test_names_are_those_in_buttons_and_stored_answers() -> None:
    assert [name.value for name in Filter] == [
        *("speaker", "period", "sources", "authors", "sections", "latest")
    ]
