"""The menu of commands that Telegram shows beside the message field."""

import logging

from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.messages import Messages
from bot.settings import LANGUAGES
from bot.telegram_handlers import menu

log = logging.getLogger(__name__)


async def publish_menus(bot: Bot, *, default_language: str) -> None:
    """Sets the menu of every language where it is not yet what it should be.

    Telegram limits how often menus may be set, so they are read first. The bot works without
    them: a failure is only logged.
    """
    wanted = [(None, default_language), *((code, code) for code in LANGUAGES)]
    try:
        for code, language in wanted:
            entries = menu(Messages(language))
            commands = tuple(BotCommand(name, what) for name, what in entries)
            if await bot.get_my_commands(language_code=code) != commands:
                await bot.set_my_commands(commands, language_code=code)
    except TelegramError as error:
        log.warning("The command menus could not be set: %s", error)
