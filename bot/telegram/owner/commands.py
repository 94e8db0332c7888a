"""Commands and buttons of the archive's owners (ADMIN_IDS), in private."""

import logging
from collections.abc import Awaitable, Callable, Collection

from telegram import CallbackQuery, Message
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.answers.hints import with_advice
from bot.presentation import commands, layout
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_message, on_press
from bot.telegram.chat.callback_data import Payload
from bot.telegram.chat.filters import MESSAGE
from bot.telegram.owner.explaining import ExplanationButton
from bot.telegram.owner.hiding import HidingCommands
from bot.telegram.owner.reports import UnansweredReport, UsageReport
from bot.telegram.owner.snapshots import SnapshotCommands
from bot.telegram.owner.sources import SourcesReport
from bot.telegram.services import Services
from index.errors import ArchiveError

log = logging.getLogger(__name__)

# A toast has 200 characters.
_REASON_LIMIT = 180


class FromOwner(filters.MessageFilter):
    """Written by an owner: by their own account, not in the name of a chat."""

    def __init__(self, admin_ids: Collection[int]) -> None:
        super().__init__(name="from an owner")
        self._admin_ids = frozenset(admin_ids)

    def filter(self, message: Message) -> bool:
        """Looks at who wrote, never at where."""
        author = message.from_user
        return message.sender_chat is None and author is not None and author.id in self._admin_ids


class OwnerCommands:
    """Adds the owners' commands and buttons, and keeps everybody else out."""

    def __init__(self, services: Services, *, admin_ids: Collection[int]) -> None:
        self._replies = services.replies
        self._locks = services.locks
        self._admin_ids = frozenset(admin_ids)
        hiding = HidingCommands(services)
        snapshots = SnapshotCommands(services)
        usage = UsageReport(services)
        sources = SourcesReport(services)
        unanswered = UnansweredReport(services)
        explanation = ExplanationButton(services)
        self._commands = {
            commands.HIDE: hiding.hide,
            commands.UNHIDE: hiding.unhide,
            commands.STATS: usage.show,
            commands.GAPS: unanswered.show,
            commands.SOURCES: sources.show,
            commands.RELOAD: snapshots.reload,
            commands.ROLLBACK: snapshots.rollback,
        }
        self._buttons: dict[Payload, Callable[..., Awaitable[None]]] = {
            callback_data.HIDE: hiding.press_hide,
            callback_data.UNHIDE: hiding.press_unhide,
            callback_data.UNHIDE_IN_LIST: hiding.press_reveal,
            callback_data.HIDDEN_PAGE: hiding.press_list,
            callback_data.EXPLAIN: explanation.press,
            callback_data.USAGE: usage.press,
            callback_data.UNANSWERED_PAGE: unanswered.press,
            callback_data.SOURCES_PAGE: sources.press,
            callback_data.ROLLBACK: snapshots.press_rollback,
            callback_data.NO_ROLLBACK: snapshots.press_cancel,
        }

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before those of everybody else.

        Other people get the replies that unknown commands and old buttons get.
        """
        owner = MESSAGE & FromOwner(self._admin_ids)
        private, group = owner & filters.ChatType.PRIVATE, owner & filters.ChatType.GROUPS
        for command, handle in self._commands.items():
            said = on_message(self._reporting_failures(handle))
            app.add_handler(CommandHandler(command.names, said, private))
            app.add_handler(
                CommandHandler(command.names, on_message(self._decline_in_group), group)
            )
        for payload, press in self._buttons.items():
            app.add_handler(
                CallbackQueryHandler(on_press(self._for_owners(press)), payload.pattern)
            )

    async def _decline_in_group(self, message: Message) -> None:
        """Refuses a command in a group, where others would read the answer."""
        await self._replies.say(message, "owner_private")

    def _reporting_failures(
        self, handle: Callable[[Message], Awaitable[None]]
    ) -> Callable[[Message], Awaitable[None]]:
        """Tells the owner what is wrong with the archive when a command fails."""

        async def handled(message: Message) -> None:
            try:
                await handle(message)
            except (ArchiveError, TimeoutError) as error:
                log.exception("An owner's command failed")
                await self._replies.say(message, "owner_failed", reason=_reason(error))

        return handled

    def _for_owners(self, press: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def handled(query: CallbackQuery, *found: str) -> None:
            if query.from_user.id not in self._admin_ids:
                await self._replies.toast(query, "toast_old")
                return
            try:
                async with self._locks.of_press(query):
                    await press(query, *found)
            except (ArchiveError, TimeoutError) as error:
                log.exception("An owner's command failed")
                await self._replies.toast(query, "owner_failed", reason=_reason(error))

        return handled


def _reason(error: ArchiveError | TimeoutError) -> str:
    return layout.shorten(with_advice(error) or "timeout", _REASON_LIMIT)
