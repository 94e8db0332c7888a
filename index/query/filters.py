"""The filters of a query: what narrows or orders its results, and can be taken away again."""

from dataclasses import dataclass, replace
from enum import StrEnum

from index.query.dates.ranges import DateRange


class Filter(StrEnum):
    """The name of each filter, in the order in which people see them.

    Its member name in lower case is the field of `Filters`.

    The values stand in buttons that were sent and in answers that were stored: they never change.
    """

    SPEAKER = "speaker"
    PERIOD = "period"
    OUTLETS = "sources"
    AUTHORS = "authors"
    SECTIONS = "sections"
    LATEST = "latest"


NARROWING = (Filter.PERIOD, Filter.OUTLETS, Filter.AUTHORS, Filter.SECTIONS)
"""Filters that exclude articles; the others only change their order or the quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of one query; a field with its default value is not set.

    `period` holds publication dates, `outlets` names or domains of outlets as the question gives
    them, `authors` and `sections` those of articles, `speaker` whose words are wanted, as the
    question puts it. `latest` asks for the newest articles first.
    """

    period: DateRange | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    speaker: str = ""
    latest: bool = False

    @property
    def names(self) -> tuple[Filter, ...]:
        """The filters that are set, in the order of `Filter`."""
        return tuple(name for name in Filter if getattr(self, name.name.lower()))

    @property
    def narrowing(self) -> tuple[Filter, ...]:
        """The filters that are set and exclude articles."""
        return tuple(name for name in self.names if name in NARROWING)

    def without(self, *names: Filter) -> "Filters":
        """The same filters without some of them."""
        unset = {name.name.lower(): getattr(NO_FILTERS, name.name.lower()) for name in names}
        return replace(self, **unset)

    def filled_from(self, earlier: "Filters", *names: Filter) -> "Filters":
        """The same filters, with those of `names` that are not set taken from `earlier`."""
        fields = [name.name.lower() for name in names if name not in self.names]
        return replace(self, **{field: getattr(earlier, field) for field in fields})


NO_FILTERS = Filters()
