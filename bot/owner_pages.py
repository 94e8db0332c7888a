"""What the archive's owner is shown in the chat: plain data in, HTML out, no Telegram."""

import datetime
from collections.abc import Sequence
from html import escape

from bot import layout
from bot.formats import day, number
from bot.links import web_address
from bot.messages import Messages
from bot.rendering import as_html, inert
from index.hidden import Entry
from index.records import Citation

HIDDEN_SHOWN = 8
"""Hidden articles of one page."""


def article_lines(article: Citation, messages: Messages) -> str:
    """An article as a linked title and, below, outlet and day; its address where it has no title.

    Without its number: what stands before it says what it is shown for.
    """
    address = web_address(article.url)
    title = inert(layout.headline(article, messages) if article.title or not address else address)
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    return "\n".join([f"<b>{linked}</b>", *filter(None, [inert(layout.byline(article, messages))])])


def with_article(text: str, article: Citation, messages: Messages, *, after: str = "") -> str:
    """A text of ours, the article it is about and what follows from that."""
    parts = [as_html(text), article_lines(article, messages), as_html(after)]
    return "\n\n".join(part for part in parts if part)


def hidden_page(entries: Sequence[Entry], start: int, messages: Messages) -> str:
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


def _since(entry: Entry, messages: Messages) -> str:
    try:
        date = datetime.datetime.fromisoformat(entry.at).date()
    except ValueError:
        # A line by hand need not say when.
        return ""
    return "\n" + as_html(messages.text("hidden_since", date=day(date, messages.language)))
