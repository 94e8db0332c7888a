"""Guest mode: answers in chats the bot is not a member of, one to each mention."""

import datetime

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.answers.types import Question
from bot.presentation.html import render
from bot.presentation.links import deep_link
from bot.services.async_archive import Desk
from bot.storage.answers import Occasion
from bot.storage.chat_settings import HITS_IN_GROUP
from bot.telegram.chat.filters import question_of
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender
from bot.telegram.handlers.questions import STALE_AFTER, Answering, Unanswered
from bot.telegram.transport.message_locks import Turns


class Guests:
    """Answers to `guest_message`: Telegram gives each exactly one, and not for long.

    Nothing that belongs to a chat is read or kept: the id of the chat may be that of another.
    """

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        speech: Speech,
        answering: Answering,
        turns: Turns,
        *,
        stale_after: datetime.timedelta = STALE_AFTER,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech
        self._answering = answering
        self._turns = turns
        self._stale_after = stale_after

    async def hear(self, message: Message) -> None:
        """Answers a message that names the bot, unless it came as an ordinary one, too."""
        async with self._turns.of(message.chat.id, message.message_id):
            late = datetime.datetime.now(datetime.UTC) - message.date > self._stale_after
            if late or self._turns.is_answered(message):
                return
            await self._answer(message)
            self._turns.answered(message)

    async def _answer(self, message: Message) -> None:
        author = None if message.sender_chat else message.from_user
        messages = await self._speech.messages(message)
        text = question_of(message)
        if not text:
            await self._speech.say(message, "guest_prompt", bot=f"@{message.get_bot().username}")
            return
        context = await self._answering.context(message)
        question = Question(text=text, language=messages.language, context=context)
        try:
            answer = await self._answering.searched(question)
        except Unanswered as trouble:
            await self._speech.say(message, trouble.key)
            return
        person = self._desk.identities.hashed(author.id) if author else ""
        answer_id = await self._desk.keep(answer, Occasion(kind="guest", person=person))
        bot_name = message.get_bot().username
        page = render(answer, messages, size=HITS_IN_GROUP, bot_name=bot_name)
        markup = None
        if answer_id:
            address = deep_link(bot_name, f"a_{answer_id}")
            button = InlineKeyboardButton(messages.text("button_open_chat"), url=address)
            markup = InlineKeyboardMarkup([[button]])
        await self._sender.answer_guest(message, page.html, markup)
