"""Files with captions, as strict as Telegram is with them."""

from dataclasses import dataclass

from tests.support.bot_api.methods import Json, Methods, Sent, World, bad_request, keyboard
from tests.support.bot_api.photos import captioned


@dataclass
class SentFile(Sent):
    """A file of the bot; `text` is its caption."""

    content: bytes = b""

    def as_message(self, bot: Json) -> Json:
        record = super().as_message(bot)
        record |= {"caption": record.pop("text"), "caption_entities": record.pop("entities")}
        return record | {"document": {"file_id": "d", "file_unique_id": "u"}}


class Documents:
    """The method of the Bot API that sends files."""

    def __init__(self, world: World, methods: Methods) -> None:
        self._world = world
        self._methods = methods

    async def on_sendDocument(self, params: Json) -> Json:
        place = self._methods.place(params)
        content = params.pop("document", None)
        if not isinstance(content, bytes) or not content:
            raise bad_request("file must be non-empty")
        text, entities = captioned(params)
        return self._methods.post(
            SentFile(
                message_id=next(self._world.ids),
                text=text,
                entities=entities,
                reply_markup=keyboard(params),
                params=params,
                content=content,
                **place,
            )
        )
