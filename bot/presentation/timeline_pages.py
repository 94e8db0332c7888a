"""A timeline as a chat message: pages of HTML, and the chart above them."""

import datetime
from dataclasses import dataclass
from html import escape

from bot.answers.timeline import MOST_ENTRIES, Timeline, TimelineEntry
from bot.presentation import layout
from bot.presentation.charts import Unit, count_by_time, draw
from bot.presentation.html import TEXT_LIMIT, as_html, as_plain, escape_foreign
from bot.presentation.i18n import Messages, month_range, number, short_date
from bot.presentation.interpretation import deviation_lines, filter_lines
from bot.presentation.links import article_payload, deep_link, web_address
from index.records import Coverage

PER_PAGE = 12
"""Stories of a page at most: about two screens of a phone."""
# So short that the heading and one story always fit below a picture.
_TOPIC_LIMIT, _LINE_LIMIT = 90, 110
_BETWEEN = "\n\n"
_PER: dict[Unit, str] = {"day": "chart_day", "month": "chart_month", "year": "chart_year"}
# A chart of a single article says nothing.
_LEAST_DRAWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """One of `count` pages; `number` counts from 0."""

    html: str
    number: int
    count: int


def render_timeline(
    timeline: Timeline,
    messages: Messages,
    *,
    page: int = 0,
    bot_name: str = "",
    limit: int = TEXT_LIMIT,
) -> TimelinePage:
    """Page `page` (from 0) of a timeline that has stories; the last for a number beyond it.

    At most `limit` characters, as Telegram counts them. With `bot_name`, articles without a URL
    link to their text in the private chat with the bot.
    """
    heading = [*_heading(timeline, messages), ""]
    notes = _notes(timeline, messages)
    # Computed with the longest possible page numbers.
    around = "\n".join([*heading, "", *notes, _number(messages, MOST_ENTRIES, MOST_ENTRIES)])
    lines = [_line(one, messages, bot_name) for one in timeline.entries]
    pages = _cut(lines, limit - _length(around))
    at = min(max(page, 0), len(pages) - 1)
    numbers = [_number(messages, at + 1, len(pages))] if len(pages) > 1 else []
    ending = ["", *notes, *numbers] if notes or numbers else []
    return TimelinePage(
        html="\n".join([*heading, _BETWEEN.join(pages[at]), *ending]),
        number=at,
        count=len(pages),
    )


def _cut(lines: list[str], room: int) -> list[list[str]]:
    """The lines in pages of at most `room` characters and a dozen lines, and at least one."""
    pages: list[list[str]] = [[]]
    left = room
    for line in lines:
        needed = _length(_BETWEEN + line)
        if pages[-1] and (needed > left or len(pages[-1]) == PER_PAGE):
            pages.append([])
            left = room
        pages[-1].append(line)
        left -= needed
    return pages


def _length(html: str) -> int:
    """Characters without the HTML, in UTF-16 units to be safe."""
    return len(as_plain(html).encode("utf-16-le")) // 2


def chart(timeline: Timeline, messages: Messages) -> bytes | None:
    """The number of articles over time as a PNG; None if fewer than two have a date."""
    if sum(count for _, count in timeline.days) < _LEAST_DRAWN:
        return None
    days = [(datetime.date.fromisoformat(day), count) for day, count in timeline.days]
    bars = count_by_time(days, messages.language)
    when = month_range(days[0][0], days[-1][0], messages.language)
    subtitle = f"{messages.text(_PER[bars.unit])} · {when}"
    return draw(bars.bars, title=topic_of(timeline), subtitle=subtitle)


def render_nothing(timeline: Timeline, coverage: Coverage, messages: Messages) -> str:
    """The message that the archive has nothing on the topic, and what was searched."""
    if not coverage.articles:
        return as_html(messages.text("archive_empty"))
    held = layout.coverage_text(coverage, messages)
    lines = [
        *_interpretation(timeline, messages),
        f"<b>{escape_foreign(messages.text('timeline_nothing', topic=topic_of(timeline)))}</b>",
        escape_foreign(messages.text("nothing_searched", held=held)),
        as_html(messages.text("nothing_try")),
        as_html(messages.text("nothing_caution")),
    ]
    return "\n\n".join(lines)


def topic_of(timeline: Timeline) -> str:
    """The topic in one line."""
    return layout.shorten(timeline.interpretation.query.content, _TOPIC_LIMIT)


def span(timeline: Timeline, messages: Messages) -> str:
    """How many stories and articles, and from when: "14 berita dalam 17 artikel, Sep–Okt 2019"."""
    held = layout.article_count(timeline.articles, messages)
    if timeline.more:
        held = messages.text("timeline_at_least", held=held)
    if timeline.stories < timeline.articles:
        held = messages.plural("timeline_stories", timeline.stories, held=held)
    first, last = timeline.first, timeline.last
    when = month_range(first, last, messages.language) if first and last else ""
    return ", ".join(part for part in (held, when) if part)


def _heading(timeline: Timeline, messages: Messages) -> list[str]:
    title = messages.text("timeline_title", topic=topic_of(timeline))
    return [
        f"<b>{escape_foreign(title)}</b>",
        as_html(span(timeline, messages)),
        *_interpretation(timeline, messages),
    ]


def _interpretation(timeline: Timeline, messages: Messages) -> list[str]:
    made = timeline.interpretation
    lines = [*filter_lines(made, messages), *deviation_lines(made, messages)]
    return [f"<i>{escape_foreign(layout.shorten(line, _LINE_LIMIT))}</i>" for line in lines]


def _line(entry: TimelineEntry, messages: Messages, bot_name: str) -> str:
    article = entry.article
    address = web_address(article.url)
    if not address and bot_name:
        address = deep_link(bot_name, article_payload(article.reference))
    title = escape_foreign(layout.headline(article, messages))
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    date = article.date
    when = short_date(date, messages.language) if date else messages.text("timeline_undated")
    others = number(entry.also, messages.language)
    more = messages.text("timeline_also", count=others) if entry.also else ""
    parts = [layout.shorten(article.source, layout.SOURCE_LIMIT), more]
    return " · ".join(
        [f"<b>{as_html(when)}</b>", linked, *(escape_foreign(part) for part in parts if part)]
    )


def _notes(timeline: Timeline, messages: Messages) -> list[str]:
    notes = []
    if timeline.undated:
        without = layout.article_count(timeline.undated, messages)
        notes.append(messages.text("timeline_without_date", held=without))
    if timeline.stories > MOST_ENTRIES:
        told = number(len(timeline.entries), messages.language)
        notes.append(messages.text("timeline_most_relevant", count=told))
    return [f"<i>{as_html(note)}</i>" for note in notes]


def _number(messages: Messages, page: int, count: int) -> str:
    return f"<i>{as_html(messages.text('article_page', number=page, count=count))}</i>"
