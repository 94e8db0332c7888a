"""What only the archive's owners can do: those whose ids are in ADMIN_IDS, in private."""

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
from bot.telegram.owner.hiding import HidingCommands
from bot.telegram.owner.reports import UnansweredReport, UsageReport
from bot.telegram.owner.snapshots import SnapshotCommands
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
    """The rooms of the owner's side, and the way in."""

    def __init__(self, services: Services, *, admin_ids: Collection[int]) -> None:
        self._replies = services.replies
        self._locks = services.locks
        self._admin_ids = frozenset(admin_ids)
        hiding = HidingCommands(services)
        snapshots = SnapshotCommands(services)
        figures = UsageReport(services)
        gaps = UnansweredReport(services)
        self._said = {
            commands.HIDE: hiding.hide,
            commands.UNHIDE: hiding.unhide,
            commands.STATS: figures.show,
            commands.GAPS: gaps.show,
            commands.RELOAD: snapshots.reload,
            commands.ROLLBACK: snapshots.rollback,
        }
        self._pressed: dict[Payload, Callable[..., Awaitable[None]]] = {
            callback_data.HIDE: hiding.press_hide,
            callback_data.UNHIDE: hiding.press_unhide,
            callback_data.UNHIDE_IN_LIST: hiding.press_reveal,
            callback_data.HIDDEN_PAGE: hiding.press_list,
            callback_data.USAGE: figures.press,
            callback_data.UNANSWERED_PAGE: gaps.press,
            callback_data.ROLLBACK: snapshots.press_rollback,
            callback_data.NO_ROLLBACK: snapshots.press_not,
        }

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before those of everybody else.

        Whoever is no owner gets what they get for any command or button that there is not.
        """
        owner = MESSAGE & FromOwner(self._admin_ids)
        private, group = owner & filters.ChatType.PRIVATE, owner & filters.ChatType.GROUPS
        for command, handle in self._said.items():
            said = on_message(self._excused(handle))
            app.add_handler(CommandHandler(command.names, said, private))
            app.add_handler(CommandHandler(command.names, on_message(self._not_here), group))
        for payload, press in self._pressed.items():
            app.add_handler(CallbackQueryHandler(on_press(self._owned(press)), payload.pattern))

    async def _not_here(self, message: Message) -> None:
        """What only owners may know is not for a group to read."""
        await self._replies.say(message, "owner_private")

    def _excused(
        self, handle: Callable[[Message], Awaitable[None]]
    ) -> Callable[[Message], Awaitable[None]]:
        """Says what is wrong with the archive: its owner is the one to know."""

        async def handled(message: Message) -> None:
            try:
                await handle(message)
            except (ArchiveError, TimeoutError) as error:
                log.exception("The owner's wish could not be carried out")
                await self._replies.say(message, "owner_failed", reason=_reason(error))

        return handled

    def _owned(self, press: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def handled(query: CallbackQuery, *found: str) -> None:
            if query.from_user.id not in self._admin_ids:
                await self._replies.toast(query, "toast_old")
                return
            try:
                async with self._locks.of_press(query):
                    await press(query, *found)
            except (ArchiveError, TimeoutError) as error:
                log.exception("The owner's wish could not be carried out")
                await self._replies.toast(query, "owner_failed", reason=_reason(error))

        return handled


def _reason(error: ArchiveError | TimeoutError) -> str:
    return layout.shorten(with_advice(error) or "timeout", _REASON_LIMIT)
