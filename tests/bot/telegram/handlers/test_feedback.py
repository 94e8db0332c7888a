"""👍 and 👎 under answers: what they show, what is kept."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage.pseudonyms import Identities
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running

THANKS = "Terima kasih, catatan ini membantu."
WHY = "Terima kasih. Apa yang kurang? Pilih di bawah."
WITHDRAWN = "Penilaian dihapus."
REASONS = ["Beda topik", "Terlalu lama", "Salah sumber/tokoh", "Tidak menjawab"]


def judging(message: Sent) -> list[str]:
    kinds = ("good:", "bad:", "why:")
    return [label for label, data in message.buttons.items() if data.startswith(kinds)]


async def toast(tg: FakeBotAPI, message: Sent, button: str) -> str:
    """What the toast says once the press is done with."""
    seen, calls = len(tg.world.answered_queries), len(tg.params_of("editMessageReplyMarkup"))
    tg.press(message, button)
    await tg.until(lambda: len(tg.world.answered_queries) > seen)
    await tg.called("editMessageReplyMarkup", times=calls + 1)
    return str(tg.world.answered_queries[-1]["text"])


def kept(folder: Path) -> list[tuple[str, str, str]]:
    rows = Database(folder / "bot.db").table("feedback").rows
    return [(row["person"], row["verdict"], row["reason"]) for row in rows]


async def test_good_and_taken_back(tg: FakeBotAPI, running: Running, tmp_path: Path) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        text, others = message.text, list(message.buttons)[:5]
        assert await toast(tg, message, "👍") == THANKS
        assert judging(message) == ["👍 ✓", "👎"]
        assert kept(tmp_path) == [(Identities(tmp_path).hashed(71), "good", "")]
        assert await toast(tg, message, "👍 ✓") == WITHDRAWN
    assert (judging(message), kept(tmp_path)) == (["👍", "👎"], [])
    assert (message.text, list(message.buttons)[:5], tg.unread()) == (text, others, [])


async def test_bad_asks_why_in_the_same_message(
    tg: FakeBotAPI, running: Running, tmp_path: Path
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        assert await toast(tg, message, "👎") == WHY
        assert judging(message) == ["👍", "👎 ✓", *REASONS]
        assert await toast(tg, message, "Terlalu lama") == THANKS
    assert judging(message) == ["👍", "👎 ✓"]
    assert [row[1:] for row in kept(tmp_path)] == [("bad", "old")]


async def test_buttons_work_after_a_restart_and_change_the_verdict(
    tg: FakeBotAPI, running: Running, tmp_path: Path
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        await toast(tg, message, "👎")
    async with running():
        assert await toast(tg, message, "👍") == THANKS
        assert judging(message) == ["👍 ✓", "👎"]
        # A page turned keeps the mark.
        tg.press(message, "Lainnya ▸")
        await tg.until(lambda: message.edits == 1)
    assert judging(message) == ["👍 ✓", "👎"]
    assert [row[1:] for row in kept(tmp_path)] == [("good", "")]


@pytest.mark.parametrize("button", ["good:gone", "bad:gone", "why:gone:old", "why:{}:whatever"])
async def test_buttons_of_what_is_gone_say_so(
    tg: FakeBotAPI, running: Running, tmp_path: Path, button: str
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        tg.press(message, button.format(message.buttons["👍"].removeprefix("good:")))
        await tg.called("answerCallbackQuery")
    assert tg.world.answered_queries[0]["text"].startswith("Tombol ini sudah lama")
    assert kept(tmp_path) == []


async def test_only_answers_in_private_are_judged(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        for text, chat in (
            ("related desa", None),
            ("nothing desa", None),
            ("/ask internet", tg.group),
        ):
            tg.say(text, chat=chat)
            assert judging(await tg.sent()) == []
