"""What people do with a bot in chats it is not in: inline queries and guest mentions.

    query_id = tg.elsewhere.type("internet desa")       # @arsip_bot internet desa …
    shown = await tg.elsewhere.results(query_id)        # the cards under the message field
    post = tg.elsewhere.choose(shown, 0)                # what choosing the first one posts

    tg.elsewhere.summon("@arsip_bot internet desa")     # a guest mention in somebody's chat
    post = await tg.elsewhere.posted()

What Telegram refuses is refused here, in Telegram's words.
"""

import itertools
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.support.bot_api.methods import Json, Sent, bad_request, formatted, keyboard
from tests.support.bot_api.telegram_html import plain

if TYPE_CHECKING:
    from tests.support.bot_api.server import FakeBotAPI

MOST_RESULTS = 50
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Results:
    """An answer to an inline query: cards (each an InlineQueryResult) and a button above them."""

    cards: list[Json]
    params: Json

    @property
    def button(self) -> Json:
        return self.params.get("button") or {}

    @property
    def next_offset(self) -> str:
        return self.params.get("next_offset") or ""


class Elsewhere:
    """Chats without the bot, and the methods by which it answers there."""

    def __init__(self, api: "FakeBotAPI") -> None:
        self._api = api
        self._open: dict[str, Json] = {}
        self._results: dict[str, Results] = {}
        self._ids = itertools.count(1)
        self.posts: list[Sent] = []
        self.chat = {"id": -777, "type": "supergroup", "title": "Grup orang"}

    # -- what people do --------------------------------------------------------------------

    def type(
        self, text: str, *, offset: str = "", user: Json | None = None, expired: bool = False
    ) -> str:
        """Somebody types `@bot text` in any chat; returns the query's id."""
        query_id = f"i{next(self._ids)}"
        query = {"id": query_id, "from": user or self._api.person, "query": text, "offset": offset}
        if not expired:
            self._open[query_id] = query
        self._api.push(inline_query=query)
        return query_id

    async def results(self, query_id: str) -> Results:
        """What the bot offers for a query, once it does."""
        await self._api.until(lambda: query_id in self._results)
        return self._results[query_id]

    async def search(self, text: str, **options: Any) -> Results:
        """Both at once."""
        return await self.results(self.type(text, **options))

    def choose(self, results: Results, number: int) -> Sent:
        """Somebody chooses a card: what is posted in their name."""
        return self._post(results.cards[number])

    def summon(
        self,
        text: str,
        *,
        chat: Json | None = None,
        expired: bool = False,
        user: Json | None = None,
        **more: Any,
    ) -> Json:
        """Somebody names the bot in a chat it is not in; returns the message."""
        shown, entities = plain(text)
        query_id = f"g{next(self._ids)}"
        message: Json = {
            "message_id": next(self._api.world.ids),
            "date": int(time.time()),
            "chat": chat or self.chat,
            "from": user or self._api.person,
            "text": shown,
            "entities": entities,
            "guest_query_id": query_id,
        } | more
        if not expired:
            self._open[query_id] = message
        self._api.push(guest_message=message)
        return message

    async def posted(self) -> Sent:
        """The first guest answer nobody has looked at."""
        await self._api.until(lambda: self.posts)
        return self.posts.pop(0)

    # -- what the bot does -----------------------------------------------------------------

    async def on_answerInlineQuery(self, params: Json) -> bool:
        if not self._open.pop(params["inline_query_id"], None):
            raise bad_request(TOO_OLD)
        cards = params["results"]
        if len(cards) > MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        if len(str(params.get("next_offset", "")).encode()) > 64:
            raise bad_request("NEXT_OFFSET_INVALID")
        if len({card["id"] for card in cards}) < len(cards):
            raise bad_request("RESULT_ID_DUPLICATE")
        start = (params.get("button") or {}).get("start_parameter")
        if start is not None and not re.fullmatch(r"[\w-]{1,64}", start, re.ASCII):
            raise bad_request("START_PARAM_INVALID")
        for card in cards:
            _checked(card)
        self._results[params["inline_query_id"]] = Results(cards, params)
        return True

    async def on_answerGuestQuery(self, params: Json) -> Json:
        if params["guest_query_id"] not in self._open:
            raise bad_request(TOO_OLD)
        post = self._post(params["result"])
        del self._open[params["guest_query_id"]]
        self.posts.append(post)
        return {"inline_message_id": f"m{post.message_id}"}

    def _post(self, card: Json) -> Sent:
        text, entities = _checked(card)
        return Sent(
            message_id=next(self._api.world.ids),
            chat=self.chat,
            text=text,
            entities=entities,
            reply_markup=keyboard(card),
            params=card,
        )


def _checked(card: Json) -> tuple[str, list[Json]]:
    """The message a result posts, if Telegram takes it."""
    if not 1 <= len(card["id"].encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not card.get("title"):
        raise bad_request("RESULT_TITLE_EMPTY")
    content = card["input_message_content"]
    keyboard(card)
    return formatted(content | {"text": content["message_text"]})
