"""The buttons “Evidence” and “Quote card” under answers."""

import csv
import io

from tests.support.bot_api.documents import SentFile
from tests.support.bot_api.photos import SentPhoto
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import SENTENCE


async def test_the_file_has_every_quote_with_link_and_checksum(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        tg.press(answer, "📎 Bukti")
        file = await tg.sent()
    assert isinstance(file, SentFile)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert [row["article_id"] for row in rows] == [f"a{n}" for n in range(1, 8)]
    assert rows[0]["quote"] == SENTENCE
    assert rows[0]["link"].startswith("https://berita.example/arsip/1#:~:text=")
    # The stand-in has the texts of the first two.
    assert [len(row["sha256"]) for row in rows] == [64, 64, 0, 0, 0, 0, 0]


async def test_the_card_is_a_square_picture(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        tg.press(answer, "🖼 Kartu kutipan")
        card = await tg.sent()
    assert isinstance(card, SentPhoto)
    assert card.size == (1080, 1080)


async def test_in_a_group_there_are_no_such_buttons(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/tanya internet desa", chat=tg.group)
        answer = await tg.sent()
    assert "📎 Bukti" not in answer.buttons
