"""/timeline: a topic's stories in order of time, with a chart of their number over time."""

import logging
import sqlite3

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.answers.timeline import Timeline, timeline
from bot.presentation import commands
from bot.presentation.html import TEXT_LIMIT
from bot.presentation.i18n import Messages
from bot.presentation.timeline_pages import TimelinePage, chart, render_nothing, render_timeline
from bot.services.conversation import NoAnswer, no_answer
from bot.storage.timelines import TimelineStore
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_message, on_press
from bot.telegram.chat.filters import MESSAGE, question_text
from bot.telegram.chat.keyboards import turn_buttons
from bot.telegram.chat.sender import CAPTION_LIMIT, has_picture
from bot.telegram.handlers.questions import QuestionHandler, asked_by_message
from bot.telegram.services import Services
from index.errors import ArchiveError
from index.records import Coverage

log = logging.getLogger(__name__)


class TimelineHandler:
    """The command, and the buttons under a long timeline."""

    def __init__(self, services: Services, questions: QuestionHandler) -> None:
        self._archive = services.archive
        self._admin = services.admin
        self._storage = services.storage
        self._pseudonyms = services.pseudonyms
        self._kept_answers = services.kept
        self._sender = services.sender
        self._replies = services.replies
        self._prompts = services.prompts
        self._locks = services.locks
        self._questions = questions
        self._timelines = services.storage.make(TimelineStore)

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before the handler of old buttons is added."""
        app.add_handlers(
            [
                CommandHandler(commands.TIMELINE.names, on_message(self.command), MESSAGE),
                CallbackQueryHandler(on_press(self._turn), callback_data.TIMELINE_PAGE.pattern),
            ]
        )

    async def command(self, message: Message) -> None:
        """/timeline topic. Without one, the topic of the answer replied to, or a prompt."""
        topic = question_text(message) or await self._topic_replied_to(message)
        if topic:
            await self.show(message, topic)
        else:
            await self._prompts.send(message, "topic")

    async def show(self, message: Message, topic: str) -> None:
        """Replies with the timeline of a topic."""
        async with self._locks.of(message.chat.id, message.message_id):
            if not await self._questions.skip_late(message, message.date):
                await self._show(message, topic)

    async def _turn(self, query: CallbackQuery, timeline_id: str, number: str) -> None:
        """Shows another page in the message of the button."""
        async with self._locks.of_press(query):
            await self._show_page(query, timeline_id, int(number))

    async def _show_page(self, query: CallbackQuery, timeline_id: str, number: int) -> None:
        found = await self._storage.run(self._find, timeline_id)
        if found is None or not found.entries:
            await self._replies.toast(query, "toast_old")
            return
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        page = render_timeline(
            found,
            messages,
            page=number,
            bot_name=query.get_bot().username,
            limit=CAPTION_LIMIT if has_picture(query) else TEXT_LIMIT,
        )
        await self._sender.edit(query, page.html, _keyboard(timeline_id, page, messages))

    async def _show(self, message: Message, topic: str) -> None:
        messages = await self._replies.messages(message)
        log.debug("Timeline: %s", topic)
        searched = await self._search(topic)
        if isinstance(searched, NoAnswer):
            await self._replies.say(message, searched.reason)
            return
        found, coverage = searched
        if not found.interpretation.query.content:
            # “sumber:viva” names an outlet, but no topic.
            await self._prompts.send(message, "topic")
            return
        if not found.entries:
            await self._sender.reply(message, render_nothing(found, coverage, messages))
            return
        if picture := await self._draw(found, messages):
            caption = await self._first_page(found, message, messages, CAPTION_LIMIT)
            if await self._sender.send_picture(message, picture, *caption):
                return
        text = await self._first_page(found, message, messages, TEXT_LIMIT)
        await self._sender.reply(message, *text)

    async def _first_page(
        self, found: Timeline, message: Message, messages: Messages, limit: int
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The first page with at most `limit` characters, and buttons if there are others."""
        name = message.get_bot().username
        page = render_timeline(found, messages, bot_name=name, limit=limit)
        timeline_id = await self._keep(found, message) if page.count > 1 else ""
        return page.html, _keyboard(timeline_id, page, messages)

    async def _search(self, topic: str) -> tuple[Timeline, Coverage] | NoAnswer:
        try:
            found = await self._archive.topic(topic)
            return timeline(found), await self._archive.coverage()
        except (ArchiveError, TimeoutError) as error:
            return no_answer(error)

    async def _draw(self, found: Timeline, messages: Messages) -> bytes | None:
        try:
            return await self._archive.run(chart, found, messages)
        except Exception:
            # A timeline without its chart is better than none.
            log.exception("A chart could not be drawn")
            return None

    async def _keep(self, found: Timeline, message: Message) -> str:
        """The id of the kept timeline, "" if it cannot be stored."""
        asked_by = asked_by_message(message, self._pseudonyms)
        try:
            return await self._storage.run(self._timelines.keep, found, asked_by)
        except sqlite3.Error:
            log.exception("A timeline could not be stored")
            return ""

    def _find(self, timeline_id: str) -> Timeline | None:
        found = self._timelines.find(timeline_id)
        return found.without_hidden(self._admin.is_hidden) if found else None

    async def _topic_replied_to(self, message: Message) -> str:
        """The topic of the answer that `message` replies to, "" if it replies to none."""
        answer_id = await self._questions.answer_replied_to(message)
        answer = await self._kept_answers.find(answer_id) if answer_id else None
        return answer.interpretation.query.topic or answer.question.text if answer else ""


def _keyboard(
    timeline_id: str, page: TimelinePage, messages: Messages
) -> InlineKeyboardMarkup | None:
    """Buttons to turn pages; None for a single page, or when the timeline was not kept."""
    last = page.count - 1
    row = turn_buttons(
        callback_data.TIMELINE_PAGE,
        messages,
        ("button_first", page.number > 1, (timeline_id, 0)),
        ("button_earlier", page.number > 0, (timeline_id, page.number - 1)),
        ("button_later", page.number < last, (timeline_id, page.number + 1)),
        ("button_last", page.number < last - 1, (timeline_id, last)),
    )
    return InlineKeyboardMarkup([row]) if row and timeline_id else None
