"""A Bot API server for tests: on loopback, in process, and as strict as Telegram's.

    async with FakeBotAPI() as tg:
        settings = Settings(telegram_bot_token=Secret(tg.token), telegram_api_url=tg.url)
        ...
        tg.say("who won?")                      # a person writes to the bot
        answer = await tg.sent()                # what the bot sent, as the person sees it
        tg.press(answer, "More")                # a press of one of its buttons

Every call is recorded in `tg.calls`, refused ones too. What the methods do is in
`methods.py`; a further way in (a webhook, say) only has to read `tg.world.updates`.
"""

import asyncio
import contextlib
import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.support.bot_api.documents import Documents
from tests.support.bot_api.inline import Elsewhere
from tests.support.bot_api.methods import Json, Methods, Refusal, Sent, World
from tests.support.bot_api.photos import Photos
from tests.support.bot_api.telegram_html import plain

# Parameters that stay text even when they look like JSON.
TEXTS = {"text", "caption", "parse_mode", "callback_query_id", "inline_query_id", "url"}
TEXTS |= {"language_code", "secret_token", "next_offset", "name", "description"}
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Call:
    """One request the bot made."""

    method: str
    params: Json
    status: int


@dataclass(frozen=True)
class Fault:
    """What happens instead of the next call of a method.

    `late` carries the call out, and answers only after `delay` seconds.
    """

    refusal: Refusal | None = None
    body: bytes | None = None
    status: int = 200
    delay: float = 0.0
    late: bool = False


