"""The fake Bot API refuses in inline and guest mode what Telegram refuses."""

import httpx
import pytest

from tests.support.bot_api.methods import Json
from tests.support.bot_api.server import FakeBotAPI

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def card(number: object = 1, text: str = "<b>kutipan</b>", **more: object) -> Json:
    content = {"message_text": text, "parse_mode": "HTML"}
    made = {"type": "article", "id": str(number), "title": "Judul"}
    return made | {"input_message_content": content} | more


async def call(tg: FakeBotAPI, method: str, params: Json) -> Json:
    async with httpx.AsyncClient() as client:
        reply = await client.post(f"{tg.url}/bot{tg.token}/{method}", json=params)
    result: Json = reply.json()
    return result


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"results": [card(n) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [card(), card()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [card("é" * 33)]}, "RESULT_ID_INVALID"),
        ({"results": [card("")]}, "RESULT_ID_INVALID"),
        ({"results": [card(title="")]}, "RESULT_TITLE_EMPTY"),
        ({"results": [], "next_offset": "é" * 33}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"results": [card(text="<b>x")]}, "can't parse entities: Can't find end tag "),
        ({"results": [card(text="x" * 4097)]}, "message is too long"),
        ({"results": [card(text=" ")]}, "message text is empty"),
    ],
)
async def test_refused_results(tg: FakeBotAPI, params: Json, problem: str) -> None:
    query_id = tg.elsewhere.type("internet")
    reply = await call(tg, "answerInlineQuery", {"inline_query_id": query_id} | params)
    assert reply["description"].startswith(f"Bad Request: {problem}")


async def test_inline_query_is_answered_once(tg: FakeBotAPI) -> None:
    query_id = tg.elsewhere.type("internet")
    params = {"inline_query_id": query_id, "results": [card(n) for n in range(50)]}
    assert (await call(tg, "answerInlineQuery", params))["ok"] is True
    again = await call(tg, "answerInlineQuery", params)
    assert again["description"] == f"Bad Request: {TOO_OLD}"


async def test_guest_query_is_answered_once(tg: FakeBotAPI) -> None:
    message = tg.elsewhere.summon("@arsip_bot internet")
    query = {"guest_query_id": message["guest_query_id"]}
    broken = await call(tg, "answerGuestQuery", query | {"result": card(text="</b>")})
    assert broken["description"].startswith("Bad Request: can't parse entities: Unexpected end tag")
    taken = await call(tg, "answerGuestQuery", query | {"result": card()})
    assert taken["result"]["inline_message_id"]
    again = await call(tg, "answerGuestQuery", query | {"result": card()})
    assert again["description"] == f"Bad Request: {TOO_OLD}"
    assert [(post.text, post.parts("bold")) for post in tg.elsewhere.posts] == [
        ("kutipan", ["kutipan"])
    ]
