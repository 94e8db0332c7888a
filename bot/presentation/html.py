"""Answers as Telegram messages: HTML that Telegram accepts, within its limits.

Knows what Telegram can show, but makes no calls to it. Texts of others are escaped, and whatever
Telegram would turn into a link by itself (@names, /commands, #tags, bare domains) is broken by an
invisible U+2060 (word joiner): a quotation must not notify anybody or become a command. The joiner
is in the message only; stored answers keep the words as they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Final

from bot.answers.types import Answer
from bot.presentation import layout
from bot.presentation.disagreement import disagreement_line
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import interpretation_lines, part_heading, withdrawn_line
from bot.presentation.links import article_payload, deep_link, link_to_quote
from bot.presentation.quotes.summaries import summary_lines
from index.records import Citation, Hit, Outcome

TEXT_LIMIT: Final = 4096
"""Characters of a message without its HTML; counted in UTF-16 units to be safe."""
RAW_LIMIT: Final = 32_768
"""Bytes of a message with its HTML."""

_QUESTION_LIMIT = 200
_JOINER = "\u2060"
_BECOMES_LINK = re.compile(
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
    """One message of several pages; `number` counts from 0, `hits` are those it shows."""

    html: str
    number: int
    has_previous: bool
    has_next: bool
    hits: tuple[Hit, ...] = ()


def render(
    answer: Answer,
    messages: Messages,
    *,
    page: int = 0,
    size: int = 3,
    bot_name: str = "",
    with_question: bool = False,
) -> Page:
    """Page `page` (from 0) of `answer`, with `size` hits a page.

    With `bot_name`, articles without a URL link to their text in the private chat with the bot.
    `with_question` puts the question above the answer, where nothing else in the chat shows it.
    """
    question = _question(answer) if with_question else ""
    if answer.outcome is Outcome.NOTHING or not answer.hits:
        html = question + _nothing(answer, messages)
        return Page(html=html, number=0, has_previous=False, has_next=False)
    shown = layout.hit_page(answer.hits, page, size)
    closest = answer.outcome is Outcome.RELATED
    budgets, build = (
        (layout.CLOSEST_BUDGETS, _related) if closest else (layout.MESSAGE_BUDGETS, _answered)
    )
    # Where both do not fit, the quotes count more than a summary.
    versions = (answer, replace(answer, summary=None)) if answer.summary else (answer,)
    html = _first_that_fits(
        question + build(shown, version, messages, budget, bot_name)
        for version in versions
        for budget in budgets
    )
    return Page(
        html=html,
        number=shown.page,
        has_previous=shown.has_previous,
        has_next=shown.has_next,
        hits=shown.hits,
    )


def render_hit(hit: Hit, messages: Messages, *, bot_name: str = "") -> str:
    """One hit by itself: linked title, outlet and day, and its quote if it has one."""
    return _hit(None, hit, messages, layout.QUOTE_ALONE, bot_name)


def as_html(text: str) -> str:
    """Plain text of our own as HTML; commands in it stay links."""
    return escape(text, quote=False)


def as_plain(html: str) -> str:
    """The plain text of HTML that was made here."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


def without_html(html: str) -> str:
    """HTML that was made here as plain text, with the URLs of its links if they fit."""
    spelled_out = as_plain(
        re.sub(r'<a href="([^"]*)">(.*?)</a>', r"\2 (\1)", html, flags=re.DOTALL)
    )
    return spelled_out if fits(as_html(spelled_out)) else as_plain(html)


def escape_foreign(text: str) -> str:
    """Text of others as HTML, with nothing in it that Telegram would turn into a link."""
    return as_html(_BECOMES_LINK.sub(_JOINER, text))


def _escape_foreign_parts(*parts: str) -> list[str]:
    """`escape_foreign` for the parts of one text: a "#" may end one and a tag start the next."""
    places = {found.start() for found in _BECOMES_LINK.finditer("".join(parts))}
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


def _first_that_fits(texts: Iterable[str]) -> str:
    """The first text that fits into a message, else the last."""
    html = ""
    for html in texts:
        if fits(html):
            break
    return html


def _question(answer: Answer) -> str:
    return f"<b>{escape_foreign(layout.shorten(answer.question.text, _QUESTION_LIMIT))}</b>\n\n"


def _answered(
    shown: layout.HitPage, answer: Answer, messages: Messages, budget: layout.Budget, bot_name: str
) -> str:
    hits = _hits(shown, answer, messages, budget, bot_name)
    differs = disagreement_line(answer, messages)
    first = [f"<b>{escape_foreign(differs)}</b>"] if differs else []
    lines = [*first, *_interpretation(answer, messages), *_summary(shown, answer, messages), *hits]
    return "\n".join([*lines, as_html(layout.archive_line(answer.coverage, messages))])


