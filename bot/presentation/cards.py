"""Hits as cards to choose from: what a card shows, and the message that choosing it posts."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers.types import Answer
from bot.presentation import layout
from bot.presentation.html import render_hit
from bot.presentation.i18n import Messages
from index.records import Hit, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card of one hit. `title` and `description` are plain text.

    `reference` is the article's `Citation.reference`. `html` is the message to post: the linked
    title, outlet and day, and the quote if there is one. What a quote is without is not said there:
    the message does not show the question.
    """

    reference: str
    title: str
    description: str
    html: str


def cards(answer: Answer, messages: Messages, *, start: int = 0, bot_name: str) -> tuple[Card, ...]:
    """Cards of the hits from index `start` (from 0) on, one for each article."""
    firsts: dict[str, Hit] = {}
    for hit in answer.hits[start:]:
        firsts.setdefault(hit.article.reference, hit)
    return tuple(_card(hit, answer, messages, bot_name) for hit in firsts.values())


def _card(hit: Hit, answer: Answer, messages: Messages, bot_name: str) -> Card:
    return Card(
        reference=hit.article.reference,
        title=layout.headline(hit.article, messages),
        description=" · ".join(_described(hit, answer, messages)),
        html=render_hit(hit, messages, bot_name=bot_name),
    )


def _described(hit: Hit, answer: Answer, messages: Messages) -> Iterator[str]:
    warning = messages.text("card_related") if answer.outcome is Outcome.RELATED else ""
    before = [part for part in (layout.byline(hit.article, messages), warning) if part]
    yield from before
    if quote := layout.quotation(hit, layout.CARD_LIMIT - sum(map(len, before))):
        yield quote
