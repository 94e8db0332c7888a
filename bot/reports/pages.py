"""What the archive's owner is shown in the chat: plain data in, HTML out, no Telegram."""

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
"""Hidden articles of one page."""
GAPS_SHOWN = 8
"""Matters that were asked about in vain, of one page."""
_WORDING_LIMIT = 120
_WORDINGS_SHOWN = 2


def article_lines(article: Citation, messages: Messages) -> str:
    """An article as a linked title and, below, outlet and day; its address where it has no title.

    Without its number: what stands before it says what it is shown for.
    """
    address = web_address(article.url)
    title = escape_foreign(
        layout.headline(article, messages) if article.title or not address else address
    )
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    return "\n".join(
        [f"<b>{linked}</b>", *filter(None, [escape_foreign(layout.byline(article, messages))])]
    )


def with_article(text: str, article: Citation, messages: Messages, *, after: str = "") -> str:
    """A text of ours, the article it is about and what follows from that."""
    parts = [as_html(text), article_lines(article, messages), as_html(after)]
    return "\n\n".join(part for part in parts if part)


def hidden_page(entries: Sequence[HiddenArticle], start: int, messages: Messages) -> str:
    """Hidden articles, `HIDDEN_SHOWN` of them from place `start` (from 0), numbered from 1."""
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
        # A line by hand need not say when.
        return ""
    return "\n" + as_html(messages.text("hidden_since", date=long_date(date, messages.language)))


def usage_page(
    figures: UsageFigures,
    edition: SnapshotInfo,
    messages: Messages,
    *,
    hidden: int,
    now: datetime.datetime,
) -> str:
    """What was asked in some days, and what it was asked of; each of the days in a line."""
    language = messages.language
    lead = messages.text("stats_days", count=number(len(figures.days), language))
    days = [_day_line(date, count, messages) for date, count in reversed(figures.days)]
    parts = [
        "\n".join([f"<b>{as_html(lead)}</b>", *map(as_html, _asked(figures, messages))]),
        f"{as_html(messages.text('stats_each_day'))}\n"
        f"<blockquote expandable>{as_html(chr(10).join(days))}</blockquote>",
        snapshot_html(edition, messages, now=now),
    ]
    if hidden:
        parts[-1] += "\n" + as_html(
            messages.text("stats_hidden", articles=layout.article_count(hidden, messages))
        )
    return "\n\n".join(parts)


def usage_chart(figures: UsageFigures, messages: Messages) -> bytes | None:
    """The questions of each day as a PNG; None when nobody asked anything."""
    if not figures.total.questions:
        return None
    bars = count_by_time(
        [(date, count.questions) for date, count in figures.days], messages.language
    )
    span = i18n.date_range(figures.days[0][0], figures.days[-1][0], messages.language)
    return draw(bars.bars, title=messages.text("chart_questions"), subtitle=span)


def snapshot_html(edition: SnapshotInfo, messages: Messages, *, now: datetime.datetime) -> str:
    """What a snapshot holds and how old it is."""
    lines = layout.snapshot_lines(edition, messages, now=now)
    return as_html("\n".join([*lines, messages.text("edition_name", name=edition.name)]))


def _asked(figures: UsageFigures, messages: Messages) -> list[str]:
    """The figures of all days together, a line each."""
    language, total = messages.language, figures.total
    lines = [messages.text("stats_questions", count=number(total.questions, language))]
    if not total.questions:
        return lines
    names = {
        "private": messages.text("stats_private"),
        "group": messages.text("stats_group"),
        "inline": messages.text("stats_inline"),
        "guest": messages.text("stats_guest"),
    }
    kinds = [f"{names[kind]} {number(n, language)}" for kind, n in figures.kinds.items()]
    outcomes = {
        Outcome.ANSWER: messages.text("stats_answer"),
        Outcome.RELATED: messages.text("stats_related"),
        Outcome.NOTHING: messages.text("stats_nothing"),
    }
    shares = [
        f"{outcomes[one]} {number(n, language)} ({percent(n / total.questions, language)})"
        for one, n in figures.outcomes.items()
    ]
    people, groups = number(total.people, language), number(total.groups, language)
    lines += [" · ".join(kinds), " · ".join(shares)]
    lines.append(messages.text("stats_latency", **_latency(figures, language)))
    lines.append(messages.text("stats_people", people=people, groups=groups))
    if figures.good or figures.bad:
        lines.append(f"👍 {number(figures.good, language)} · 👎 {number(figures.bad, language)}")
    return lines


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
    """What was asked in vain, `GAPS_SHOWN` matters from place `start` (from 0), with figures."""
    language = messages.language
    if not found:
        return as_html(messages.text("gaps_none", days=days))
    asked, matters = sum(gap.times for gap in found), len(found)
    counts = {"asked": number(asked, language), "matters": number(matters, language)}
    lead = f"<b>{as_html(messages.text('gaps', days=days, **counts))}</b>"
    items = [
        _gap(place, gap, messages, zone)
        for place, gap in enumerate(found[start : start + GAPS_SHOWN], start + 1)
    ]
    return "\n\n".join([lead, *items])


def _gap(place: int, gap: UnansweredTopic, messages: Messages, zone: datetime.tzinfo | None) -> str:
    language = messages.language
    first, *others = (layout.shorten(one, _WORDING_LIMIT) for one in gap.wordings)
    last = day_and_month(gap.last.astimezone(zone).date(), language)
    counts = {"times": number(gap.times, language), "people": number(gap.people, language)}
    how = {
        messages.text("stats_nothing"): gap.nothing,
        messages.text("stats_related"): gap.related,
        "👎": gap.bad,
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
