"""Questions searched, answers sent, kept, and changed when the question is."""

import datetime
import logging

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    User,
)

from bot.answers.hints import with_advice
from bot.answers.types import Answer, Interpretation, Question
from bot.presentation.html import as_html
from bot.services.async_archive import Desk
from bot.storage.answers import AskedBy
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.chat.filters import is_group, is_reply_to_bot
from bot.telegram.chat.keyboards import answer_linked, answer_message
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender
from bot.telegram.transport.message_locks import MessageLocks
from index.errors import ArchiveError

log = logging.getLogger(__name__)

STALE_AFTER = datetime.timedelta(minutes=10)


class Unanswered(Exception):
    """A question got no answer; `key` is the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class QuestionHandler:
    """Answers messages and presses, whoever decided that they are questions."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        replies: Replies,
        locks: MessageLocks,
        *,
        stale_after: datetime.timedelta = STALE_AFTER,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._replies = replies
        self._locks = locks
        self._stale_after = stale_after
        self._apologised: set[int] = set()

    async def answer(self, message: Message, text: str) -> None:
        """Replies to `message` with what the archive has on `text`.

        A reply to an answer is searched in the context of its question.
        """
        async with self._locks.of(message.chat.id, message.message_id):
            if self._locks.is_answered(message):
                return
            if not await self.too_late(message, message.date):
                await self._answer(message, text)
            self._locks.answered(message)

    async def change(self, message: Message, text: str) -> None:
        """Makes the answer to an edited message that to `text`; in private also a first one.

        Telegram sends edits that change no word, too: those are nobody's business.
        """
        async with self._locks.of(message.chat.id, message.message_id):
            place = self._desk.identities.hashed(message.chat.id)
            shown = await self._desk.reply_to(place, message.message_id)
            if shown is None and is_group(message.chat.type):
                return
            before = await self._desk.find(await self._desk.shown_in(place, shown or 0))
            if before and before.question.text == text:
                return
            if not await self.too_late(message, message.edit_date or message.date):
                await self._answer(message, text, instead_of=shown)

    async def show(self, message: Message, answer_id: str) -> None:
        """Sends a kept answer, with its question, to the chat of `message`."""
        answer = await self._desk.find(answer_id)
        if answer is None:
            await self._replies.say(message, "link_old")
            return
        html, keyboard = await self.as_message(answer, answer_id, message.chat, asked=True)
        sent = await self._sender.reply(message, html, keyboard)
        place = self._desk.identities.hashed(message.chat.id)
        await self._desk.posted(answer_id, place, sent.message_id, 0)

    async def ask(self, query: CallbackQuery, message: Message, text: str) -> None:
        """Answers a question that a button under `message` asks."""
        messages = await self._replies.messages_for_press(query)
        try:
            answer = await self.searched(Question(text=text, language=messages.language))
        except Unanswered as trouble:
            await self._sender.reply(message, as_html(messages.text(trouble.key)))
            return
        occasion = occasion_of_press(query, self._desk.identities)
        answer_id = await self._desk.keep(answer, occasion)
        html, keyboard = await self.as_message(answer, answer_id, message.chat, asked=True)
        sent = await self._sender.reply(message, html, keyboard)
        await self._desk.posted(answer_id, occasion.place, sent.message_id, 0)

    async def again(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, question: Question
    ) -> None:
        """Shows the answer to a changed question in `message`, whose button was pressed."""
        try:
            answer = await self.searched(question)
        except Unanswered as trouble:
            await self._replies.toast(query, trouble.key)
            return
        await self._sender.toast(query)
        occasion = occasion_of_press(query, self._desk.identities)
        answer_id = await self._desk.keep(answer, occasion)
        asked_in = await self._desk.asked_in(occasion.place, message.message_id)
        html, keyboard = await self.as_message(answer, answer_id, message.chat, asked=asked_in == 0)
        await self._sender.edit(query, html, keyboard)
        await self._desk.posted(answer_id, occasion.place, message.message_id, asked_in or 0)

    async def _answer(self, message: Message, text: str, instead_of: int | None = None) -> None:
        messages = await self._replies.messages(message)
        log.debug("Question: %s", text)
        context = await self.context(message)
        question = Question(text=text, language=messages.language, context=context)
        try:
            answer = await self.searched(question)
        except Unanswered as trouble:
            await self._replies.say(message, trouble.key)
            return
        occasion = occasion_of(message, self._desk.identities)
        answer_id = await self._desk.keep(answer, occasion)
        html, keyboard = await self.as_message(answer, answer_id, message.chat)
        shown = await self._sender.put(message, html, keyboard, instead_of=instead_of)
        await self._desk.posted(answer_id, occasion.place, shown, message.message_id)

    async def as_message(
        self, answer: Answer, answer_id: str, chat: Chat, *, page: int = 0, asked: bool = False
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """The answer as a message of `chat`, with as many hits as its admins want.

        `asked` as in `render`: the message shows the question, too.
        """
        return answer_message(
            answer,
            answer_id,
            bot=chat.get_bot(),
            chat_type=chat.type,
            page=page,
            asked=asked,
            hits=(await self._desk.chat_settings(chat.id)).hits,
        )

    async def searched(self, question: Question, *, limit: int = 10) -> Answer:
        """The archive's answer with at most `limit` hits; raises Unanswered."""
        try:
            return await self._desk.answer(question, limit=limit)
        except TimeoutError:
            log.warning("A search took too long and was given up")
            raise Unanswered("slow") from None
        except ArchiveError as error:
            # A traceback has the error, but not the advice.
            log.exception("The archive cannot answer: %s", with_advice(error))  # noqa: TRY401
            raise Unanswered("unavailable") from None

    async def context(self, message: Message) -> Interpretation | None:
        """What the question was understood as whose answer, in this chat, is replied to.

        Nobody tells a bot the number of what it said as a guest; its button names the answer.
        """
        replied = message.reply_to_message
        if not is_reply_to_bot(message) or replied is None:
            return None
        answer_id = ""
        if not message.guest_query_id:
            place = self._desk.identities.hashed(message.chat.id)
            answer_id = await self._desk.shown_in(place, replied.message_id)
        answer_id = answer_id or answer_linked(replied)
        answer = await self._desk.find(answer_id) if answer_id else None
        return answer.interpretation if answer else None

    async def too_late(self, message: Message, sent: datetime.datetime) -> bool:
        """Whether a question waited too long; says sorry once a chat."""
        waited = datetime.datetime.now(datetime.UTC) - sent
        if waited <= self._stale_after:
            return False
        if message.chat.id not in self._apologised:
            self._apologised.add(message.chat.id)
            await self._replies.say(message, "too_late")
        return True


def occasion_of(message: Message, identities: Pseudonyms) -> AskedBy:
    """Where and by whom a message was written; an anonymous admin or a channel is nobody."""
    author = None if message.sender_chat else message.from_user
    return _occasion(message.chat, author, identities)


def occasion_of_press(query: CallbackQuery, identities: Pseudonyms) -> AskedBy:
    """Where and by whom a button was pressed; one of an inline message has no place."""
    if query.message is None:
        return AskedBy(kind="inline", person=identities.hashed(query.from_user.id))
    return _occasion(query.message.chat, query.from_user, identities)


def _occasion(chat: Chat, author: User | None, identities: Pseudonyms) -> AskedBy:
    return AskedBy(
        kind="group" if is_group(chat.type) else "private",
        person=identities.hashed(author.id) if author else "",
        place=identities.hashed(chat.id),
    )