def _related(
    shown: layout.HitPage, answer: Answer, messages: Messages, budget: layout.Budget, bot_name: str
) -> str:
    hits = _hits(shown, answer, messages, budget, bot_name)
    lead = "\n".join([*_interpretation(answer, messages), as_html(messages.text("related"))])
    summary = "\n".join(_summary(shown, answer, messages))
    lead = f"{lead}\n\n{summary}".rstrip()
    return "\n\n".join([lead, *hits, as_html(layout.archive_line(answer.coverage, messages))])


def _summary(shown: layout.HitPage, answer: Answer, messages: Messages) -> list[str]:
    """On the first page, whose hits it sums up, the summary that a language model wrote."""
    heading, *sentences = summary_lines(answer.summary if not shown.page else None, messages) or [
        ""
    ]
    if not heading:
        return []
    return [f"<i>{as_html(heading)}</i>", *map(escape_foreign, sentences), ""]


def _hits(
    shown: layout.HitPage, answer: Answer, messages: Messages, budget: layout.Budget, bot_name: str
) -> list[str]:
    return [
        _part(hit, answer, messages)
        + _hit(hit.rank, hit, messages, budget, bot_name, outcome=answer.outcome_of(hit))
        for hit in shown.hits
    ]


def _part(hit: Hit, answer: Answer, messages: Messages) -> str:
    asked = part_heading(answer, hit, messages)
    return f"<i>{escape_foreign(asked)}</i>\n" if asked else ""


def _nothing(answer: Answer, messages: Messages) -> str:
    if answer.withdrawn:
        return as_html(withdrawn_line(answer, messages))
    if not answer.coverage.articles:
        return as_html(messages.text("archive_empty"))
    held = layout.coverage_text(answer.coverage, messages)
    # Outlets are often named by their domain.
    searched = messages.text("nothing_searched", held="\0").replace("\0", held)
    lines = [
        *_interpretation(answer, messages),
        f"<b>{as_html(messages.text('nothing'))}</b>",
        escape_foreign(searched),
        as_html(messages.text("nothing_try")),
        as_html(messages.text("nothing_caution")),
    ]
    return "\n\n".join(lines)


def _interpretation(answer: Answer, messages: Messages) -> list[str]:
    lines = interpretation_lines(answer, messages)
    return [f"<i>{escape_foreign(line)}</i>" for line in lines]


def _hit(
    number: int | None,
    hit: Hit,
    messages: Messages,
    budget: layout.Budget,
    bot_name: str,
    *,
    outcome: Outcome | None = None,
) -> str:
    """One hit; with an outcome, also which names of the question its quote is without."""
    url = _address(hit.article, hit.quote, bot_name)
    lines = _heading(number, hit, url, messages)
    quote = layout.quotation(hit, budget.quote)
    if quote:
        speaker = layout.shorten(hit.speaker, layout.SPEAKER_LIMIT)
        said = f"{quote} — {speaker}" if speaker else quote
        lines.append(f"<blockquote>{escape_foreign(said)}</blockquote>")
    if outcome and (absent := layout.unmentioned(hit, outcome, messages)):
        lines.append(escape_foreign(absent))
    passage = layout.excerpt(hit, budget.passage)
    if passage:
        before, quoted, after = _escape_foreign_parts(passage.before, passage.quote, passage.after)
        bold = f"<b>{quoted}</b>" if quoted else ""
        lines.append(f"<blockquote expandable>{before}{bold}{after}</blockquote>")
    if others := layout.also_in(hit, messages):
        lines.append(escape_foreign(others))
    return "\n".join(lines)


def _address(article: Citation, sentence: str, bot_name: str) -> str:
    """The link to an article: to its site if it has a URL, else to the chat with the bot; or ""."""
    if address := link_to_quote(article.url, sentence):
        return address
    return deep_link(bot_name, article_payload(article.reference)) if bot_name else ""


def _heading(number: int | None, hit: Hit, url: str, messages: Messages) -> list[str]:
    title = escape_foreign(layout.headline(hit.article, messages))
    linked = f'<a href="{escape(url)}">{title}</a>' if url else title
    byline = layout.byline(hit.article, messages)
    counted = linked if number is None else f"{number}. {linked}"
    return [f"<b>{counted}</b>", *([escape_foreign(byline)] if byline else [])]
