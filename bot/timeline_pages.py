"""A timeline as messages of a chat: HTML in pages, and the caption under its chart."""

import datetime
from html import escape

from bot import layout
from bot.charts import Unit, by_time, draw
from bot.formats import dated, months, number
from bot.links import deep_link, web_address
from bot.messages import Messages
from bot.rendering import Page, as_html, inert
from bot.timeline import MOST_TOLD, Timeline, Told
from index.records import Coverage

# With titles of 90 characters a page is about two screens of a telephone.
PER_PAGE = 12
_TOPIC_LIMIT = 120
_PER: dict[Unit, str] = {"day": "chart_day", "month": "chart_month", "year": "chart_year"}
# One article is no distribution.
_LEAST_DRAWN = 2


def render_timeline(
    timeline: Timeline, messages: Messages, *, page: int = 0, bot_name: str = ""
) -> Page:
    """Page `page` (from 0) of a timeline that has stories; a page beyond the end is the last.

    With `bot_name`, articles without an address are linked to their text in the private chat.
    """
    last = page_count(timeline) - 1
    at = min(max(page, 0), last)
    told = timeline.told[at * PER_PAGE : (at + 1) * PER_PAGE]
    lines = [_line(one, messages, bot_name) for one in told]
    ending = _ending(timeline, at, messages)
    html = "\n".join([*_heading(timeline, messages), "", "\n\n".join(lines), *ending])
    return Page(html=html, number=at, has_previous=at > 0, has_next=at < last)


def page_count(timeline: Timeline) -> int:
    """How many pages a timeline has, at least one."""
    return max(1, -(-len(timeline.told) // PER_PAGE))


def render_caption(timeline: Timeline, messages: Messages) -> str:
    """What stands under the chart when the stories come in a message of their own."""
    return "\n".join(_heading(timeline, messages))


def chart(timeline: Timeline, messages: Messages) -> bytes | None:
    """How many articles there are by time, as a PNG; None where fewer than two have a date."""
    if sum(count for _, count in timeline.days) < _LEAST_DRAWN:
        return None
    days = [(datetime.date.fromisoformat(day), count) for day, count in timeline.days]
    bars = by_time(days, messages.language)
    when = months(days[0][0], days[-1][0], messages.language)
    subtitle = f"{messages.text(_PER[bars.unit])} · {when}"
    return draw(bars.bars, title=topic_of(timeline), subtitle=subtitle)


def render_nothing(timeline: Timeline, coverage: Coverage, messages: Messages) -> str:
    """That the archive has nothing on the topic, and what was searched."""
    if not coverage.articles:
        return as_html(messages.text("archive_empty"))
    held = layout.searched(coverage, messages)
    lines = [
        *_read(timeline, messages),
        f"<b>{inert(messages.text('timeline_nothing', topic=topic_of(timeline)))}</b>",
        inert(messages.text("nothing_searched", held=held)),
        as_html(messages.text("nothing_try")),
        as_html(messages.text("nothing_caution")),
    ]
    return "\n\n".join(lines)


def topic_of(timeline: Timeline) -> str:
    """The topic in one line."""
    return layout.shorten(timeline.reading.topic, _TOPIC_LIMIT)


def span(timeline: Timeline, messages: Messages) -> str:
    """How much there is and from when: "14 berita dalam 17 artikel, Sep–Okt 2019"."""
    held = layout.articles(timeline.articles, messages)
    if timeline.more:
        held = messages.text("timeline_at_least", held=held)
    if timeline.stories < timeline.articles:
        stories = number(timeline.stories, messages.language)
        held = messages.text("timeline_stories", stories=stories, held=held)
    first, last = timeline.first, timeline.last
    when = months(first, last, messages.language) if first and last else ""
    return ", ".join(part for part in (held, when) if part)


def _heading(timeline: Timeline, messages: Messages) -> list[str]:
    title = messages.text("timeline_title", topic=topic_of(timeline))
    return [
        f"<b>{inert(title)}</b>",
        as_html(span(timeline, messages)),
        *_read(timeline, messages),
    ]


def _read(timeline: Timeline, messages: Messages) -> list[str]:
    reading = timeline.reading
    lines = [*layout.narrowed(reading, messages), *layout.departed(reading, messages)]
    return [f"<i>{inert(line)}</i>" for line in lines]


def _line(told: Told, messages: Messages, bot_name: str) -> str:
    article = told.article
    address = web_address(article.url)
    if not address and bot_name:
        address = deep_link(bot_name, f"r_{article.reference}")
    title = inert(layout.headline(article, messages))
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    date = article.date
    when = dated(date, messages.language) if date else messages.text("timeline_undated")
    others = number(told.also, messages.language)
    more = messages.text("timeline_also", count=others) if told.also else ""
    parts = [layout.shorten(article.source, layout.SOURCE_LIMIT), more]
    return " · ".join([f"<b>{as_html(when)}</b>", linked, *(inert(part) for part in parts if part)])


def _ending(timeline: Timeline, at: int, messages: Messages) -> list[str]:
    notes = []
    if timeline.undated:
        without = layout.articles(timeline.undated, messages)
        notes.append(messages.text("timeline_without_date", held=without))
    if timeline.stories > MOST_TOLD:
        told = number(len(timeline.told), messages.language)
        notes.append(messages.text("timeline_most_relevant", count=told))
    if (pages := page_count(timeline)) > 1:
        notes.append(messages.text("article_page", number=at + 1, count=pages))
    return ["", *(f"<i>{as_html(note)}</i>" for note in notes)] if notes else []
