"""Interpretations with a few fields set."""

import datetime

from bot.answers.types import Interpretation
from index.query.dates.ranges import DateRange
from index.query.filters import Filter, Filters
from index.query.parse import ParsedQuery
from index.search.routing import InputKind


def interpretation(
    topic: str = "",
    *,
    wants_statement: bool = False,
    speaker: str = "",
    first: str = "",
    last: str = "",
    outlets: tuple[str, ...] = (),
    authors: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
    latest: bool = False,
    problems: tuple[str, ...] = (),
    dropped: tuple[str, ...] = (),
    corrections: tuple[tuple[str, str], ...] = (),
    added: str = "",
    input_kind: str = "",
) -> Interpretation:
    """A query for `topic` with these filters; `first` and `last` are ISO dates of its period."""
    days = [datetime.date.fromisoformat(day) if day else None for day in (first, last)]
    period = DateRange(first=days[0], last=days[1]) if any(days) else None
    query = ParsedQuery(
        text=topic,
        search_text=topic,
        content=topic,
        wants_statement=wants_statement,
        filters=Filters(
            period=period,
            outlets=outlets,
            authors=authors,
            sections=sections,
            speaker=speaker,
            latest=latest,
        ),
        problems=problems,
    )
    return Interpretation(
        query=query,
        dropped=tuple(map(Filter, dropped)),
        corrections=corrections,
        added=added,
        input_kind=InputKind(input_kind),
    )
