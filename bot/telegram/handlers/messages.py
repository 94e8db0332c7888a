"""What the bot does with the messages people write to it."""

import datetime
from collections import deque

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.answers.small_talk import small_talk
from bot.answers.types import Question
from bot.languages import LANGUAGES
from bot.presentation.commands import Where, menu
from bot.presentation.html import as_html, render
from bot.presentation.i18n import Messages
from bot.presentation.links import deep_link
from bot.services.async_archive import Desk
from bot.storage.answers import AskedBy
from bot.storage.chat_settings import HITS_IN_GROUP
from bot.telegram.chat.filters import is_group, is_reply_to_bot, question_text
from bot.telegram.chat.keyboards import language_keyboard
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender
from bot.telegram.handlers.questions import STALE_AFTER, QuestionHandler, Unanswered
from bot.telegram.transport.message_locks import MessageLocks


class ChatHandler:
    """Handlers of messages."""

    def __init__(
        self, desk: Desk, sender: Sender, replies: Replies, answering: QuestionHandler
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._replies = replies
        self._answering = answering
        self._albums: deque[str] = deque(maxlen=100)

    async def help(self, message: Message) -> None:
        """/help: how to ask, in private and in groups."""
        messages = await self._replies.messages(message)
        where: Where = "group" if is_group(message.chat.type) else "private"
        commands = "\n".join(f"/{command} – {what}" for command, what in menu(messages, where))
        archive = await self._replies.archive_line(messages)
        await self._replies.say(message, "help", commands=commands, archive=archive)

    async def language(self, message: Message) -> None:
        """/language: a button a language."""
        messages = await self._replies.messages(message)
        html = as_html(messages.text("language_choose"))
        await self._sender.reply(message, html, language_keyboard())

    async def ask(self, message: Message) -> None:
        """/ask: answers, or asks for the question when there is none."""
        question = question_text(message)
        if question:
            await self._answering.answer(message, question)
        else:
            await self._prompt(message)

    async def hear(self, message: Message) -> None:
        """Words meant for the bot. In a group, thanks in reply to it need no answer."""
        question = question_text(message)
        talk = small_talk(question)
        if question and not talk:
            await self._answering.answer(message, question)
        elif not is_group(message.chat.type):
            await self._replies.say(message, talk or "no_words")
        elif not is_reply_to_bot(message):
            await self._prompt(message)

    async def overhear(self, message: Message) -> None:
        """A reply or a mention in a group, unless its admins want commands only."""
        settings = await self._desk.chat_settings(message.chat.id)
        if settings.trigger == "all" or _answers_prompt(message):
            await self.hear(message)

    async def edited(self, message: Message) -> None:
        """A question that was changed; one that has no words any more stays answered as it was."""
        if question := question_text(message):
            await self._answering.change(message, question)

    async def not_text(self, message: Message) -> None:
        """Something in private that has no words; once an album."""
        album = message.media_group_id
        if album and album in self._albums:
            return
        if album:
            self._albums.append(album)
        await self._replies.say(message, "text_only")

    async def unknown_command(self, message: Message) -> None:
        """A command in private that nobody wrote a handler for."""
        await self._replies.say(message, "unknown_command")

    async def _prompt(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        # Selective: only the asker's app opens the reply, and a reply passes privacy mode.
        force = ForceReply(
            selective=True, input_field_placeholder=messages.text("prompt_placeholder")
        )
        text = messages.text("prompt")
        await message.reply_text(text, reply_markup=force)


def _answers_prompt(message: Message) -> bool:
    """Whether the message is the question that the bot asked for."""
    replied = message.reply_to_message
    asked = {Messages(language).text("prompt") for language in LANGUAGES}
    return is_reply_to_bot(message) and replied is not None and replied.text in asked


class GuestHandler:
    """Answers to `guest_message`: Telegram gives each exactly one, and not for long.

    Nothing that belongs to a chat is read or kept: the id of the chat may be that of another.
    """

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        replies: Replies,
        answering: QuestionHandler,
        locks: MessageLocks,
        *,
        stale_after: datetime.timedelta = STALE_AFTER,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._replies = replies
        self._answering = answering
        self._locks = locks
        self._stale_after = stale_after

    async def hear(self, message: Message) -> None:
        """Answers a message that names the bot, unless it came as an ordinary one, too."""
        async with self._locks.of(message.chat.id, message.message_id):
            late = datetime.datetime.now(datetime.UTC) - message.date > self._stale_after
            if late or self._locks.is_answered(message):
                return
            await self._answer(message)
            self._locks.answered(message)

    async def _answer(self, message: Message) -> None:
        author = None if message.sender_chat else message.from_user
        messages = await self._replies.messages(message)
        text = question_text(message)
        if not text:
            await self._replies.say(message, "guest_prompt", bot=f"@{message.get_bot().username}")
            return
        context = await self._answering.context(message)
        question = Question(text=text, language=messages.language, context=context)
        try:
            answer = await self._answering.searched(question)
        except Unanswered as trouble:
            await self._replies.say(message, trouble.key)
            return
        person = self._desk.identities.hashed(author.id) if author else ""
        answer_id = await self._desk.keep(answer, AskedBy(kind="guest", person=person))
        bot_name = message.get_bot().username
        page = render(answer, messages, size=HITS_IN_GROUP, bot_name=bot_name)
        markup = None
        if answer_id:
            address = deep_link(bot_name, f"a_{answer_id}")
            button = InlineKeyboardButton(messages.text("button_open_chat"), url=address)
            markup = InlineKeyboardMarkup([[button]])
        await self._sender.answer_guest(message, page.html, markup)
