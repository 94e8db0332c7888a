"""Long pastes, which Telegram's apps split into several messages: only the first is answered."""

import datetime
from collections import OrderedDict

from telegram import Message

# Telegram Desktop cuts a text behind the middle of the 4,096 UTF-16 units of a message, where a
# paragraph, a sentence or a word ends; the others cut later.
_SHORTEST_PART = 2048
# The parts are sent one after the other, each as soon as the one before has arrived.
_WITHIN = datetime.timedelta(seconds=3)
_REMEMBERED = 1000


class Pastes:
    """Remembers who has just sent a text so long that the next message may go on from it."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[int, int], Message] = OrderedDict()

    def continues(self, message: Message) -> bool:
        """Whether `message` is the rest of the one before it; remembers it for the next."""
        author = message.sender_chat or message.from_user
        place = message.chat.id, author.id if author else 0
        before = self._last.pop(place, None)
        if len((message.text or "").encode("utf-16-le", "surrogatepass")) >= 2 * _SHORTEST_PART:
            self._last[place] = message
        while len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)
        return before is not None and _goes_on(before, message)


def _goes_on(before: Message, message: Message) -> bool:
    other = message.forward_origin or before.forward_origin or message.caption
    replied = message.reply_to_message
    earlier = before.reply_to_message
    same_reply = replied is None or (
        earlier is not None and earlier.message_id == replied.message_id
    )
    in_time = message.date - before.date <= _WITHIN
    return not other and same_reply and in_time and message.message_id > before.message_id
