"""Questions: answers are sent, kept, and changed when the question is."""

import datetime

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
    User,
)

from bot.answers.types import Answer, AskedBy, Question
from bot.presentation.html import as_html, fits
from bot.presentation.quotes.summaries import why_no_summary
from bot.services.conversation import NoAnswer, Utterance
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.chat.clock import newer_question_waits
from bot.telegram.chat.filters import is_group, is_reply_to_bot
from bot.telegram.chat.keyboards import answer_message, hits_shown, linked_answer_id
from bot.telegram.services import Services

STALE_AFTER = datetime.timedelta(minutes=10)


class QuestionHandler:
    """Answers messages and button presses that are known to be questions."""

    def __init__(
        self, services: Services, *, stale_after: datetime.timedelta = STALE_AFTER
    ) -> None:
        self._conversation = services.conversation
        self._pseudonyms = services.pseudonyms
        self._kept = services.kept
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks
        self._access = services.access
        self._clock = services.clock
        self._stale_after = stale_after
        self._apologised_in: set[int] = set()

    async def answer(self, message: Message, text: str, *, summary: bool = False) -> None:
        """Replies to `message` with what the archive has on `text`.

        If it replies to an answer, it is searched in the context of that answer's question.
        `summary` says whether one is asked for; the chat may want it anyway, or never.
        """
        async with self._locks.of(message.chat.id, message.message_id):
            if self._locks.is_answered(message):
                return
            if not await self.skip_late(message, message.date):
                await self._answer(message, text, summary=summary)
            self._locks.mark_answered(message)

    async def change(self, message: Message, text: str, *, summary: bool = False) -> None:
        """Replaces the answer to an edited message; in private an edit may get a first answer.

        Telegram also reports edits that change no word; these are ignored.
        """
        async with self._locks.of(message.chat.id, message.message_id):
            place = self._pseudonyms.hashed(message.chat.id)
            shown = await self._kept.reply_to(place, message.message_id)
            if shown is None and is_group(message.chat.type):
                return
            before = await self._kept.find(await self._kept.shown_in(place, shown or 0))
            if before and before.question.text == text:
                return
            if not await self.skip_late(message, message.edit_date or message.date):
                await self._answer(message, text, instead_of=shown, summary=summary)

    async def show(self, message: Message, answer_id: str) -> None:
        """Sends a kept answer, with its question, to the chat of `message`."""
        answer = await self._kept.find(answer_id)
        if answer is None:
            await self._replies.say(message, "link_old")
            return
        html, keyboard = await self.as_message(answer, answer_id, message.chat, asked=True)
        sent = await self._sender.reply(message, html, keyboard)
        place = self._pseudonyms.hashed(message.chat.id)
        await self._kept.record_message(answer_id, place, sent.message_id, 0)

    async def ask(self, query: CallbackQuery, message: Message, text: str) -> None:
        """Answers a question that a button under `message` asks."""
        messages = await self._replies.messages_for_press(query)
        asked_by = asked_by_press(query, self._pseudonyms)
        question = Question(text=text, language=messages.language)
        reply = await self._conversation.answer_question(
            question, asked_by, summed_up=await self.summed_up(message.chat)
        )
        if isinstance(reply, NoAnswer):
            await self._sender.reply(message, as_html(messages.text(reply.reason)))
            return
        html, keyboard = await self.as_message(
            reply.answer, reply.answer_id, message.chat, asked=True
        )
        sent = await self._sender.reply(message, html, keyboard)
        await self._kept.record_message(reply.answer_id, asked_by.place, sent.message_id, 0)

    async def ask_again(
        self,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
        question: Question,
        *,
        summary: bool = False,
    ) -> None:
        """Shows the answer to a changed question in `message`, whose button was pressed."""
        asked_by = asked_by_press(query, self._pseudonyms)
        reply = await self._conversation.answer_question(
            question, asked_by, summed_up=await self.summed_up(message.chat, asked=summary)
        )
        if isinstance(reply, NoAnswer):
            await self._replies.toast(query, reply.reason)
            return
        await self._sender.toast(query)
        asked_in = await self._kept.asked_in(asked_by.place, message.message_id)
        html, keyboard = await self.as_message(
            reply.answer, reply.answer_id, message.chat, asked=asked_in == 0
        )
        await self._sender.edit(query, html, keyboard)
        await self._kept.record_message(
            reply.answer_id, asked_by.place, message.message_id, asked_in or 0
        )

    async def summed_up(self, chat: Chat, *, asked: bool = False) -> int:
        """How many quotes a summary in this chat sums up: those a message shows; 0 for none.

        `asked` says whether somebody asks for it now.
        """
        chosen = await self._preferences.of(chat.id)
        wanted = chosen.summary == "always" or (asked and chosen.summary == "asked")
        return hits_shown(chat.type, chosen.hits) if wanted else 0

    async def _answer(
        self, message: Message, text: str, *, instead_of: int | None = None, summary: bool = False
    ) -> None:
        messages = await self._replies.messages(message)
        asked_by = asked_by_message(message, self._pseudonyms)
        reply = await self._conversation.answer(
            Utterance(
                text=text,
                language=messages.language,
                asked_by=asked_by,
                replies_to=await self.answer_replied_to(message),
                summed_up=await self.summed_up(message.chat, asked=summary),
            )
        )
        if isinstance(reply, NoAnswer):
            await self._replies.say(message, reply.reason)
            return
        html, keyboard = await self.as_message(reply.answer, reply.answer_id, message.chat)
        if summary and reply.answer.hits and not reply.answer.summary:
            html = _with_notice(messages.text(why_no_summary(reply.summary)), html)
        shown = await self._sender.reply_or_edit(message, html, keyboard, instead_of=instead_of)
        await self._kept.record_message(reply.answer_id, asked_by.place, shown, message.message_id)

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
            hits=(await self._preferences.of(chat.id)).hits,
            owner=self._access.is_owner(chat.id),
        )

    async def answer_replied_to(self, message: Message) -> str:
        """The id of the answer of this chat that `message` replies to, "" if there is none.

        Telegram does not tell a bot the ids of its messages as a guest; there the answer is
        recognised by its button.
        """
        replied = message.reply_to_message
        if not is_reply_to_bot(message) or replied is None:
            return ""
        answer_id = ""
        if not message.guest_query_id:
            place = self._pseudonyms.hashed(message.chat.id)
            answer_id = await self._kept.shown_in(place, replied.message_id)
        return answer_id or linked_answer_id(replied)

    async def skip_late(self, message: Message, sent: datetime.datetime) -> bool:
        """Whether a question is too late to be answered; apologises once for several.

        Only one whose author has asked again since: an answer to that comes next, so that the
        apology is never the last thing somebody hears.
        """
        if self._clock.age(sent) <= self._stale_after or not newer_question_waits.get():
            self._apologised_in.discard(message.chat.id)
            return False
        if message.chat.id not in self._apologised_in:
            self._apologised_in.add(message.chat.id)
            await self._replies.say(message, "too_late")
        return True


def _with_notice(notice: str, html: str) -> str:
    """A message below a line of our own, if there is room for it."""
    whole = f"<i>{as_html(notice)}</i>\n\n{html}"
    return whole if fits(whole) else html


def asked_by_message(message: Message, pseudonyms: Pseudonyms) -> AskedBy:
    """Where and by whom a message was written; an anonymous admin or a channel is nobody."""
    author = None if message.sender_chat else message.from_user
    return _asked_by(message.chat, author, pseudonyms)


def asked_by_press(query: CallbackQuery, pseudonyms: Pseudonyms) -> AskedBy:
    """Where and by whom a button was pressed; one of an inline message has no place."""
    if query.message is None:
        return AskedBy(kind="inline", person=pseudonyms.hashed(query.from_user.id))
    return _asked_by(query.message.chat, query.from_user, pseudonyms)


def _asked_by(chat: Chat, author: User | None, pseudonyms: Pseudonyms) -> AskedBy:
    return AskedBy(
        kind="group" if is_group(chat.type) else "private",
        person=pseudonyms.hashed(author.id) if author else "",
        place=pseudonyms.hashed(chat.id),
    )
