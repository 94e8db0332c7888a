"""/quotes: all that somebody said, in pages, with filters and a chart by month."""

import datetime
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.answers.types import AskedBy
from bot.presentation import commands
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.presentation.quotes.evidence import Evidence, as_csv, evidence
from bot.presentation.quotes.statement_pages import (
    render_no_statements,
    render_statements,
    statements_chart,
    title_of,
)
from bot.services.conversation import no_answer
from bot.storage.statement_requests import StatementRequestStore
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_message, on_press
from bot.telegram.chat.callback_data import Payload
from bot.telegram.chat.filters import MESSAGE, question_text
from bot.telegram.handlers.questions import QuestionHandler, asked_by_message, asked_by_press
from bot.telegram.handlers.quotes.keyboard import statement_rows
from bot.telegram.services import Services
from index.errors import ArchiveError
from index.quotes.listing.requests import read_statement_request
from index.quotes.listing.statements import StatementList, StatementOrder, StatementRequest

log = logging.getLogger(__name__)


class StatementHandler:
    """The command, and the buttons under lists of statements."""

    def __init__(
        self,
        services: Services,
        questions: QuestionHandler,
        *,
        today: Callable[[], datetime.date],
    ) -> None:
        self._archive = services.archive
        self._storage = services.storage
        self._pseudonyms = services.pseudonyms
        self._kept_answers = services.kept
        self._sender = services.sender
        self._replies = services.replies
        self._prompts = services.prompts
        self._locks = services.locks
        self._questions = questions
        self._today = today
        self._requests = services.storage.make(StatementRequestStore)

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before the handler of old buttons is added."""
        pressed: dict[Payload, Callable[..., Awaitable[None]]] = {
            callback_data.STATEMENTS_PAGE: self._turn,
            callback_data.STATEMENTS_FILTER: self._filter,
            callback_data.STATEMENTS_CHART: self._chart,
            callback_data.STATEMENTS_EVIDENCE: self._evidence,
        }
        app.add_handler(CommandHandler(commands.QUOTES.names, on_message(self.command), MESSAGE))
        for payload, handle in pressed.items():
            press = on_press(self._locks.in_turn(handle))
            app.add_handler(CallbackQueryHandler(press, payload.pattern))

    async def command(self, message: Message) -> None:
        """/quotes name. Without one, the speaker of the answer replied to, or a prompt."""
        text = question_text(message)
        request = read_statement_request(text, today=self._today())
        if not request.speaker:
            speaker = await self._speaker_replied_to(message)
            request = replace(request, speaker=speaker)
        if request.speaker:
            await self._show(message, request)
        else:
            await self._prompts.send(message, "speaker")

    async def answer_prompt(self, message: Message, text: str) -> None:
        """Lists the statements that the reply to a prompt asks for."""
        request = read_statement_request(text, today=self._today())
        if request.speaker:
            await self._show(message, request)

    async def _show(self, message: Message, request: StatementRequest) -> None:
        async with self._locks.of(message.chat.id, message.message_id):
            if await self._questions.skip_late(message, message.date):
                return
            messages = await self._replies.messages(message)
            log.debug("Statements: %s", request)
            found = await self._search(request)
            if isinstance(found, str):
                await self._replies.say(message, found)
                return
            if not found.statements:
                coverage = await self._archive.coverage()
                html = render_no_statements(found, coverage, messages)
                await self._sender.reply(message, html)
                return
            request_id = await self._keep(request, asked_by_message(message, self._pseudonyms))
            html, keyboard = _page(found, request_id, messages, message.get_bot().username)
            await self._sender.reply(message, html, keyboard)

    async def _turn(self, query: CallbackQuery, request_id: str, number: str) -> None:
        found = await self._found(query, request_id)
        if found:
            await self._edit(query, found, request_id, int(number))

    async def _filter(self, query: CallbackQuery, request_id: str, change: str) -> None:
        """Searches again with another order, or with a filter more or less."""
        before = await self._found(query, request_id)
        if before is None:
            return
        request = _changed(before, change)
        found = await self._search(request)
        if isinstance(found, str) or not found.statements:
            await self._replies.toast(query, "toast_old")
            return
        new_id = await self._keep(request, asked_by_press(query, self._pseudonyms))
        await self._edit(query, found, new_id, 0)

    async def _chart(self, query: CallbackQuery, request_id: str) -> None:
        found = await self._found(query, request_id)
        if found is None or not isinstance(query.message, Message):
            return
        messages = await self._replies.messages_for_press(query)
        picture = await self._archive.run(statements_chart, found, messages)
        if picture is None:
            await self._replies.toast(query, "quotes_no_chart")
            return
        await self._sender.toast(query)
        await self._sender.send_picture(query.message, picture)

    async def _evidence(self, query: CallbackQuery, request_id: str) -> None:
        found = await self._found(query, request_id)
        if found is None or not isinstance(query.message, Message):
            return
        messages = await self._replies.messages_for_press(query)
        await self._sender.toast(query)
        try:
            shown = await self._with_checksums(found)
        except (ArchiveError, TimeoutError) as error:
            text = messages.text(no_answer(error).reason)
            await self._sender.reply(query.message, as_html(text))
            return
        caption = as_html(title_of(found.request, messages))
        await self._sender.send_file(query.message, "kutipan.csv", as_csv(shown), caption)

    async def _with_checksums(self, found: StatementList) -> list[Evidence]:
        texts: dict[str, str] = {}
        for one in found.statements:
            if one.article.id not in texts:
                article = await self._archive.article(one.article.reference)
                texts[one.article.id] = article.text if article else ""
        return [
            evidence(one.quote, one.speaker.label, one.article, texts[one.article.id])
            for one in found.statements
        ]

    async def _edit(
        self, query: CallbackQuery, found: StatementList, request_id: str, number: int
    ) -> None:
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        name = query.get_bot().username
        html, keyboard = _page(found, request_id, messages, name, number=number)
        await self._sender.edit(query, html, keyboard)

    async def _found(self, query: CallbackQuery, request_id: str) -> StatementList | None:
        """The list of a kept request. None if it is gone; the person has then been told."""
        request = await self._storage.run(self._requests.find, request_id)
        found = await self._search(request) if request else None
        if found is None or isinstance(found, str) or not found.statements:
            await self._replies.toast(query, found if isinstance(found, str) else "toast_old")
            return None
        return found

    async def _search(self, request: StatementRequest) -> StatementList | str:
        """The list, or the key of the text that says why there is none."""
        try:
            return await self._archive.statements(request)
        except (ArchiveError, TimeoutError) as error:
            return no_answer(error).reason

    async def _keep(self, request: StatementRequest, asked_by: AskedBy) -> str:
        """The id of the kept request, "" if it cannot be stored."""
        try:
            return await self._storage.run(self._requests.keep, request, asked_by)
        except sqlite3.Error:
            log.exception("A request for statements could not be stored")
            return ""

    async def _speaker_replied_to(self, message: Message) -> str:
        """Whose words the answer shows that `message` replies to; "" if it replies to none."""
        answer_id = await self._questions.answer_replied_to(message)
        answer = await self._kept_answers.find(answer_id) if answer_id else None
        if answer is None:
            return ""
        asked = answer.interpretation.query.filters.speaker
        shown = next((hit.speaker for hit in answer.hits if hit.speaker), "")
        return asked or shown.partition(",")[0]


def _changed(found: StatementList, change: str) -> StatementRequest:
    """The request of a list after the press of a filter's button."""
    request = found.request
    if change in [order.value for order in StatementOrder]:
        return replace(request, order=StatementOrder(change))
    if change == "topic":
        return replace(request, about="", order=StatementOrder.NEWEST)
    if change == "period":
        return replace(request, period=None)
    if change == "everybody":
        return replace(request, only="")
    number = int(change.removeprefix("person"))
    return replace(request, only=found.names[number][0] if number < len(found.names) else "")


def _page(
    found: StatementList, request_id: str, messages: Messages, bot_name: str, *, number: int = 0
) -> tuple[str, InlineKeyboardMarkup | None]:
    page = render_statements(found, messages, page=number, bot_name=bot_name)
    rows = [row for row in statement_rows(found, page, request_id, messages) if row]
    return page.html, InlineKeyboardMarkup(rows) if request_id else None
