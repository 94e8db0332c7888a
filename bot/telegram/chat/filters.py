"""Whether a message is meant for the bot, and what it asks."""

from telegram import Message, MessageEntity
from telegram.constants import ChatType
from telegram.ext import filters

from bot.services.conversation import clean_text

_LINKS = 3


class _FromSomebody(filters.MessageFilter):
    """Written by a person, a group's anonymous admin or a channel, not by another bot."""

    def filter(self, message: Message) -> bool:
        author = message.from_user
        return bool(message.sender_chat) or not (author and author.is_bot)


class _Addressed(filters.MessageFilter):
    """In a group: replies to the bot or names it."""

    def filter(self, message: Message) -> bool:
        if any(_names_bot(entity, message) for entity in message.entities):
            return True
        return is_reply_to_bot(message) and not _other_bot_named(message)


_BY_SOMEBODY = (
    ~filters.VIA_BOT & ~filters.IS_AUTOMATIC_FORWARD & _FromSomebody(name="from somebody")
)
# Edits, channel posts and guest messages also reach a plain MessageHandler.
MESSAGE = filters.UpdateType.MESSAGE & _BY_SOMEBODY
GUEST_MESSAGE = filters.UpdateType.GUEST_MESSAGE & _BY_SOMEBODY
EDITED_MESSAGE = filters.UpdateType.EDITED_MESSAGE & _BY_SOMEBODY
# Service messages of Telegram in a group, whoever caused them.
NEWCOMERS = filters.UpdateType.MESSAGE & (
    filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.CHAT_CREATED
)
MOVED = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
ADDRESSED = filters.ChatType.GROUPS & _Addressed(name="addressed")


def is_group(chat_type: str) -> bool:
    """Whether several people read along."""
    return chat_type in {ChatType.GROUP, ChatType.SUPERGROUP}


def is_reply_to_bot(message: Message) -> bool:
    """Whether the message answers one of the bot's own."""
    replied = message.reply_to_message
    author = replied.from_user if replied else None
    return author is not None and author.id == message.get_bot().id


def question_text(message: Message) -> str:
    """The question in a message: its own words, and those of a person's message it replies to.

    The URLs behind linked words are added. Cleaned by `clean_text`; "" without a letter or digit.
    """
    parts = [_own_words(message), *_links(message), *_replied_words(message)]
    text = clean_text("\n".join(parts))
    return text if any(character.isalnum() for character in text) else ""


def own_and_replied(message: Message) -> tuple[str, str]:
    """The message's own words, and those of a person's message or a picked quote it replies to.

    Each cleaned by `clean_text`.
    """
    own = [_own_words(message), *_links(message)]
    return clean_text("\n".join(own)), clean_text("\n".join(_replied_words(message)))


def _own_words(message: Message) -> str:
    """The text without its leading command and without the bot's name."""
    raw = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    for entity in reversed(message.entities or message.caption_entities):
        if _is_leading_command(entity) or _names_bot(entity, message):
            # Telegram counts in UTF-16 units, which are two bytes here.
            start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
            raw = raw[:start] + " ".encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le", "ignore")


def _replied_words(message: Message) -> list[str]:
    if message.quote:
        return [message.quote.text]
    replied = message.reply_to_message
    if replied is None or is_reply_to_bot(message):
        return []
    words = replied.text or replied.caption or (replied.poll.question if replied.poll else "")
    return [words, *_links(replied)]


def _links(message: Message) -> list[str]:
    """The URLs behind the first linked words of a message."""
    urls = (entity.url for entity in message.entities or message.caption_entities)
    return [url for url in urls if url][:_LINKS]


def _is_leading_command(entity: MessageEntity) -> bool:
    return entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0


def _names_bot(entity: MessageEntity, message: Message) -> bool:
    if entity.type == MessageEntity.MENTION:
        return message.parse_entity(entity).lower() == _own_name(message)
    user = entity.user if entity.type == MessageEntity.TEXT_MENTION else None
    return user is not None and user.id == message.get_bot().id


def _other_bot_named(message: Message) -> bool:
    """Whether another bot is mentioned; every bot's name ends in "bot"."""
    names = (
        message.parse_entity(entity).lower()
        for entity in message.entities
        if entity.type == MessageEntity.MENTION
    )
    return any(name.endswith("bot") for name in names)


def _own_name(message: Message) -> str:
    return f"@{message.get_bot().username}".lower()
