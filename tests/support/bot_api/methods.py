"""What a Bot API server knows, and the methods by which a bot asks and changes it.

A method of the Bot API is a method `on_…` of `Methods`: it gets the decoded parameters, returns
the result, or raises Refusal. What Telegram refuses is refused here, in Telegram's words.
"""

import asyncio
import contextlib
import itertools
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tests.support.bot_api.telegram_html import CannotParse, Entity, parse, plain, units

Json = dict[str, Any]


class Refusal(Exception):
    """What the server answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


@dataclass
class Sent:
    """A message of the bot as people see it."""

    message_id: int
    chat: Json
    text: str
    entities: list[Entity]
    reply_markup: Json
    params: Json
    thread_id: int | None = None
    reply_to: int | None = None
    edits: int = 0
    is_picture: ClassVar[bool] = False

    @property
    def buttons(self) -> dict[str, str]:
        """Label → callback data."""
        rows = self.reply_markup.get("inline_keyboard", [])
        kinds = ("callback_data", "url", "switch_inline_query")
        return {b["text"]: next(b[k] for k in kinds if k in b) for row in rows for b in row}

    def parts(self, kind: str) -> list[str]:
        """The texts of all entities of a kind, in order."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == kind
        ]

    @property
    def links(self) -> list[str]:
        return [e["url"] for e in self.entities if e["type"] == "text_link"]

    def as_message(self, bot: Json) -> Json:
        """The message as the Bot API returns it."""
        record: Json = {
            "message_id": self.message_id,
            "date": int(time.time()),
            "chat": self.chat,
            "from": bot,
            "text": self.text,
            "entities": self.entities,
        }
        if self.thread_id:
            record |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if "inline_keyboard" in self.reply_markup:
            record["reply_markup"] = self.reply_markup
        return record


@dataclass
class World:
    """Who is there, what has been written, and which updates the bot has not fetched yet."""

    bot: Json
    person: Json
    chats: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, set[int]] = field(default_factory=dict)
    members: dict[tuple[int, int], Json] = field(default_factory=dict)
    admins: set[tuple[int, int]] = field(default_factory=set)
    unreachable: dict[int, str] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    sent: dict[tuple[int, int], Sent] = field(default_factory=dict)
    queries: dict[str, bool] = field(default_factory=dict)
    answered_queries: list[Json] = field(default_factory=list)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    updates: deque[Json] = field(default_factory=deque)
    allowed_updates: list[str] = field(default_factory=list)
    webhook: str = ""
    webhook_secret: str = ""
    webhook_trouble: Json = field(default_factory=dict)
    inline: bool = False
    flags: Json = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))


