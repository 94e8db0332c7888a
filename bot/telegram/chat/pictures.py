"""Pictures, where they may be sent."""

import logging
from typing import Final

from telegram import InlineKeyboardMarkup, Message
from telegram.constants import MessageLimit, ParseMode
from telegram.error import TelegramError, TimedOut

from bot.telegram.chat.sender import patiently

log = logging.getLogger(__name__)

CAPTION_LIMIT: Final = int(MessageLimit.CAPTION_LENGTH)
"""Characters below a picture after their HTML is read."""


async def send_picture(
    message: Message, picture: bytes, html: str = "", markup: InlineKeyboardMarkup | None = None
) -> bool:
    """Answers `message` with a picture and what stands below it.

    False, and why in the log, when that cannot be: some groups allow no pictures. TimedOut is
    raised, because the picture may have arrived.
    """
    try:
        await patiently(
            lambda: message.reply_photo(
                picture, html or None, reply_markup=markup, parse_mode=ParseMode.HTML
            )
        )
    except TimedOut:
        raise
    except TelegramError as refusal:
        log.info("A picture could not be sent: %s", refusal)
        return False
    return True