class FakeBotAPI:
    """The server, and the hands of the people who use the bot."""

    def __init__(
        self, *, token: str = "123456:TEST-token_of-nobody", username: str = "arsip_bot"
    ) -> None:
        self.token = token
        # Only whoever runs the bot knows what it has confirmed and not done.
        self.left_to_do: Callable[[], int] = lambda: 0
        bot: Json = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Arsip",
            "username": username,
        }
        self.person: Json = {
            "id": 71,
            "is_bot": False,
            "first_name": "Pembaca",
            "language_code": "id",
        }
        self.private = {"id": 71, "type": "private", "first_name": "Pembaca"}
        self.group = {"id": -500, "type": "group", "title": "Grup"}
        self.supergroup = {"id": -1001, "type": "supergroup", "title": "Grup besar"}
        self.forum: Json = {"id": -1002, "type": "supergroup", "title": "Forum", "is_forum": True}
        self.world = World(bot, self.person)
        for chat in (self.private, self.group, self.supergroup, self.forum):
            self.add_chat(chat)
        self.world.topics[self.forum["id"]] = {7, 8}
        self.latency = 0.0
        self.calls: list[Call] = []
        self.faults: dict[str, deque[Fault]] = {}
        self._methods = Methods(self.world, self._outgoing)
        self.elsewhere = Elsewhere(self)
        self._photos = Photos(self.world, self._methods)
        self._documents = Documents(self.world, self._methods)
        self._news: asyncio.Queue[Sent] = asyncio.Queue()

    # -- the server ------------------------------------------------------------------------

    async def __aenter__(self) -> "FakeBotAPI":
        (socket,) = bind_sockets(0, "127.0.0.1")
        self.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        routes = [(r"/bot([^/]+)/(\w+)", _Endpoint, {"server": self})]
        self._server = HTTPServer(Application(routes, log_function=lambda _: None))
        self._server.add_socket(socket)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._methods.close()
        self._server.stop()
        await self._server.close_all_connections()

    async def handle(self, token: str, method: str, params: Json) -> tuple[int, bytes]:
        """The HTTP status and body for one call."""
        waiting = self.faults.get(method)
        fault = waiting.popleft() if waiting else Fault()
        refusal, result = fault.refusal, None
        await asyncio.sleep(self.latency + (0 if fault.late else fault.delay))
        if fault.refusal is None and fault.body is None:
            try:
                result = await self._result(token, method, params)
            except Refusal as raised:
                refusal = raised
        status = refusal.code if refusal else fault.status
        self.calls.append(Call(method, params, status))
        self.world.changed.set()
        await asyncio.sleep(fault.delay if fault.late else 0)
        return status, fault.body if fault.body is not None else _body(result, refusal)

    async def _result(self, token: str, method: str, params: Json) -> Any:
        if token != self.token:
            known = re.fullmatch(r"\d+:[\w-]+", token)
            raise Refusal(401, "Unauthorized") if known else Refusal(404, "Not Found")
        knowing = (self._methods, self.elsewhere, self._photos, self._documents)
        known_as = (getattr(one, f"on_{method}", None) for one in knowing)
        answer: Callable[[Json], Any] | None = next(filter(None, known_as), None)
        if answer is None:
            raise Refusal(404, "Not Found")
        return await answer(params)

    def _outgoing(self, message: Sent) -> None:
        self._news.put_nowait(message)

    # -- faults ----------------------------------------------------------------------------

    def fail_next(
        self, method: str, code: int, description: str, *, times: int = 1, **parameters: int
    ) -> None:
        """The next calls are refused: `retry_after=3`, `migrate_to_chat_id=-1001` …"""
        self._fault(method, Fault(Refusal(code, description, **parameters)), times)

    def delay_next(
        self, method: str, seconds: float, *, late: bool = False, times: int = 1
    ) -> None:
        """The next calls take long; with `late` they are carried out first."""
        self._fault(method, Fault(delay=seconds, late=late), times)

    def garble_next(self, method: str, *, body: bytes = b"<html>", status: int = 200) -> None:
        """The next call gets something that is not the Bot API's JSON."""
        self._fault(method, Fault(body=body, status=status), 1)

    def _fault(self, method: str, fault: Fault, times: int) -> None:
        self.faults.setdefault(method, deque()).extend([fault] * times)

    # -- what people do --------------------------------------------------------------------

    def add_chat(self, chat: Json) -> Json:
        self.world.chats[chat["id"]] = chat
        return chat

    def add_person(self, user_id: int, *, language_code: str | None = None) -> Json:
        """Somebody with a private chat of the same id; returns the user."""
        self.add_chat({"id": user_id, "type": "private", "first_name": f"P{user_id}"})
        user = {"id": user_id, "is_bot": False, "first_name": f"P{user_id}"}
        return user | ({"language_code": language_code} if language_code else {})

    def say(
        self,
        text: str | None,
        *,
        chat: Json | None = None,
        user: Json | None = None,
        thread: int | None = None,
        reply_to: "Json | Sent | None" = None,
        date: float | None = None,
        kind: str = "message",
        **more: Any,
    ) -> Json:
        """Somebody writes a message; returns it. `more` are further fields of the message."""
        user = user or self.person
        chat = chat or self.world.chats[user["id"]]
        message: Json = {
            "message_id": next(self.world.ids),
            "date": int(time.time() if date is None else date),
            "chat": chat,
            "from": user,
        }
        if text is not None:
            shown, entities = plain(text)
            message |= {"text": shown, "entities": entities}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            message["reply_to_message"] = self._replied(reply_to)
        message |= more
        self.world.messages[chat["id"], message["message_id"]] = message
        self.push(**{kind: message})
        return message

    def edit(self, message: Json, text: str, **more: Any) -> None:
        """Somebody changes their message, or Telegram says so."""
        shown, entities = plain(text)
        message |= {"text": shown, "entities": entities, "edit_date": int(time.time())} | more
        self.push(edited_message=dict(message))

    def press(
        self, message: Sent, button: str, *, user: Json | None = None, expired: bool = False
    ) -> str:
        """Somebody presses a button, named by its label or its data; returns the query's id."""
        query_id = str(next(self.world.ids))
        self.world.queries[query_id] = not expired
        query = {
            "id": query_id,
            "from": user or self.person,
            "chat_instance": "1",
            "message": message.as_message(self.world.bot),
            "data": message.buttons.get(button, button),
        }
        self.push(callback_query=query)
        return query_id

    def push(self, **update: Json) -> int:
        """Any update at all; dropped, as Telegram does, if the bot did not ask for its kind."""
        update_id = next(self.world.ids)
        (kind,) = update
        allowed = self.world.allowed_updates
        if kind in allowed or (not allowed and kind not in NOT_BY_DEFAULT):
            self.world.updates.append({"update_id": update_id, **update})
            self._methods.wake()
        return update_id

    def _replied(self, message: "Json | Sent") -> Json:
        record = message.as_message(self.world.bot) if isinstance(message, Sent) else message
        return {key: value for key, value in record.items() if key != "reply_to_message"}

    # -- what people see -------------------------------------------------------------------

    async def sent(self, within: float = 5.0) -> Sent:
        """The next message of the bot that was not yet looked at."""
        return await asyncio.wait_for(self._news.get(), within)

    def unread(self) -> list[Sent]:
        """Messages of the bot that `sent` has not returned."""
        return [self._news.get_nowait() for _ in range(self._news.qsize())]

    async def until(self, condition: Callable[[], Any], within: float = 5.0) -> Any:
        """Waits, looking after every call of the bot, until `condition` gives something true."""
        async with asyncio.timeout(within):
            while not (value := condition()):
                self.world.changed.clear()
                await self.world.changed.wait()
        return value

    async def called(self, method: str, *, times: int = 1, within: float = 5.0) -> list[Json]:
        """The parameters of all calls of a method, once there are that many."""
        await self.until(lambda: len(self.params_of(method)) >= times, within)
        return self.params_of(method)

    async def fetched(self, within: float = 5.0) -> None:
        """Waits until the bot has confirmed every update."""
        await self.until(lambda: not self.world.updates, within)

    async def worked_off(self, within: float = 5.0) -> None:
        """Waits until the bot has done all it had to do, and not only confirmed it."""
        await self.fetched(within)
        async with asyncio.timeout(within):
            while self.left_to_do():  # noqa: ASYNC110 - the bot may be another process
                await asyncio.sleep(0.02)

    def params_of(self, method: str) -> list[Json]:
        return [call.params for call in self.calls if call.method == method]


class _Endpoint(RequestHandler):
    def initialize(self, server: FakeBotAPI) -> None:
        self._api = server

    async def post(self, token: str, method: str) -> None:
        answer = asyncio.ensure_future(self._api.handle(token, method, self._params()))
        if method == "getUpdates":
            # Anything else is carried out, whether or not somebody waits for the answer.
            self._gone: Callable[[], object] = answer.cancel
        with contextlib.suppress(asyncio.CancelledError, StreamClosedError):
            status, body = await answer
            self.set_status(status)
            self.set_header("Content-Type", "application/json")
            await self.finish(body)

    get = post

    def on_connection_close(self) -> None:
        # Nobody waits for the answer to a poll any more.
        getattr(self, "_gone", lambda: None)()

    def _params(self) -> Json:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            params: Json = json.loads(self.request.body or b"{}")
            return params
        names = self.request.arguments
        sent = {name: decoded(name, self.get_argument(name, strip=False)) for name in names}
        return sent | {name: files[0].body for name, files in self.request.files.items()}


def decoded(name: str, value: str) -> Any:
    """A form field as the value it stands for."""
    if name in TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _body(result: Any, refusal: Refusal | None) -> bytes:
    if refusal is None:
        return json.dumps({"ok": True, "result": result}).encode()
    error: Json = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if refusal.parameters:
        error["parameters"] = refusal.parameters
    return json.dumps(error).encode()
