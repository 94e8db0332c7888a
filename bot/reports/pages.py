"""The owner's pages as HTML: hidden articles, usage, unanswered questions, snapshots."""

import datetime
from collections.abc import Sequence
from html import escape

from bot.answers.archive_admin import SnapshotInfo
from bot.presentation import i18n, layout
from bot.presentation.charts import count_by_time, draw
from bot.presentation.html import as_html, escape_foreign
from bot.presentation.i18n import Messages, day_and_month, join_list, long_date, number, percent
from bot.presentation.links import web_address
from bot.reports.unanswered import UnansweredTopic
from bot.reports.usage import UsageCount, UsageFigures
from index.records import Citation, Outcome
from index.store.hidden import HiddenArticle

HIDDEN_SHOWN = 8
"""Hidden articles on one page."""
TOPICS_SHOWN = 8
"""Unanswered topics on one page."""
_WORDING_LIMIT = 120
_WORDINGS_SHOWN = 2


def article_lines(article: Citation, messages: Messages) -> str:
    """An article as a linked title, with outlet and day below; its URL if it has no title."""
    address = web_address(article.url)
    title = escape_foreign(
        layout.headline(article, messages) if article.title or not address else address
    )
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    return "\n".join(
        [f"<b>{linked}</b>", *filter(None, [escape_foreign(layout.byline(article, messages))])]
    )


def with_article(text: str, article: Citation, messages: Messages, *, after: str = "") -> str:
    """A text of ours, the article it is about, and another text."""
    parts = [as_html(text), article_lines(article, messages), as_html(after)]
    return "\n\n".join(part for part in parts if part)


def hidden_page(entries: Sequence[HiddenArticle], start: int, messages: Messages) -> str:
    """`HIDDEN_SHOWN` hidden articles from index `start` (from 0), numbered from 1, and a hint."""
    how = as_html(messages.text("hide_how"))
    if not entries:
        return f"{as_html(messages.text('hidden_none'))}\n\n{how}"
    count = number(len(entries), messages.language)
    lead = f"<b>{as_html(messages.text('hidden_list', count=count))}</b>"
    items = [
        f"{place}. {article_lines(entry.article, messages)}{_since(entry, messages)}"
        for place, entry in enumerate(entries[start : start + HIDDEN_SHOWN], start + 1)
    ]
    return "\n\n".join([lead, *items, how])


def _since(entry: HiddenArticle, messages: Messages) -> str:
    try:
        date = datetime.datetime.fromisoformat(entry.at).date()
    except ValueError:
        # A line that the owner wrote by hand need not have a time.
        return ""
    return "\n" + as_html(messages.text("hidden_since", date=long_date(date, messages.language)))


def usage_page(
    figures: UsageFigures,
    info: SnapshotInfo,
    messages: Messages,
    *,
    hidden: int,
    now: datetime.datetime,
) -> str:
    """The use of the bot in total and by day, and the snapshot that answers."""
    language = messages.language
    lead = messages.text("stats_days", count=number(len(figures.days), language))
    days = [_day_line(date, count, messages) for date, count in reversed(figures.days)]
    parts = [
        "\n".join([f"<b>{as_html(lead)}</b>", *map(as_html, _totals(figures, messages))]),
        f"{as_html(messages.text('stats_each_day'))}\n"
        f"<blockquote expandable>{as_html(chr(10).join(days))}</blockquote>",
        snapshot_html(info, messages, now=now),
    ]
    if hidden:
        parts[-1] += "\n" + as_html(
            messages.text("stats_hidden", articles=layout.article_count(hidden, messages))
        )
    return "\n\n".join(parts)


def usage_chart(figures: UsageFigures, messages: Messages) -> bytes | None:
    """The questions of each day as a PNG; None if there were none."""
    if not figures.total.questions:
        return None
    bars = count_by_time(
        [(date, count.questions) for date, count in figures.days], messages.language
    )
    span = i18n.date_range(figures.days[0][0], figures.days[-1][0], messages.language)
    return draw(bars.bars, title=messages.text("chart_questions"), subtitle=span)


