"""Inline mode: `@bot query` in any chat offers cards, and choosing one posts its quote and link."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import InlineQueryLimit, ParseMode

from bot.answers.types import Answer, AskedBy, Question
from bot.presentation.cards import Card, cards
from bot.presentation.html import without_html
from bot.presentation.i18n import Messages
from bot.presentation.links import answer_payload, article_payload, deep_link
from bot.services.conversation import NoAnswer, clean_text
from bot.telegram.services import Services
from index.records import Outcome

SHORTEST = 3
_PAGE = 10
# Cached for the asker only: texts, dates and who may ask differ from person to person.
_CACHED_SECONDS = 120
_TROUBLE_CACHED_SECONDS = 1
_HELP = "help"
_BUTTONS = {
    Outcome.ANSWER: "button_open_chat",
    Outcome.RELATED: "inline_related",
    Outcome.NOTHING: "inline_nothing",
}


class InlineHandler:
    """Answers inline queries: one arrives at every key press, and none waits longer than 10 s."""

    def __init__(self, services: Services) -> None:
        self._conversation = services.conversation
        self._pseudonyms = services.pseudonyms
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies
        self._drafts = Drafts()

    async def answer(self, query: InlineQuery) -> None:
        """Offers what the archive has; if the query is too short, a button says how to go on."""
        messages = await self._replies.messages_for(query.from_user)
        text = clean_text(query.query)
        if len(text) < SHORTEST or not any(character.isalnum() for character in text):
            await self._offer(query, button=_button(messages.text("inline_short"), _HELP))
            return
        # Always all results, so that every page is cut from the same answer; it costs no more.
        answer = await self._conversation.search(
            Question(text=text, language=messages.language), limit=InlineQueryLimit.RESULTS
        )
        if isinstance(answer, NoAnswer):
            trouble = _button(messages.text("inline_trouble"), _HELP)
            await self._offer(query, button=trouble, cached=_TROUBLE_CACHED_SECONDS)
        else:
            await self._offer_page(query, answer, messages)

    async def _offer_page(self, query: InlineQuery, answer: Answer, messages: Messages) -> None:
        """Offers the page of results that the query asks for."""
        page = int(query.offset) if query.offset.isdecimal() else 0
        start, end = page * _PAGE, (page + 1) * _PAGE
        shown = replace(answer, hits=answer.hits[:end])
        answer_id = "" if page else await self._keep(query, shown)
        label = messages.text(_BUTTONS[answer.outcome])
        more = len(answer.hits) > end
        await self._offer(
            query,
            cards(shown, messages, start=start, bot_name=query.get_bot().username),
            messages,
            button=_button(label, answer_payload(answer_id)) if answer_id else None,
            next_offset=str(page + 1) if more else None,
        )

    async def _keep(self, query: InlineQuery, answer: Answer) -> str:
        """The id of the kept answer, which replaces those to the beginnings of the same query."""
        person = self._pseudonyms.hashed(query.from_user.id)
        before = self._drafts.begun(person, answer.question.text)
        asked_by = AskedBy(kind="inline", person=person)
        answer_id = await self._kept.keep(answer, asked_by, instead_of=before)
        self._drafts.note(person, answer.question.text, answer_id)
        return answer_id

    async def _offer(
        self,
        query: InlineQuery,
        offered: Sequence[Card] = (),
        messages: Messages | None = None,
        *,
        button: InlineQueryResultsButton | None = None,
        next_offset: str | None = None,
        cached: int = _CACHED_SECONDS,
    ) -> None:
        name = query.get_bot().username
        label = messages.text("button_read") if messages else ""

        def results(mode: str | None) -> list[InlineQueryResultArticle]:
            return [_result(card, mode, label, name) for card in offered]

        await self._sender.post(
            lambda _, mode: query.answer(
                results(mode),
                cache_time=cached,
                is_personal=True,
                next_offset=next_offset,
                button=button,
            ),
            "",
        )


def _button(text: str, start: str) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text, start_parameter=start)


def _result(card: Card, mode: str | None, label: str, bot_name: str) -> InlineQueryResultArticle:
    text = card.html if mode == ParseMode.HTML else without_html(card.html)
    read = InlineKeyboardButton(label, url=deep_link(bot_name, article_payload(card.reference)))
    return InlineQueryResultArticle(
        card.reference,
        card.title,
        InputTextMessageContent(text, mode),
        InlineKeyboardMarkup([[read]]),
        description=card.description or None,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    text: str
    answer_id: str
    at: float


class Drafts:
    """The answers to queries that are still being typed, which are not questions of their own.

    `now` gives seconds that only grow.
    """

    WITHIN = 60.0
    _REMEMBERED = 1000

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._drafts: OrderedDict[str, _Draft] = OrderedDict()

    def begun(self, person: str, text: str) -> str:
        """The id of the answer whose query became `text` by typing on or deleting; else ""."""
        draft = self._drafts.get(person)
        if draft is None or self._now() - draft.at > self.WITHIN:
            return ""
        same = text.startswith(draft.text) or draft.text.startswith(text)
        return draft.answer_id if same else ""

    def note(self, person: str, text: str, answer_id: str) -> None:
        """Remembers what somebody has typed so far, and the answer to it."""
        self._drafts.pop(person, None)
        self._drafts[person] = _Draft(text, answer_id, self._now())
        while len(self._drafts) > self._REMEMBERED:
            self._drafts.popitem(last=False)
