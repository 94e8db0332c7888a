"""Messages people write: commands for everybody, words, mentions, edits, and guest mode."""

import datetime
from collections import deque
from collections.abc import Awaitable, Callable, Collection

from telegram import InlineKeyboardMarkup, Message

from bot.answers.types import AskedBy
from bot.presentation.commands import Where, menu
from bot.presentation.html import as_html, render
from bot.services.conversation import NoAnswer, Utterance, without_search
from bot.storage.chat_settings import HITS_IN_GROUP
from bot.storage.prompts import PromptKind
from bot.telegram.chat.filters import is_group, is_reply_to_bot, question_text
from bot.telegram.chat.keyboards import language_keyboard, open_chat_button
from bot.telegram.chat.pastes import Pastes
from bot.telegram.handlers.questions import STALE_AFTER, QuestionHandler
from bot.telegram.handlers.quotes.checks import CheckHandler
from bot.telegram.handlers.quotes.statements import StatementHandler
from bot.telegram.handlers.timeline import TimelineHandler
from bot.telegram.services import Services
from index.quotes.checking.claims import claims_to_check


class ChatHandler:
    """Messages in private chats, and in groups those that are meant for the bot."""

    def __init__(
        self,
        services: Services,
        questions: QuestionHandler,
        *,
        timelines: TimelineHandler,
        checks: CheckHandler,
        statements: StatementHandler,
        admin_ids: Collection[int],
    ) -> None:
        self._admin_ids = frozenset(admin_ids)
        self._summaries = services.summarizer is not None
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._prompts = services.prompts
        self._questions = questions
        self._checks = checks
        # What the reply to a prompt is given to.
        self._prompted: dict[PromptKind, Callable[[Message, str], Awaitable[None]]] = {
            "topic": timelines.show,
            "claim": checks.answer_prompt,
            "speaker": statements.answer_prompt,
        }
        self._albums: deque[str] = deque(maxlen=100)
        self._pastes = Pastes()

    async def help(self, message: Message) -> None:
        """/help: how to ask, in private and in groups; for owners with their commands."""
        messages = await self._replies.messages(message)
        where: tuple[Where, ...] = ("group",) if is_group(message.chat.type) else ("private",)
        if self._summaries:
            where = (*where, "summary")
        if message.chat.id in self._admin_ids:
            where = (*where, "owner")
        commands = "\n".join(f"/{command} – {what}" for command, what in menu(messages, *where))
        archive = await self._replies.archive_line(messages)
        await self._replies.say(message, "help", commands=commands, archive=archive)

    async def language(self, message: Message) -> None:
        """/language: one button for each language."""
        messages = await self._replies.messages(message)
        html = as_html(messages.text("language_choose"))
        await self._sender.reply(message, html, language_keyboard())

    async def ask(self, message: Message) -> None:
        """/ask: answers the question, or asks for it if there is none."""
        question = question_text(message)
        # A command begins a message; what its author goes on with may not.
        self._pastes.continues(message)
        if question:
            await self._questions.answer(message, question)
        else:
            await self._prompts.send(message, "question")

    async def answer_in_private(self, message: Message) -> None:
        """Words in a private chat."""
        await self._answer(message, await self._prompts.answered_by(message))

    async def answer_in_group(self, message: Message) -> None:
        """A reply or a mention in a group, unless its admins want commands only."""
        prompt = await self._prompts.answered_by(message)
        if prompt or (await self._preferences.of(message.chat.id)).trigger == "all":
            await self._answer(message, prompt)

    async def edited(self, message: Message) -> None:
        """An edited question. One without words keeps its answer, and so does what was checked.

        The reply to a prompt for something else is no question.
        """
        question = question_text(message)
        if not question or await self._prompts.answered_by(message) in self._prompted:
            return
        if not claims_to_check(question):
            await self._questions.change(message, question)

    async def not_text(self, message: Message) -> None:
        """A message in private that has no words; answered once for an album."""
        if self._of_known_album(message):
            return
        await self._replies.say(message, "text_only")

    async def unknown_command(self, message: Message) -> None:
        """A command in private that has no handler."""
        await self._replies.say(message, "unknown_command")

    async def _answer(self, message: Message, prompt: PromptKind | None) -> None:
        """Answers a message, once for all its parts; in a group, thanks to the bot get no reply."""
        if self._pastes.continues(message):
            return
        self._of_known_album(message)
        text = question_text(message)
        if prompt in self._prompted:
            if text:
                await self._prompted[prompt](message, text)
            return
        no_question = without_search(text)
        if no_question is None:
            if not await self._checks.takes(message, text):
                await self._questions.answer(message, text)
        elif not is_group(message.chat.type):
            await self._replies.say(message, no_question.reason)
        elif not is_reply_to_bot(message):
            await self._prompts.send(message, "question")

    def _of_known_album(self, message: Message) -> bool:
        """Whether a message belongs to an album of which another was answered."""
        album = message.media_group_id
        known = album in self._albums
        if album and not known:
            self._albums.append(album)
        return known


class GuestHandler:
    """Messages that name the bot in chats it is not a member of.

    Telegram takes exactly one answer to each, and not for long. Nothing that belongs to the chat
    is read or kept: its id may be that of another chat.
    """

    def __init__(
        self,
        services: Services,
        questions: QuestionHandler,
        checks: CheckHandler,
        *,
        stale_after: datetime.timedelta = STALE_AFTER,
    ) -> None:
        self._conversation = services.conversation
        self._pseudonyms = services.pseudonyms
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks
        self._clock = services.clock
        self._questions = questions
        self._checks = checks
        self._stale_after = stale_after

    async def handle(self, message: Message) -> None:
        """Answers the message, unless it also came as an ordinary one."""
        async with self._locks.of(message.chat.id, message.message_id):
            stale = self._clock.age(message.date) > self._stale_after
            if stale or self._locks.is_answered(message):
                return
            await self._answer(message)
            self._locks.mark_answered(message)

    async def _answer(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        text = question_text(message)
        bot_name = message.get_bot().username
        if not text:
            await self._replies.say(message, "guest_prompt", bot=f"@{bot_name}")
            return
        if claims := claims_to_check(text):
            html = await self._checks.rendered(message, claims)
            await self._sender.answer_guest(message, html)
            return
        author = None if message.sender_chat else message.from_user
        person = self._pseudonyms.hashed(author.id) if author else ""
        reply = await self._conversation.reply(
            Utterance(
                text=text,
                language=messages.language,
                asked_by=AskedBy(kind="guest", person=person),
                replies_to=await self._questions.answer_replied_to(message),
            )
        )
        if isinstance(reply, NoAnswer):
            await self._replies.say(message, reply.reason)
            return
        page = render(reply.answer, messages, size=HITS_IN_GROUP, bot_name=bot_name)
        markup = None
        if reply.answer_id:
            button = open_chat_button(reply.answer_id, messages, bot_name=bot_name)
            markup = InlineKeyboardMarkup([[button]])
        await self._sender.answer_guest(message, page.html, markup)
