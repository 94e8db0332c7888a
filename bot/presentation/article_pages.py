"""A whole article to read in a chat, in pages that end with a paragraph or a sentence."""

from collections.abc import Iterator
from html import escape

from bot.presentation import layout
from bot.presentation.html import Page, as_html, escape_foreign
from bot.presentation.i18n import Messages
from bot.presentation.links import web_address
from index.records import Article
from index.text.sentences import sentences

# With title and byline well below Telegram's limit, and about three screens of a phone.
PAGE_LENGTH = 2500
_TITLE_LIMIT = 200
_AUTHOR_LIMIT = 80


def render_article(article: Article, messages: Messages, *, page: int = 0) -> Page:
    """Page `page` (from 0) of an article: linked title, byline, text.

    The last page for a number beyond it.
    """
    parts = pages(article.text)
    number = min(max(page, 0), len(parts) - 1)
    text = escape_foreign(parts[number].replace("\n", "\n\n"))
    lines = [*_heading(article, messages), "", text]
    if len(parts) > 1:
        shown = messages.text("article_page", number=number + 1, count=len(parts))
        lines += ["", f"<i>{as_html(shown)}</i>"]
    return Page(
        html="\n".join(lines),
        number=number,
        has_previous=number > 0,
        has_next=number < len(parts) - 1,
    )


def pages(text: str, length: int = PAGE_LENGTH) -> list[str]:
    """The text in parts of at most `length` characters, cut between paragraphs or sentences.

    A sentence that is longer is cut between words, and a word that is longer within it. Together
    the parts have every word of the text, in order.
    """
    parts, page = [], ""
    for piece, gap in _pieces(text, length):
        if page and len(page) + len(gap) + len(piece) > length:
            parts.append(page)
            page = piece
        else:
            page = f"{page}{gap if page else ''}{piece}"
    return [*parts, page]


def _pieces(text: str, length: int) -> Iterator[tuple[str, str]]:
    """The sentences, in pieces of at most `length`, each with the white space before it."""
    before = 0
    for start, end in sentences(text):
        gap, sentence = text[before:start], text[start:end]
        while len(sentence) > length:
            piece = layout.whole_words(sentence, length)
            yield piece, gap
            rest = sentence[len(piece) :]
            sentence = rest.lstrip()
            gap = rest[: len(rest) - len(sentence)]
        yield sentence, gap
        before = end


def _heading(article: Article, messages: Messages) -> list[str]:
    title = escape_foreign(layout.shorten(article.title, _TITLE_LIMIT) or messages.text("untitled"))
    address = web_address(article.url)
    linked = f'<a href="{escape(address)}">{title}</a>' if address else title
    author = layout.shorten(article.author, _AUTHOR_LIMIT)
    byline = " · ".join(part for part in (layout.byline(article, messages), author) if part)
    return [f"<b>{linked}</b>", *([escape_foreign(byline)] if byline else [])]
