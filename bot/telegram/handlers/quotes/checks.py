"""/check: whether somebody said something, of what was typed, replied to or passed on."""

import logging
from collections.abc import Sequence

from telegram import Message
from telegram.ext import CommandHandler

from bot.presentation import commands
from bot.presentation.html import as_html
from bot.presentation.quotes.check_pages import render_checks
from bot.services.conversation import no_answer
from bot.telegram.chat.adapters import AnyApplication, on_message
from bot.telegram.chat.filters import MESSAGE, own_and_replied
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.services import Services
from index.errors import ArchiveError
from index.quotes.checking.claims import Claim, claims_to_check, read_claims

log = logging.getLogger(__name__)

# As a reply, so many words of one's own are the name of who is said to have spoken.
_LONGEST_NAME = 8


class CheckHandler:
    """The command, and messages that ask for a check by themselves."""

    def __init__(self, services: Services, questions: QuestionHandler) -> None:
        self._archive = services.archive
        self._sender = services.sender
        self._replies = services.replies
        self._prompts = services.prompts
        self._locks = services.locks
        self._questions = questions

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handler of the command."""
        app.add_handler(CommandHandler(commands.CHECK.names, on_message(self.command), MESSAGE))

    async def command(self, message: Message) -> None:
        """/check text. As a reply it checks that message; its own words say who spoke."""
        own, replied = own_and_replied(message)
        if replied:
            by = own if len(own.split()) <= _LONGEST_NAME else ""
            claims = read_claims(replied, by=by)
        else:
            claims = read_claims(own)
        if claims:
            await self.show(message, claims)
        else:
            await self._prompts.send(message, "claim")

    async def answer_prompt(self, message: Message, text: str) -> None:
        """Checks the reply to a prompt."""
        if claims := read_claims(text):
            await self.show(message, claims)

    async def takes(self, message: Message, text: str) -> bool:
        """Checks a message that asks for it without the command; False if it asks for none."""
        claims = claims_to_check(text, passed_on=message.forward_origin is not None)
        if claims:
            await self.show(message, claims)
        return bool(claims)

    async def show(self, message: Message, claims: Sequence[Claim]) -> None:
        """Replies with what the archive holds of each claim."""
        async with self._locks.of(message.chat.id, message.message_id):
            if self._locks.is_answered(message):
                return
            if not await self._questions.skip_late(message, message.date):
                await self._show(message, claims)
            self._locks.mark_answered(message)

    async def _show(self, message: Message, claims: Sequence[Claim]) -> None:
        await self._sender.reply(message, await self.rendered(message, claims))

    async def rendered(self, message: Message, claims: Sequence[Claim]) -> str:
        """What the archive holds of each claim, or why it cannot say, as HTML."""
        messages = await self._replies.messages(message)
        log.debug("Check: %s", claims)
        try:
            checks = await self._archive.check(claims)
            coverage = await self._archive.coverage()
        except (ArchiveError, TimeoutError) as error:
            return as_html(messages.text(no_answer(error).reason))
        return render_checks(checks, coverage, messages, bot_name=message.get_bot().username)
