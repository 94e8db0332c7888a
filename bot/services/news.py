"""News for somebody who follows questions, as one message."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.presentation import layout
from bot.presentation.html import as_html, fits, inert, render_hit
from bot.presentation.messages import Messages
from bot.storage.follows import Follow
from index.records import Hit

HITS = 2
"""Articles of one question; who wants more asks again."""
QUESTION_LIMIT = 90
# Telegram's longest name of a bot.
_ANY_BOT = "x" * 32


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new on a question that is followed, the best first."""

    follow: Follow
    hits: tuple[Hit, ...]

    @property
    def references(self) -> frozenset[str]:
        """Those of the articles that are shown, and of those that tell the same."""
        shown = (article for hit in self.hits for article in (hit.article, *hit.also))
        return frozenset(article.reference for article in shown)


def render_news(news: Sequence[News], messages: Messages, *, bot_name: str) -> str:
    """The message, as HTML."""
    parts = [as_html(messages.text("news"))]
    for one in news:
        question = layout.shorten(one.follow.question.text, QUESTION_LIMIT)
        hits = [render_hit(hit, messages, bot_name=bot_name) for hit in one.hits]
        parts.append("\n".join([f"🔔 <i>{inert(question)}</i>", *hits]))
    return "\n\n".join(parts)


def fitting(news: Sequence[News], messages: Messages) -> tuple[News, ...]:
    """As many of the first as one message holds, at least one."""
    count = next(
        count
        for count in range(len(news), 0, -1)
        if count == 1 or fits(render_news(news[:count], messages, bot_name=_ANY_BOT))
    )
    return tuple(news[:count])
