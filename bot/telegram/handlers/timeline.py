"""/timeline: a topic's stories in order of time, with a chart of how many there are when."""

import logging
import sqlite3

from telegram import CallbackQuery, ForceReply, InlineKeyboardMarkup, Message
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.answers.hints import with_advice
from bot.answers.timeline import Timeline, timeline
from bot.languages import LANGUAGES
from bot.presentation import commands
from bot.presentation.html import TEXT_LIMIT
from bot.presentation.i18n import Messages, texts
from bot.presentation.timeline_pages import TimelinePage, chart, render_nothing, render_timeline
from bot.services.async_archive import Desk
from bot.storage.timelines import TimelineStore
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_edit, on_message, on_press
from bot.telegram.chat.filters import EDITED_MESSAGE, MESSAGE, is_reply_to_bot, question_text
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import CAPTION_LIMIT, Sender, has_picture, send_picture
from bot.telegram.handlers.questions import QuestionHandler, Unanswered, occasion_of
from bot.telegram.transport.message_locks import MessageLocks
from index.errors import ArchiveError
from index.records import Coverage

log = logging.getLogger(__name__)


class _TopicNamed(filters.MessageFilter):
    """Replies to the bot's question for a topic, told by its words: also after a restart."""

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        prompts = {texts(language)["timeline_prompt"] for language in LANGUAGES}
        return is_reply_to_bot(message) and asked is not None and asked.text in prompts


_TOPIC_NAMED = _TopicNamed(name="topic named")


class TimelineHandler:
    """The command, the reply that names a topic, and the buttons under a long timeline."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        replies: Replies,
        answering: QuestionHandler,
        locks: MessageLocks,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._replies = replies
        self._answering = answering
        self._locks = locks
        self._kept = desk.storage.make(TimelineStore)

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before those of questions and of old buttons."""
        words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
        app.add_handlers(
            [
                CommandHandler(commands.TIMELINE.names, on_message(self.command), MESSAGE),
                MessageHandler(MESSAGE & _TOPIC_NAMED & words, on_message(self.named)),
                # An edited topic is no question.
                MessageHandler(EDITED_MESSAGE & _TOPIC_NAMED, on_edit(self._let_be)),
                CallbackQueryHandler(on_press(self._turn), callback_data.TIMELINE_PAGE.pattern),
            ]
        )

    async def command(self, message: Message) -> None:
        """/timeline topic; without one that of the answer it replies to, or a question for it."""
        topic = question_text(message) or await self._topic_replied_to(message)
        if topic:
            await self.show(message, topic)
        else:
            await self._prompt(message)

    async def named(self, message: Message) -> None:
        """The topic that the bot asked for."""
        if topic := question_text(message):
            await self.show(message, topic)

    async def show(self, message: Message, topic: str) -> None:
        """Replies with the timeline of a topic."""
        async with self._locks.of(message.chat.id, message.message_id):
            if not await self._answering.too_late(message, message.date):
                await self._show(message, topic)

    async def _turn(self, query: CallbackQuery, timeline_id: str, number: str) -> None:
        """Shows another page in the message of the button."""
        async with self._locks.of_press(query):
            await self._show_page(query, timeline_id, int(number))

    async def _let_be(self, message: Message) -> None:
        """Nothing happens."""

    async def _show_page(self, query: CallbackQuery, timeline_id: str, number: int) -> None:
        found = await self._desk.storage.run(self._find, timeline_id)
        if found is None or not found.told:
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
        try:
            found, coverage = await self._searched(topic)
        except Unanswered as trouble:
            await self._replies.say(message, trouble.key)
            return
        if not found.interpretation.query.content:
            # “sumber:viva” tells from where, but not on what.
            await self._prompt(message)
            return
        if not found.told:
            await self._sender.reply(message, render_nothing(found, coverage, messages))
            return
        if picture := await self._drawn(found, messages):
            below = await self._begun(found, message, messages, CAPTION_LIMIT)
            if await send_picture(message, picture, *below):
                return
        await self._sender.reply(message, *await self._begun(found, message, messages, TEXT_LIMIT))

    async def _begun(
        self, found: Timeline, message: Message, messages: Messages, limit: int
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The first page, and the ways to others if there are any."""
        name = message.get_bot().username
        page = render_timeline(found, messages, bot_name=name, limit=limit)
        timeline_id = await self._keep(found, message) if page.count > 1 else ""
        return page.html, _keyboard(timeline_id, page, messages)

    async def _searched(self, topic: str) -> tuple[Timeline, Coverage]:
        try:
            found = await self._desk.topic(topic)
            return timeline(found), await self._desk.coverage()
        except TimeoutError:
            log.warning("A search took too long and was given up")
            raise Unanswered("slow") from None
        except ArchiveError as error:
            # A traceback has the error, but not the advice.
            log.exception("The archive cannot give a timeline: %s", with_advice(error))  # noqa: TRY401
            raise Unanswered("unavailable") from None

    async def _drawn(self, found: Timeline, messages: Messages) -> bytes | None:
        try:
            return await self._desk.search(chart, found, messages)
        except Exception:
            # A timeline without its chart is better than none.
            log.exception("A chart could not be drawn")
            return None

    async def _keep(self, found: Timeline, message: Message) -> str:
        occasion = occasion_of(message, self._desk.identities)
        try:
            return await self._desk.storage.run(self._kept.keep, found, occasion)
        except sqlite3.Error:
            log.exception("A timeline could not be stored")
            return ""

    def _find(self, timeline_id: str) -> Timeline | None:
        found = self._kept.find(timeline_id)
        return found.without_hidden(self._desk.library.hides) if found else None

    async def _topic_replied_to(self, message: Message) -> str:
        """What the answer was about that is replied to; "" if it is none."""
        replied = message.reply_to_message
        if replied is None or not is_reply_to_bot(message):
            return ""
        place = self._desk.identities.hashed(message.chat.id)
        answer = await self._desk.find(await self._desk.shown_in(place, replied.message_id))
        return answer.interpretation.query.topic or answer.question.text if answer else ""

    async def _prompt(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        force = ForceReply(
            selective=True, input_field_placeholder=messages.text("timeline_placeholder")
        )
        text = messages.text("timeline_prompt")
        await message.reply_text(text, reply_markup=force)


def _keyboard(
    timeline_id: str, page: TimelinePage, messages: Messages
) -> InlineKeyboardMarkup | None:
    """The ways through the pages; None where there is one page, or nothing was kept."""
    last = page.count - 1
    turns = [
        ("button_first", 0, page.number > 1),
        ("button_earlier", page.number - 1, page.number > 0),
        ("button_later", page.number + 1, page.number < last),
        ("button_last", last, page.number < last - 1),
    ]
    row = [
        callback_data.TIMELINE_PAGE.button(messages.text(key), timeline_id, number)
        for key, number, there in turns
        if there
    ]
    return InlineKeyboardMarkup([row]) if row and timeline_id else None