class Methods:
    """The methods of the Bot API that the bot uses."""

    def __init__(self, world: World, outgoing: Callable[[Sent], None]) -> None:
        self._world = world
        self._outgoing = outgoing
        self._poll: asyncio.Future[bool] | None = None

    def wake(self) -> None:
        """There is something to fetch."""
        if self._poll and not self._poll.done():
            self._poll.set_result(True)

    def close(self) -> None:
        self.wake()

    async def on_getMe(self, _: Json) -> Json:
        flags = {"can_join_groups": True, "can_read_all_group_messages": False}
        flags |= {"supports_inline_queries": self._world.inline}
        return self._world.bot | flags | self._world.flags

    async def on_setWebhook(self, params: Json) -> bool:
        url = urlsplit(params["url"])
        if url.scheme != "https" and url.hostname != "127.0.0.1":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._world.webhook, self._world.webhook_secret = params["url"], secret
        if "allowed_updates" in params:
            self._world.allowed_updates = params["allowed_updates"]
        return True

    async def on_getWebhookInfo(self, _: Json) -> Json:
        info = {"url": self._world.webhook, "has_custom_certificate": False}
        info |= {"pending_update_count": len(self._world.updates)}
        return info | self._world.webhook_trouble

    async def on_deleteWebhook(self, params: Json) -> bool:
        self._world.webhook = ""
        if params.get("drop_pending_updates"):
            self._world.updates.clear()
        return True

    async def on_getUpdates(self, params: Json) -> list[Json]:
        if self._world.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if self._poll and not self._poll.done():
            self._poll.set_result(False)
        if "allowed_updates" in params:
            self._world.allowed_updates = params["allowed_updates"]
        queue = self._world.updates
        while queue and queue[0]["update_id"] < params.get("offset", 0):
            queue.popleft()
        self._world.changed.set()
        if not queue and params.get("timeout"):
            await self._wait(params["timeout"])
        return list(itertools.islice(queue, params.get("limit", 100)))

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            if not await asyncio.wait_for(mine, seconds):
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )

    async def on_sendMessage(self, params: Json) -> Json:
        place = self.place(params)
        text, entities = formatted(params)
        return self.post(
            Sent(
                message_id=next(self._world.ids),
                text=text,
                entities=entities,
                reply_markup=keyboard(params),
                params=params,
                **place,
            )
        )

    def place(self, params: Json) -> Json:
        """Where a new message goes: chat, topic, and what it replies to."""
        chat = self._writable(params)
        thread = params.get("message_thread_id")
        if thread is not None and thread not in self._world.topics.get(chat["id"], set()):
            raise bad_request("message thread not found")
        return {"chat": chat, "thread_id": thread, "reply_to": self._replied(chat, params)}

    def post(self, message: Sent) -> Json:
        """Puts a new message into its chat; returns it as the Bot API does."""
        key = message.chat["id"], message.message_id
        self._world.sent[key] = message
        self._outgoing(message)
        record = self._world.messages[key] = message.as_message(self._world.bot)
        return record

    async def on_editMessageText(self, params: Json) -> Json:
        chat = self._writable(params)
        key = chat["id"], params["message_id"]
        message = self._world.sent.get(key)
        if message is None:
            known = key in self._world.messages
            raise bad_request("message can't be edited" if known else "message to edit not found")
        if message.is_picture:
            raise bad_request("there is no text in the message to edit")
        text, entities = formatted(params)
        markup = keyboard(params)
        if (text, entities, markup) == (message.text, message.entities, message.reply_markup):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.text, message.entities, message.reply_markup = text, entities, markup
        message.edits += 1
        return message.as_message(self._world.bot)

    async def on_editMessageReplyMarkup(self, params: Json) -> Json:
        chat = self._writable(params)
        message = self._world.sent.get((chat["id"], params["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        markup = keyboard(params)
        if markup == message.reply_markup:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        message.reply_markup = markup
        return message.as_message(self._world.bot)

    async def on_answerCallbackQuery(self, params: Json) -> bool:
        if not self._world.queries.pop(params["callback_query_id"], False):
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if len(params.get("text", "")) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self._world.answered_queries.append(params)
        return True

    async def on_getChatMember(self, params: Json) -> Json:
        key = params["chat_id"], params["user_id"]
        user = {"id": key[1], "is_bot": False, "first_name": "P"}
        if key in self._world.members:
            return self._world.members[key] | {"user": user}
        if key not in self._world.admins:
            return {"status": "member", "user": user}
        return {"status": "creator", "user": user, "is_anonymous": False}

    async def on_getChat(self, params: Json) -> Json:
        gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
        facts: Json = {"accent_color_id": 0, "max_reaction_count": 11}
        facts["accepted_gift_types"] = dict.fromkeys((*gifts, "gifts_from_channels"), False)
        return self._writable(params) | facts

    async def on_setMyCommands(self, params: Json) -> bool:
        for command in params["commands"]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands[self._menu(params)] = params["commands"]
        return True

    async def on_getMyCommands(self, params: Json) -> list[Json]:
        return self._world.commands.get(self._menu(params), [])

    def _menu(self, params: Json) -> tuple[str, str]:
        """Scope and language of a menu; that of one chat is named by its id."""
        scope = params.get("scope", {"type": "default"})
        if scope["type"] == "chat":
            return str(self._writable(scope)["id"]), params.get("language_code", "")
        return scope["type"], params.get("language_code", "")

    def _writable(self, params: Json) -> Json:
        chat = self._world.chats.get(params["chat_id"])
        if chat is None:
            raise bad_request("chat not found")
        if chat["id"] in self._world.unreachable:
            raise Refusal(403, f"Forbidden: {self._world.unreachable[chat['id']]}")
        return chat

    def _replied(self, chat: Json, params: Json) -> int | None:
        reply = params.get("reply_parameters")
        if not reply:
            return None
        if (chat["id"], reply["message_id"]) in self._world.messages:
            return int(reply["message_id"])
        if not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return None


def formatted(params: Json) -> tuple[str, list[Entity]]:
    """The text and entities of a message, if Telegram takes them."""
    source = params.get("text", "")
    if len(source.encode()) > 32_768:
        raise bad_request("text is too long")
    try:
        html = params.get("parse_mode", "").upper() == "HTML"
        text, entities = parse(source) if html else plain(source)
    except CannotParse as problem:
        raise bad_request(f"can't parse entities: {problem}") from None
    if not text:
        raise bad_request("message text is empty")
    if units(text) > 4096:
        raise bad_request("message is too long")
    return text, entities


def keyboard(params: Json) -> Json:
    """The reply markup, if Telegram takes it."""
    markup: Json = params.get("reply_markup") or {}
    for button in itertools.chain.from_iterable(markup.get("inline_keyboard", [])):
        if not button.get("text"):
            raise bad_request("inline keyboard button text is empty")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"(https?|tg)://", button["url"]):
            raise bad_request("BUTTON_URL_INVALID")
    return markup
