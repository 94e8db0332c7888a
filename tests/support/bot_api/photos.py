"""Pictures with captions, as strict as Telegram is with them."""

import struct
import time
from dataclasses import dataclass
from typing import ClassVar

from tests.support.bot_api.methods import Json, Methods, Sent, World, bad_request, keyboard
from tests.support.bot_api.telegram_html import CannotParse, Entity, parse, plain, units

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 10 * 1024 * 1024
LONGEST_CAPTION = 1024


@dataclass
class SentPhoto(Sent):
    """A picture of the bot; `text` is its caption."""

    picture: bytes = b""
    is_picture: ClassVar[bool] = True

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return size_of(self.picture)

    def as_message(self, bot: Json) -> Json:
        record = super().as_message(bot)
        record |= {"caption": record.pop("text"), "caption_entities": record.pop("entities")}
        width, height = self.size
        photo = {"file_id": "p", "file_unique_id": "u", "width": width, "height": height}
        return record | {"date": int(time.time()), "photo": [photo]}


class Photos:
    """The methods of the Bot API that send pictures."""

    def __init__(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods

    async def on_sendPhoto(self, params: Json) -> Json:
        place = self._methods.place(params)
        picture = params.pop("photo", None)
        if not isinstance(picture, bytes):
            raise bad_request("there is no photo in the request")
        checked(picture)
        text, entities = captioned(params)
        return self._methods.post(
            SentPhoto(
                message_id=next(self._world.ids),
                text=text,
                entities=entities,
                reply_markup=keyboard(params),
                params=params,
                picture=picture,
                **place,
            )
        )

    async def on_editMessageCaption(self, params: Json) -> Json:
        chat = self._methods.place({"chat_id": params["chat_id"]})["chat"]
        message = self._world.sent.get((chat["id"], params["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        if not isinstance(message, SentPhoto):
            raise bad_request("there is no caption in the message to edit")
        text, entities = captioned(params)
        markup = keyboard(params)
        if (text, entities, markup) == (message.text, message.entities, message.reply_markup):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.text, message.entities, message.reply_markup = text, entities, markup
        message.edits += 1
        return message.as_message(self._world.bot)


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height that a PNG says it has."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def checked(picture: bytes) -> None:
    """Refuses what Telegram would not take as a photo."""
    if len(picture) > MOST_BYTES:
        raise bad_request("file is too big")
    if not picture.startswith(SIGNATURE) or picture[12:16] != b"IHDR":
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size_of(picture)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def captioned(params: Json) -> tuple[str, list[Entity]]:
    """The caption and its entities, if Telegram takes them."""
    source = params.get("caption", "")
    try:
        html = params.get("parse_mode", "").upper() == "HTML"
        text, entities = parse(source) if html else plain(source)
    except CannotParse as problem:
        raise bad_request(f"can't parse entities: {problem}") from None
    if units(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities
