"""The sources that articles are fetched from, for the owner: a page of them, and news on them."""

import datetime
from collections.abc import Sequence
from typing import Final

from bot.presentation import layout
from bot.presentation.html import as_html, escape_foreign
from bot.presentation.i18n import Messages, ago, day_and_month, number
from index.fetching.state import SourceStatus

SOURCES_SHOWN: Final = 8
"""Sources on one page."""
_NAMED = 20
_NAME_LIMIT = 60
_ERROR_LIMIT = 150


def in_order(sources: Sequence[SourceStatus]) -> list[SourceStatus]:
    """Those that fail first, then by name."""
    return sorted(sources, key=lambda one: (one.failing_since is None, one.name.casefold()))


def sources_page(
    sources: Sequence[SourceStatus], start: int, messages: Messages, *, now: datetime.datetime
) -> str:
    """`SOURCES_SHOWN` of these sources from index `start` (from 0), as HTML."""
    if not sources:
        return as_html(messages.text("sources_none"))
    failing = sum(one.failing_since is not None for one in sources)
    counts = {"count": len(sources), "failing": failing}
    shown = {name: number(count, messages.language) for name, count in counts.items()}
    lead = f"<b>{as_html(messages.text('sources', **shown))}</b>"
    page = sources[start : start + SOURCES_SHOWN]
    items = [_source(place, one, messages, now) for place, one in enumerate(page, start + 1)]
    return "\n\n".join([lead, *items])


def _source(place: int, source: SourceStatus, messages: Messages, now: datetime.datetime) -> str:
    language = messages.language
    if source.last_success:
        worked = messages.text("source_success", ago=ago(now - source.last_success, language))
    else:
        worked = messages.text("source_no_success")
    counts = {"new": source.new, "changed": source.changed, "failed": source.failed}
    lines = [
        worked,
        messages.text(
            "source_counts", **{name: number(one, language) for name, one in counts.items()}
        ),
        messages.text("source_total", total=number(source.articles_total, language)),
    ]
    lead = f"<b>{place}. {_name(source)}</b> · {source.kind}"
    return "\n".join([lead, *_failure(source, messages, now), *map(as_html, lines)])


def _name(source: SourceStatus) -> str:
    return escape_foreign(layout.shorten(source.name, _NAME_LIMIT))


def _failure(source: SourceStatus, messages: Messages, now: datetime.datetime) -> list[str]:
    """A line on what fails, none if nothing does."""
    since = source.failing_since
    if since is None:
        return []
    date = day_and_month(since.astimezone(now.tzinfo).date(), messages.language)
    how_long = ago(now - since, messages.language)
    error = layout.shorten(source.last_error or "?", _ERROR_LIMIT)
    return [escape_foreign(messages.text("source_failing", date=date, ago=how_long, error=error))]


def sources_news(
    down: Sequence[SourceStatus],
    up: Sequence[SourceStatus],
    messages: Messages,
    *,
    now: datetime.datetime,
) -> str:
    """One message on sources that have failed for long, and on those that work again, as HTML."""
    parts = []
    for key, sources in (("sources_down", down), ("sources_up", up)):
        if sources:
            items = [_news(one, messages, now) for one in sources[:_NAMED]]
            more = len(sources) - len(items)
            items += [messages.plural("others", more)] if more else []
            parts.append("\n".join([f"<b>{as_html(messages.text(key))}</b>", *items]))
    return "\n\n".join(parts)


def _news(source: SourceStatus, messages: Messages, now: datetime.datetime) -> str:
    return "\n".join([_name(source), *_failure(source, messages, now)])