def snapshot_html(info: SnapshotInfo, messages: Messages, *, now: datetime.datetime) -> str:
    """What a snapshot holds, how old it is and its name, as HTML."""
    lines = layout.snapshot_lines(info, messages, now=now)
    return as_html("\n".join([*lines, messages.text("snapshot_name", name=info.name)]))


def _totals(figures: UsageFigures, messages: Messages) -> list[str]:
    """The figures of all days together, as lines."""
    language, total = messages.language, figures.total
    lines = [messages.text("stats_questions", count=number(total.questions, language))]
    if not total.questions:
        return lines
    people, groups = number(total.people, language), number(total.groups, language)
    lines += [_kinds(figures, messages), _outcomes(figures, messages)]
    lines.append(messages.text("stats_latency", **_latency(figures, language)))
    lines.append(messages.text("stats_people", people=people, groups=groups))
    if figures.good or figures.bad:
        lines.append(f"👍 {number(figures.good, language)} · 👎 {number(figures.bad, language)}")
    return lines


def _kinds(figures: UsageFigures, messages: Messages) -> str:
    names = {
        "private": messages.text("stats_private"),
        "group": messages.text("stats_group"),
        "inline": messages.text("stats_inline"),
        "guest": messages.text("stats_guest"),
    }
    language = messages.language
    return " · ".join(f"{names[kind]} {number(n, language)}" for kind, n in figures.kinds.items())


def _outcomes(figures: UsageFigures, messages: Messages) -> str:
    names = {
        Outcome.ANSWER: messages.text("stats_answer"),
        Outcome.RELATED: messages.text("stats_related"),
        Outcome.NOTHING: messages.text("stats_nothing"),
    }
    language, questions = messages.language, figures.total.questions
    return " · ".join(
        f"{names[one]} {number(n, language)} ({percent(n / questions, language)})"
        for one, n in figures.outcomes.items()
    )


def _latency(figures: UsageFigures, language: str) -> dict[str, str]:
    both = {"p50": figures.p50, "p95": figures.p95}
    return {name: number(round(value or 0), language) for name, value in both.items()}


def _day_line(date: datetime.date, count: UsageCount, messages: Messages) -> str:
    counts = (count.questions, count.people, count.groups)
    shown = " · ".join(number(one, messages.language) for one in counts)
    return f"{day_and_month(date, messages.language)}: {shown}"


def unanswered_page(
    found: Sequence[UnansweredTopic],
    start: int,
    messages: Messages,
    *,
    days: int,
    zone: datetime.tzinfo | None,
) -> str:
    """`TOPICS_SHOWN` unanswered topics from index `start` (from 0), with their figures."""
    language = messages.language
    if not found:
        return as_html(messages.text("gaps_none", days=days))
    asked = sum(topic.times for topic in found)
    counts = {"asked": number(asked, language), "topics": number(len(found), language)}
    lead = f"<b>{as_html(messages.text('gaps', days=days, **counts))}</b>"
    items = [
        _topic(place, topic, messages, zone)
        for place, topic in enumerate(found[start : start + TOPICS_SHOWN], start + 1)
    ]
    return "\n\n".join([lead, *items])


def _topic(
    place: int, topic: UnansweredTopic, messages: Messages, zone: datetime.tzinfo | None
) -> str:
    language = messages.language
    first, *others = (layout.shorten(one, _WORDING_LIMIT) for one in topic.wordings)
    last = day_and_month(topic.last.astimezone(zone).date(), language)
    counts = {"times": number(topic.times, language), "people": number(topic.people, language)}
    how = {
        messages.text("stats_nothing"): topic.nothing,
        messages.text("stats_related"): topic.related,
        "👎": topic.bad,
    }
    figures = [messages.text("gap_asked", **counts), messages.text("gap_last", date=last)]
    figures += [f"{name} {number(n, language)}" for name, n in how.items() if n]
    lines = [f"<b>{place}. {escape_foreign(first)}</b>", as_html(" · ".join(figures))]
    if others:
        quoted = [f"“{one}”" for one in others[:_WORDINGS_SHOWN]]
        more = len(others) - len(quoted)
        quoted += [messages.plural("others", more)] if more else []
        lines.append(
            escape_foreign(messages.text("gap_also", wordings=join_list(quoted, language)))
        )
    return "\n".join(lines)
