"""The server that other tests rely on refuses what Telegram refuses."""

from typing import Any

import httpx
import pytest

from tests.support.bot_api.server import FakeBotAPI

Json = dict[str, Any]


async def call(tg: FakeBotAPI, method: str, **sent: Any) -> Json:
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{tg.url}/bot{tg.token}/{method}", **sent)
    result: Json = response.json()
    return result


def button(**fields: str) -> Json:
    return {"inline_keyboard": [[{"text": "x"} | fields]]}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"chat_id": 5}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>" + "é" * 17_000, "parse_mode": "HTML"}, "text is too long"),
        (
            {"text": "<p>x</p>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        ({"reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": button(url="javascript:x")}, "BUTTON_URL_INVALID"),
        ({"reply_markup": button(text="")}, "inline keyboard button text is empty"),
        ({"message_thread_id": 7}, "message thread not found"),
        ({"reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    ],
)
async def test_messages_that_are_refused(tg: FakeBotAPI, fields: Json, refusal: str) -> None:
    body = await call(tg, "sendMessage", json={"chat_id": 71, "text": "halo"} | fields)
    assert (body["error_code"], body["description"]) == (400, f"Bad Request: {refusal}")
    assert tg.unread() == []


async def test_ways_to_send_parameters(tg: FakeBotAPI) -> None:
    fields = {"chat_id": "71", "text": "[1]", "reply_markup": '{"force_reply": true}'}
    markup = {"force_reply": True}
    await call(tg, "sendMessage", data=fields)
    await call(tg, "sendMessage", files={name: (None, text) for name, text in fields.items()})
    await call(tg, "sendMessage", json={"chat_id": 71, "text": "[1]", "reply_markup": markup})
    sent = tg.unread()
    assert [(one.text, one.reply_markup) for one in sent] == [("[1]", markup)] * 3
    assert len(tg.params_of("sendMessage")) == 3


async def test_thread_and_reply_that_exist(tg: FakeBotAPI) -> None:
    message = tg.say("halo", chat=tg.forum, thread=7)
    reply = {"message_id": message["message_id"]}
    fields = {"chat_id": -1002, "message_thread_id": 7, "reply_parameters": reply, "text": "ya"}
    body = await call(tg, "sendMessage", json=fields)
    assert (body["ok"], body["result"]["message_thread_id"]) == (True, 7)


async def test_messages_are_edited(tg: FakeBotAPI) -> None:
    sent = (await call(tg, "sendMessage", json={"chat_id": 71, "text": "halo"}))["result"]
    person = tg.say("halo")
    seen = []
    for message_id, text in (
        (sent["message_id"], "halo"),
        (sent["message_id"], "hai"),
        (person["message_id"], "hai"),
        (1, "hai"),
    ):
        fields = {"chat_id": 71, "message_id": message_id, "text": text}
        body = await call(tg, "editMessageText", json=fields)
        seen.append(body.get("description", "").removeprefix("Bad Request: ")[:24])
    assert seen == [
        "message is not modified:",
        "",
        "message can't be edited",
        "message to edit not foun",
    ]


async def test_callback_queries_are_answered_once_and_in_time(tg: FakeBotAPI) -> None:
    await call(tg, "sendMessage", json={"chat_id": 71, "text": "halo"})
    message = await tg.sent()
    fresh, late = tg.press(message, "x"), tg.press(message, "x", expired=True)
    answered = [
        (await call(tg, "answerCallbackQuery", json={"callback_query_id": query}))["ok"]
        for query in (fresh, fresh, late)
    ]
    assert answered == [True, False, False]


@pytest.mark.parametrize(
    ("token", "method", "code"),
    [("999:other", "getMe", 401), ("no-token", "getMe", 404), ("", "sendStickers", 404)],
)
async def test_tokens_and_methods(tg: FakeBotAPI, token: str, method: str, code: int) -> None:
    tg.token, real = token or tg.token, tg.token
    url = f"{tg.url}/bot{tg.token}/{method}"
    tg.token = real
    async with httpx.AsyncClient() as client:
        assert (await client.post(url)).status_code == code


async def test_faults_happen_to_the_next_calls(tg: FakeBotAPI) -> None:
    tg.fail_next("getMe", 429, "Too Many Requests: retry after 3", retry_after=3)
    tg.delay_next("getMe", 0.05)
    refused, served = await call(tg, "getMe"), await call(tg, "getMe")
    assert refused["parameters"] == {"retry_after": 3}
    assert served["result"]["username"] == "arsip_bot"
    tg.garble_next("getMe", body=b"oops", status=502)
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{tg.url}/bot{tg.token}/getMe")
    assert (response.status_code, response.content) == (502, b"oops")
    tg.delay_next("sendMessage", 0.2, late=True)
    with pytest.raises(httpx.ReadTimeout):
        await call(tg, "sendMessage", json={"chat_id": 71, "text": "halo"}, timeout=0.1)
    # The answer never came, the message did.
    assert [message.text for message in tg.unread()] == ["halo"]


async def test_updates_are_kept_until_confirmed(tg: FakeBotAPI) -> None:
    first, second = tg.say("satu"), tg.say("dua")
    fetched = (await call(tg, "getUpdates", json={"timeout": 0}))["result"]
    assert [update["message"] for update in fetched] == [first, second]
    offset = fetched[0]["update_id"] + 1
    again = (await call(tg, "getUpdates", json={"offset": offset}))["result"]
    assert [update["message"] for update in again] == [second]


async def test_kinds_the_bot_did_not_ask_for_are_dropped(tg: FakeBotAPI) -> None:
    await call(tg, "getUpdates", json={"allowed_updates": ["message"]})
    tg.say("satu", kind="edited_message")
    tg.say("dua")
    fetched = (await call(tg, "getUpdates", json={}))["result"]
    assert [list(update)[1] for update in fetched] == ["message"]


async def test_commands_that_are_refused(tg: FakeBotAPI) -> None:
    for command, description in (("Ask", "x"), ("ask", ""), ("ask me", "x")):
        commands = [{"command": command, "description": description}]
        assert (await call(tg, "setMyCommands", json={"commands": commands}))["ok"] is False
