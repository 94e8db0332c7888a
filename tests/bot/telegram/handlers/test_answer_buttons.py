"""Buttons under answers: pages, languages, 👍 and 👎; and presses that come too late."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage.pseudonyms import Pseudonyms
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn

OLD = "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."


def ranks(message: Sent) -> list[str]:
    return [line[:1] for line in message.text.splitlines() if line[1:3] == ". "]


def turns(message: Sent) -> list[str]:
    """The buttons that turn pages."""
    return [label for label, data in message.buttons.items() if data.startswith("m:")]


async def test_pages_of_an_answer_turn_in_its_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        seen = [(ranks(message), turns(message))]
        for edits, button in enumerate(["Lainnya ▸", "Lainnya ▸", "◂ Sebelumnya"], start=1):
            tg.press(message, button)
            await tg.until(lambda edits=edits: message.edits == edits)
            seen.append((ranks(message), turns(message)))
        await tg.called("answerCallbackQuery", times=3)
    assert seen == [
        (["1", "2", "3"], ["Lainnya ▸"]),
        (["4", "5", "6"], ["◂ Sebelumnya", "Lainnya ▸"]),
        (["7"], ["◂ Sebelumnya"]),
        (["4", "5", "6"], ["◂ Sebelumnya", "Lainnya ▸"]),
    ]
    assert len(answers.asked) == 1
    edit = tg.params_of("editMessageText")[0]
    assert edit["link_preview_options"] == {"is_disabled": True}


async def test_pages_of_a_group_are_turned_by_anybody_after_a_restart(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/ask related", chat=tg.group)
        related = await tg.sent()
        tg.say("/ask internet", chat=tg.group)
        message = await tg.sent()
    async with running():
        stranger = tg.add_person(72, language_code="en")
        tg.press(message, "Lainnya ▸", user=stranger)
        tg.press(related, "Lainnya ▸", user=stranger)
        await tg.until(lambda: message.edits and related.edits)
    assert ranks(message) == ["3", "4"]
    assert ranks(related) == ["3", "4"]
    # The answer goes on in the language it began in.
    assert message.text.splitlines()[-1] == "Arsip: 17.891 artikel, Mar–Okt 2019"
    assert len(answers.asked) == 2


async def test_turning_to_the_same_page_is_no_error(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        data = message.buttons["Lainnya ▸"]
        for times in (1, 2):
            tg.press(message, data)
            await tg.called("editMessageText", times=times)
            await tg.called("answerCallbackQuery", times=times)
    assert [call.status for call in tg.calls if call.method == "editMessageText"] == [200, 400]
    # "Not modified" is nobody's trouble.
    assert (message.edits, tg.unread()) == (1, [])


async def test_unknown_buttons_say_that_they_are_old(
    tg: FakeBotAPI, running: Running, tmp_path: Path
) -> None:
    async with running():
        tg.say("/help")
        message = await tg.sent()
        pressed = ("m:gone:1", "m:x:1:2", "q:whatever", "newest:gone", "without:gone:period")
        for data in pressed:
            tg.press(message, data)
        await tg.called("answerCallbackQuery", times=len(pressed))
    assert [query.get("text") for query in tg.world.answered_queries] == [OLD] * len(pressed)
    assert (message.edits, tg.unread()) == (0, [])


async def test_expired_query_still_turns_the_page(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        tg.press(message, "Lainnya ▸", expired=True)
        await tg.until(lambda: message.edits == 1)
    assert (tg.world.answered_queries, tg.unread()) == ([], [])


async def test_every_answer_is_kept_and_nobody_by_name(
    tg: FakeBotAPI, running: Running, tmp_path: Path
) -> None:
    async with running():
        for chat, text in ((None, "internet desa"), (tg.group, "/ask nothing"), (None, "/help")):
            tg.say(text, chat=chat)
            await tg.sent()
    identities = Pseudonyms(tmp_path)
    assert [
        tuple(row[name] for name in ("kind", "person", "place", "outcome", "question"))
        for row in Database(tmp_path / "bot.db").table("answers").rows_where(order_by="sent_at")
    ] == [
        ("private", identities.hashed(71), identities.hashed(71), "answer", "internet desa"),
        ("group", identities.hashed(71), identities.hashed(-500), "nothing", "nothing"),
    ]


async def test_language_is_chosen_and_kept(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/language")
        question = await tg.sent()
        assert list(question.buttons) == ["Bahasa Indonesia", "English"]
        tg.press(question, "English")
        await tg.until(lambda: question.edits == 1)
        assert question.text == "OK, I'll use English from now on."
        assert question.buttons == {}
    async with running():
        tg.say("internet")
        reply = await tg.sent()
    assert reply.text.splitlines()[-1] == "Archive: 17,891 articles, Mar–Oct 2019"
    assert len(tg.world.answered_queries) == 1


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
        assert kept(tmp_path) == [(Pseudonyms(tmp_path).hashed(71), "good", "")]
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
async def test_buttons_of_deleted_answers_say_that_they_are_old(
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
