"""The menu of commands that Telegram shows beside the message field."""

import logging
from collections.abc import Iterator, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, TelegramError

from bot.presentation.commands import Where, menu
from bot.presentation.messages import Messages
from bot.settings import LANGUAGES

log = logging.getLogger(__name__)


async def publish_menus(bot: Bot, *, default_language: str, admin_ids: Sequence[int]) -> None:
    """Sets the menu of every kind of chat and language where it is not yet what it should be.

    Telegram limits how often menus may be set, so they are read first. The bot works without
    them: a failure is only logged.
    """
    try:
        for scope, where in _scopes(admin_ids):
            await _publish(bot, scope, where, default_language)
    except TelegramError as error:
        log.warning("The command menus could not be set: %s", error)


def _scopes(admin_ids: Sequence[int]) -> Iterator[tuple[BotCommandScope, tuple[Where, ...]]]:
    yield BotCommandScopeAllPrivateChats(), ("private",)
    yield BotCommandScopeAllGroupChats(), ("group",)
    yield BotCommandScopeAllChatAdministrators(), ("group", "admin")
    for admin in admin_ids:
        yield BotCommandScopeChat(admin), ("private", "owner")


async def _publish(
    bot: Bot, scope: BotCommandScope, where: tuple[Where, ...], default_language: str
) -> None:
    for code, language in ((None, default_language), *((code, code) for code in LANGUAGES)):
        entries = menu(Messages(language), *where)
        commands = tuple(BotCommand(name, what) for name, what in entries)
        try:
            if await bot.get_my_commands(scope, code) != commands:
                await bot.set_my_commands(commands, scope, code)
        except BadRequest as refusal:
            # An admin who never wrote to the bot has no chat with it yet.
            log.info("No menu for %s: %s", where[-1], refusal)
            return
