"""All statements of somebody as a chat message: pages of HTML, and the chart by month."""

import datetime
from dataclasses import dataclass
from html import escape

from bot.presentation import layout
from bot.presentation.charts import Bars, count_by_time, draw
from bot.presentation.html import as_html, escape_foreign, fits
from bot.presentation.i18n import Messages, date_range, month_range, short_date
from bot.presentation.links import article_payload, deep_link, link_to_quote
from index.quotes.listing.statements import SpokenStatement, StatementList, StatementRequest
from index.records import Coverage

PER_PAGE = 5
"""Statements of a page at most: about two screens of a phone."""
_NAME_LIMIT, _TOPIC_LIMIT, _QUOTE_LIMIT, _SHORTER = 60, 60, 400, 200
# A chart of a single statement says nothing.
_LEAST_DRAWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One of `count` pages; `number` counts from 0."""

    html: str
    number: int
    count: int


def render_statements(
    found: StatementList, messages: Messages, *, page: int = 0, bot_name: str = ""
) -> StatementPage:
    """Page `page` (from 0) of a list with statements; the last for a number beyond it.

    With `bot_name`, articles without a URL link to their text in the private chat with the bot.
    """
    count = -(-len(found.statements) // PER_PAGE)
    at = min(max(page, 0), count - 1)
    shown = found.statements[at * PER_PAGE : (at + 1) * PER_PAGE]
    for limit in (_QUOTE_LIMIT, _SHORTER):
        parts = ["\n".join(_heading(found, messages))]
        parts += [_statement(one, found, messages, limit, bot_name) for one in shown]
        if count > 1:
            number = messages.text("article_page", number=at + 1, count=count)
            parts.append(f"<i>{as_html(number)}</i>")
        html = "\n\n".join(parts)
        if fits(html):
            break
    return StatementPage(html=html, number=at, count=count)


def title_of(request: StatementRequest, messages: Messages) -> str:
    """Whose statements, and on what: “Pernyataan Rudiantara soal media sosial”."""
    name = layout.shorten(request.only or request.speaker, _NAME_LIMIT)
    topic = layout.shorten(request.about, _TOPIC_LIMIT)
    if topic:
        return messages.text("quotes_title_about", name=name, topic=topic)
    return messages.text("quotes_title", name=name)


def _heading(found: StatementList, messages: Messages) -> list[str]:
    counted = messages.plural("quotes_count", len(found.statements))
    period = found.request.period
    when = date_range(period.first, period.last, messages.language) if period else ""
    if not when and found.months:
        first, last = (_first_day(found.months[at][0]) for at in (0, -1))
        when = month_range(first, last, messages.language)
    return [
        f"<b>{escape_foreign(title_of(found.request, messages))}</b>",
        as_html(", ".join(filter(None, (counted, when)))),
    ]


def _statement(
    one: SpokenStatement, found: StatementList, messages: Messages, limit: int, bot_name: str
) -> str:
    address = link_to_quote(one.article.url, one.quote)
    if not address and bot_name:
        address = deep_link(bot_name, article_payload(one.article.reference))
    outlet = escape_foreign(layout.shorten(one.article.source, layout.SOURCE_LIMIT))
    source = outlet or escape_foreign(layout.headline(one.article, messages))
    date = one.article.date
    when = short_date(date, messages.language) if date else messages.text("timeline_undated")
    several = len(found.names) > 1 and not found.request.only
    who = layout.shorten(one.speaker.label, layout.SPEAKER_LIMIT) if several else ""
    linked = f'<a href="{escape(address)}">{source}</a>' if address else source
    parts = [f"<b>{as_html(when)}</b>", linked, *([escape_foreign(who)] if who else [])]
    quote = escape_foreign(layout.shorten(one.quote, limit))
    lines = [" · ".join(parts), f"<blockquote>{quote}</blockquote>"]
    if also := layout.outlets_line(one.also, messages):
        lines.append(escape_foreign(also))
    return "\n".join(lines)


def render_no_statements(found: StatementList, coverage: Coverage, messages: Messages) -> str:
    """The message that the archive has none, and what was searched."""
    name = layout.shorten(found.request.speaker, _NAME_LIMIT)
    key = "quotes_none" if found.known else "quotes_nobody"
    held = messages.text("nothing_searched", held=layout.coverage_text(coverage, messages))
    lines = [
        f"<b>{escape_foreign(messages.text(key, name=name))}</b>",
        escape_foreign(held),
        as_html(messages.text("nothing_caution")),
    ]
    return "\n\n".join(lines)


def statements_chart(found: StatementList, messages: Messages) -> bytes | None:
    """The number of statements by month as a PNG; None if fewer than two have a date."""
    if sum(count for _, count in found.months) < _LEAST_DRAWN:
        return None
    months = [(_first_day(month), count) for month, count in found.months]
    bars: Bars = count_by_time(months, messages.language, unit="month")
    when = month_range(months[0][0], months[-1][0], messages.language)
    subtitle = f"{messages.text('quotes_chart')} · {when}"
    return draw(bars.bars, title=title_of(found.request, messages), subtitle=subtitle)


def _first_day(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-01")
