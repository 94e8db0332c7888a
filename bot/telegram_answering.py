"""A question that came in a message: searched, answered with a reply, kept."""

import datetime
import logging

from telegram import Message

from bot.answering import Answer, Question
from bot.desk import Desk
from bot.identities import Identities
from bot.messages import Messages
from bot.rendering import render
from bot.sent import Occasion
from bot.telegram_addressing import is_group
from bot.telegram_buttons import hits_shown, page_keyboard
from bot.telegram_errors import Sender
from bot.telegram_speech import Speech
from index.errors import ArchiveError

log = logging.getLogger(__name__)

STALE_AFTER = datetime.timedelta(minutes=10)


class Answering:
    """Answers messages, whoever decided that they are questions."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        speech: Speech,
        *,
        stale_after: datetime.timedelta = STALE_AFTER,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech
        self._stale_after = stale_after
        self._apologised: set[int] = set()

    async def answer(self, message: Message, text: str) -> None:
        """Replies to `message` with what the archive has on `text`."""
        if await self._too_late(message):
            return
        messages = await self._speech.messages(message)
        log.debug("Question in chat %s: %s", message.chat.id, text)
        answer = await self._found(message, Question(text=text, language=messages.language))
        if answer:
            await self._post(message, answer, messages)

    async def _found(self, message: Message, question: Question) -> Answer | None:
        try:
            return await self._desk.answer(question)
        except TimeoutError:
            log.warning("A search took too long and was given up")
            await self._speech.say(message, "slow")
        except ArchiveError:
            log.exception("The archive cannot answer")
            await self._speech.say(message, "unavailable")
        return None

    async def _post(self, message: Message, answer: Answer, messages: Messages) -> None:
        page = render(answer, messages, size=hits_shown(message.chat.type))
        occasion = occasion_of(message, self._desk.identities)
        answer_id = await self._desk.keep(answer, occasion)
        keyboard = page_keyboard(answer_id, page, messages)
        sent = await self._sender.reply(message, page.html, keyboard)
        if answer_id:
            await self._desk.posted(answer_id, occasion.place, sent.message_id, message.message_id)

    async def _too_late(self, message: Message) -> bool:
        """Whether the question waited too long; says sorry once a chat."""
        waited = datetime.datetime.now(datetime.UTC) - message.date
        if waited <= self._stale_after:
            return False
        if message.chat.id not in self._apologised:
            self._apologised.add(message.chat.id)
            await self._speech.say(message, "too_late")
        return True


def occasion_of(message: Message, identities: Identities) -> Occasion:
    """Where and by whom a message was written; an anonymous admin or a channel is nobody."""
    author = None if message.sender_chat else message.from_user
    return Occasion(
        kind="group" if is_group(message.chat.type) else "private",
        person=identities.hashed(author.id) if author else "",
        place=identities.hashed(message.chat.id),
    )
