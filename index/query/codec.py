"""Parsed queries as JSON objects, to be stored.

Version 0.1 stored a flat record of what a question was understood as, with `topic` for all its
words; that is read, too.
"""

import datetime
from typing import Any

from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.parse import ParsedQuery


def query_to_json(query: ParsedQuery) -> dict[str, Any]:
    """The query as a JSON object; dates in ISO 8601, "" for an open end."""
    return {
        "text": query.text,
        "search_text": query.search_text,
        "content": query.content,
        "wants_statement": query.wants_statement,
        "filters": filters_to_json(query.filters),
        "period_inferred": query.period_inferred,
        "problems": list(query.problems),
        "is_listing": query.is_listing,
    }


def query_from_json(record: dict[str, Any]) -> ParsedQuery:
    """The query in a record of `query_to_json` or of version 0.1.

    Raises KeyError, TypeError or ValueError for any other record.
    """
    if "filters" not in record:
        return _query_from_flat_record(record)
    read = {
        "filters": _filters_from_json(record["filters"]),
        "problems": tuple(record["problems"]),
    }
    return ParsedQuery(**(record | read))


def filters_to_json(filters: Filters) -> dict[str, Any]:
    """The filters as a JSON object; dates in ISO 8601, "" for an open end."""
    period = filters.period
    return {
        "first": period.first.isoformat() if period and period.first else "",
        "last": period.last.isoformat() if period and period.last else "",
        "outlets": list(filters.outlets),
        "authors": list(filters.authors),
        "sections": list(filters.sections),
        "speaker": filters.speaker,
        "latest": filters.latest,
    }


def _filters_from_json(record: dict[str, Any]) -> Filters:
    first, last = _day(record["first"]), _day(record["last"])
    return Filters(
        period=DateRange(first=first, last=last) if first or last else None,
        outlets=tuple(record["outlets"]),
        # Answers kept by version 0.1 have neither.
        authors=tuple(record.get("authors", ())),
        sections=tuple(record.get("sections", ())),
        speaker=record["speaker"],
        latest=record["latest"],
    )


def _query_from_flat_record(record: dict[str, Any]) -> ParsedQuery:
    topic = record.get("topic", "")
    return ParsedQuery(
        text=topic,
        search_text=topic,
        content=topic,
        wants_statement=record.get("said", False),
        filters=_filters_from_json(record | {"outlets": record["sources"]}),
        problems=tuple(record["problems"]),
    )


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
