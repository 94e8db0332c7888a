"""Answers as Telegram messages: HTML that Telegram accepts, never longer than it allows.

Knows what Telegram can show, but not how to talk to it. Everything that comes from articles is
escaped, and what Telegram would turn into something live by itself (@names, /commands, #tags,
bare domains) is broken by an invisible U+2060 (word joiner): a quotation must not notify anybody
or become a command. The joiner is in the shown text only; records keep the words as they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from bot.answers.types import Answer
from bot.presentation import layout
from bot.presentation.i18n import Messages
from bot.presentation.links import deep_link, link_to_sentence
from index.records import Citation, Hit, Outcome

TEXT_LIMIT: Final = 4096
"""Characters of a message after its HTML is read; counted in UTF-16 units to be safe."""
RAW_LIMIT: Final = 32_768
"""Bytes of a message before its HTML is read."""

_RELATED_SHOWN = 5
_SPEAKER_LIMIT = 80
_QUESTION_LIMIT = 200
_JOINER = "\u2060"
_LIVE = re.compile(
    r"""
    (?<=[@#＃$])(?=\w)                 # @name, #tag, $TICKER
    | (?<=/)(?<![\w/]/)(?=\w)          # /command, but not the slash of and/or
    | (?<=\w\.)(?=[^\W\d_])            # detik.com
    | (?<=\w:)(?=//)                   # tg://resolve
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One message. `number` counts pages from 0; `hits` are those shown, if it shows any."""

    html: str
    number: int
    has_previous: bool
    has_next: bool
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Budget:
    """How many characters a quote and a passage may take."""

    quote: int
    passage: int


# Tried in turn until the message fits; the last always does.
_BUDGETS = (_Budget(500, 700), _Budget(500, 450), _Budget(400, 250), _Budget(250, 0))


def render(
    answer: Answer,
    messages: Messages,
    *,
    page: int = 0,
    size: int = 3,
    bot_name: str = "",
    asked: bool = False,
) -> Page:
    """Page `page` of `answer`, with `size` hits when it has an answer to show.

    With `bot_name`, articles without an address are linked to their text in the private chat.
    With `asked` the question stands above: nothing else in the chat shows it.
    """
    question = _question(answer) if asked else ""
    if answer.outcome is Outcome.NOTHING or not answer.hits:
        html = question + _nothing(answer, messages)
        return Page(html=html, number=0, has_previous=False, has_next=False)
    if answer.outcome is Outcome.RELATED:
        shown = layout.hit_page(answer.hits, page, _RELATED_SHOWN)
        html = question + _related(shown, answer, messages, bot_name)
    else:
        shown = layout.hit_page(answer.hits, page, size)
        html = _fitting(lambda room: question + _answered(shown, answer, messages, room, bot_name))
    return Page(
        html=html,
        number=shown.page,
        has_previous=shown.has_previous,
        has_next=shown.has_next,
        hits=shown.hits,
    )


def render_hit(hit: Hit, messages: Messages, *, bot_name: str = "") -> str:
    """One hit alone: linked title, outlet and day, and its quote if it has one."""
    return _hit(None, hit, messages, _BUDGETS[-1], bot_name)


def as_html(text: str) -> str:
    """Plain text of our own as HTML; its commands stay live."""
    return escape(text, quote=False)


def as_plain(html: str) -> str:
    """The text of a message made here, without its HTML."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def without_html(html: str) -> str:
    """A message made here as plain text, with the addresses of its links if there is room."""
    spelled_out = as_plain(
        re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 (\1)", html, flags=re.DOTALL)
    )
    return spelled_out if fits(as_html(spelled_out)) else as_plain(html)


def escape_foreign(text: str) -> str:
    """Text of others as HTML, with nothing in it that Telegram would make live."""
    return as_html(_LIVE.sub(_JOINER, text))


def _escape_foreign_parts(*parts: str) -> list[str]:
    """`escape_foreign` for the parts of one text: a "#" may end one and a tag start the next."""
    places = {found.start() for found in _LIVE.finditer("".join(parts))}
    made, start = [], 0
    for part in parts:
        letters = (
            _JOINER + letter if place in places else letter
            for place, letter in enumerate(part, start)
        )
        made.append(as_html("".join(letters)))
        start += len(part)
    return made


def fits(html: str) -> bool:
    """Whether Telegram takes `html` as one message."""
    units = len(as_plain(html).encode("utf-16-le", "surrogatepass")) // 2
    return units <= TEXT_LIMIT and len(html.encode("utf-8", "surrogatepass")) <= RAW_LIMIT


def _fitting(build: Callable[[_Budget], str]) -> str:
    return next((html for html in map(build, _BUDGETS) if fits(html)), build(_BUDGETS[-1]))


def _question(answer: Answer) -> str:
    return f"<b>{escape_foreign(layout.shorten(answer.question.text, _QUESTION_LIMIT))}</b>\n\n"


def _answered(
    shown: layout.HitPage, answer: Answer, messages: Messages, room: _Budget, bot_name: str
) -> str:
    hits = [_hit(hit.rank, hit, messages, room, bot_name) for hit in shown.hits]
    lines = [*_understood(answer, messages), *hits]
    return "\n".join([*lines, as_html(layout.archive_line(answer.coverage, messages))])


def _related(shown: layout.HitPage, answer: Answer, messages: Messages, bot_name: str) -> str:
    items = [
        "\n".join(_heading(hit.rank, hit, _address(hit.article, "", bot_name), messages))
        for hit in shown.hits
    ]
    lead = "\n".join([*_understood(answer, messages), as_html(messages.text("related"))])
    return "\n\n".join([lead, *items, as_html(layout.archive_line(answer.coverage, messages))])


def _nothing(answer: Answer, messages: Messages) -> str:
    if answer.withdrawn:
        return as_html(layout.withdrawn_line(answer, messages))
    if not answer.coverage.articles:
        return as_html(messages.text("archive_empty"))
    held = layout.coverage_text(answer.coverage, messages)
    # Outlets are often named by their domain.
    searched = messages.text("nothing_searched", held="\0").replace("\0", held)
    lines = [
        *_understood(answer, messages),
        f"<b>{as_html(messages.text('nothing'))}</b>",
        escape_foreign(searched),
        as_html(messages.text("nothing_try")),
        as_html(messages.text("nothing_caution")),
    ]
    return "\n\n".join(lines)


def _understood(answer: Answer, messages: Messages) -> list[str]:
    lines = layout.interpretation_lines(answer, messages)
    return [f"<i>{escape_foreign(line)}</i>" for line in lines]


def _hit(number: int | None, hit: Hit, messages: Messages, room: _Budget, bot_name: str) -> str:
    url = _address(hit.article, hit.quote, bot_name)
    lines = _heading(number, hit, url, messages)
    quote = layout.quotation(hit, room.quote)
    if quote:
        speaker = layout.shorten(hit.speaker, _SPEAKER_LIMIT)
        said = f"{quote} — {speaker}" if speaker else quote
        lines.append(f"<blockquote>{escape_foreign(said)}</blockquote>")
    passage = layout.excerpt(hit, room.passage)
    if passage:
        before, quoted, after = _escape_foreign_parts(passage.before, passage.quote, passage.after)
        bold = f"<b>{quoted}</b>" if quoted else ""
        lines.append(f"<blockquote expandable>{before}{bold}{after}</blockquote>")
    if others := layout.also_in(hit, messages):
        lines.append(escape_foreign(others))
    return "\n".join(lines)


def _address(article: Citation, sentence: str, bot_name: str) -> str:
    """Where an article can be read: on its site, or else in the private chat with the bot."""
    if address := link_to_sentence(article.url, sentence):
        return address
    return deep_link(bot_name, f"r_{article.reference}") if bot_name else ""


def _heading(number: int | None, hit: Hit, url: str, messages: Messages) -> list[str]:
    title = escape_foreign(layout.headline(hit.article, messages))
    linked = f'<a href="{escape(url)}">{title}</a>' if url else title
    byline = layout.byline(hit.article, messages)
    counted = linked if number is None else f"{number}. {linked}"
    return [f"<b>{counted}</b>", *([escape_foreign(byline)] if byline else [])]
