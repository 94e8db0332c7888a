"""The fake refuses what Telegram refuses of pictures."""

import struct

import httpx
import pytest

from bot.presentation.charts import Bar, draw
from tests.support.bot_api.photos import SIGNATURE
from tests.support.bot_api.server import FakeBotAPI

CHART = draw([Bar(label="1", count=1)], title="Topik")


def header(width: int, height: int) -> bytes:
    return SIGNATURE + struct.pack(">I4sII", 13, b"IHDR", width, height)


async def send(tg: FakeBotAPI, picture: bytes | None, **params: str) -> str:
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        response = await client.post(
            f"{tg.url}/bot{tg.token}/sendPhoto",
            data={"chat_id": str(tg.private["id"]), "parse_mode": "HTML", **params},
            files=None if picture is None else {"photo": ("chart.png", picture)},
        )
    return str(response.json().get("description", "ok"))


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (None, "there is no photo in the request"),
        (b"GIF89a" + bytes(30), "IMAGE_PROCESS_FAILED"),
        (header(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (header(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (header(100, 100) + bytes(10 * 1024 * 1024), "file is too big"),
    ],
)
async def test_files_that_are_no_photos_are_refused(
    tg: FakeBotAPI, picture: bytes | None, why: str
) -> None:
    assert await send(tg, picture) == f"Bad Request: {why}"
    assert tg.unread() == []


async def test_captions_count_after_their_entities(tg: FakeBotAPI) -> None:
    assert await send(tg, CHART, caption=f"<b>{'a' * 1024}</b>") == "ok"
    too_long = "Bad Request: message caption is too long"
    assert await send(tg, CHART, caption="a" * 1025) == too_long
    broken = await send(tg, CHART, caption="<b>a")
    assert broken.startswith("Bad Request: can't parse entities")
    assert await send(tg, CHART, chat_id="5") == "Bad Request: chat not found"
    assert [(sent.text, sent.parts("bold")) for sent in tg.unread()] == [("a" * 1024, ["a" * 1024])]
