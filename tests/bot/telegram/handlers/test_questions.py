"""Questions: buttons that search again, and edited questions, whose answers change, too."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.answers.types import Question
from index.errors import SnapshotUnusable
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.interpretations import interpretation
from tests.support.running import Running
from tests.support.stand_in import SENTENCE, StandIn, hit

READING = interpretation(speaker="Kominfo", outlets=("viva",))
SPEAKER, SOURCE = "✕ pernyataan Kominfo", "✕ viva"
BOTH = "Dicari: pernyataan Kominfo · viva"


def first(message: Sent) -> str:
    return message.text.splitlines()[0]


async def edited(tg: FakeBotAPI, message: Sent, button: str, edits: int = 1) -> None:
    tg.press(message, button)
    await tg.until(lambda: message.edits == edits)


def wishes(answers: StandIn) -> list[tuple[tuple[str, ...], bool]]:
    return [(question.without, question.newest) for question in answers.asked]


async def test_newest_first_and_back(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        await edited(tg, message, "Terbaru dulu")
        assert (first(message), "Terbaru dulu" in message.buttons) == (
            "Dicari: terbaru dulu",
            False,
        )
        await edited(tg, message, "✕ terbaru dulu", 2)
    assert wishes(answers) == [((), False), ((), True), (("latest",), False)]
    assert (first(message)[:2], "Terbaru dulu" in message.buttons) == ("1.", True)


async def test_filters_are_shown_and_taken_away(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.interpretation = READING
    async with running():
        tg.say("apa kata Kominfo")
        message = await tg.sent()
        assert first(message) == BOTH
        assert [label for label in message.buttons if label[0] == "✕"] == [SPEAKER, SOURCE]
        await edited(tg, message, SPEAKER)
        assert (first(message), SPEAKER in message.buttons) == ("Dicari: viva", False)
        await edited(tg, message, SOURCE, 2)
    assert [without for without, _ in wishes(answers)] == [(), ("speaker",), ("speaker", "sources")]
    assert first(message)[:2] == "1."


async def test_nothing_found_can_be_searched_without_its_filters(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.interpretation = READING
    async with running():
        tg.say("nothing di sini")
        message = await tg.sent()
        assert list(message.buttons) == [SPEAKER, SOURCE, "🔔 Beri tahu saya"]
        await edited(tg, message, SOURCE)
    assert list(message.buttons) == [SPEAKER, "🔔 Beri tahu saya"]


async def test_presses_in_a_row_add_up_whatever_the_buttons_were(
    tg: FakeBotAPI, running: Running, answers: StandIn, tmp_path: Path
) -> None:
    answers.interpretation = READING
    async with running():
        tg.say("apa kata Kominfo")
        message = await tg.sent()
        pressed = [message.buttons[label] for label in (SPEAKER, SPEAKER, "Terbaru dulu", SOURCE)]
        # All before the first has changed the buttons.
        for data in pressed:
            tg.press(message, data)
        await tg.called("answerCallbackQuery", times=4)
        await tg.until(lambda: message.edits == 3)
    assert wishes(answers) == [
        ((), False),
        (("speaker",), False),
        (("speaker",), True),
        (("speaker", "sources"), True),
    ]
    assert (first(message), tg.unread()) == ("Dicari: terbaru dulu", [])
    # The second of the same two was nothing new, so nothing more was kept.
    assert Database(tmp_path / "bot.db").table("answers").count == 4


async def test_buttons_work_after_a_restart_on_the_new_archive(
    tg: FakeBotAPI, running: Running, answers: StandIn, tmp_path: Path
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
    answers.named = "20260202-def"
    answers.hits = (hit(1), hit(2))
    async with running():
        # A page is of the answer that was given …
        await edited(tg, message, "Lainnya ▸")
        assert [line[0] for line in message.text.splitlines() if line[1:3] == ". "] == list("456")
        # … another search is of what is there now.
        await edited(tg, message, "Terbaru dulu", 2)
    assert [line[0] for line in message.text.splitlines() if line[1:3] == ". "] == list("12")
    rows = Database(tmp_path / "bot.db").table("answers").rows_where(order_by="sent_at")
    assert ['"snapshot":"20260202-def"' in row["answer"] for row in rows] == [False, True]


@pytest.mark.parametrize(
    ("error", "toast"),
    [
        (TimeoutError(), "Maaf, pencariannya terlalu lama. Coba lagi sebentar lagi, ya."),
        (SnapshotUnusable("x"), "Maaf, arsipnya sedang tidak bisa dibuka. Coba lagi nanti, ya."),
    ],
)
async def test_search_that_fails_leaves_the_answer_and_says_so(
    tg: FakeBotAPI, running: Running, answers: StandIn, error: Exception, toast: str
) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        answers.error = error
        tg.press(message, "Terbaru dulu")
        await tg.called("answerCallbackQuery")
        tg.say("internet kota")
        said = await tg.sent()
    assert [query.get("text") for query in tg.world.answered_queries] == [toast]
    assert (message.edits, said.text) == (0, toast)


@pytest.mark.parametrize(
    ("inline", "text", "shared"),
    [
        (True, "internet desa", "internet desa"),
        (True, "related di sini", None),
        (True, "panjang " * 40, None),
        (False, "internet desa", None),
    ],
)
async def test_question_is_shared_where_the_bot_can_be_asked_inline(
    tg: FakeBotAPI, running: Running, inline: bool, text: str, shared: str | None
) -> None:
    tg.world.inline = inline
    async with running():
        tg.say(text)
        message = await tg.sent()
    assert message.buttons.get("Bagikan") == shared


async def test_group_has_fewer_buttons_and_anybody_may_press_them(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    tg.world.inline = True
    answers.interpretation = READING
    async with running():
        tg.say("/ask apa kata Kominfo", chat=tg.group)
        message = await tg.sent()
        assert list(message.buttons) == ["Lainnya ▸", "Buka di chat pribadi", SPEAKER, SOURCE]
        tg.press(message, SOURCE, user=tg.add_person(72, language_code="en"))
        await tg.until(lambda: message.edits == 1)
    assert list(message.buttons) == ["Lainnya ▸", "Buka di chat pribadi", SPEAKER]
    assert len(message.links) == 2
    # It goes on in the language it began in.
    assert {question.language for question in answers.asked} == {"id"}


async def test_keyboards_are_within_what_telegram_takes(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.interpretation = interpretation(
        speaker="Kominfo",
        outlets=("viva",),
        first="2019-09-20",
        last="2019-09-30",
        added="x " * 50,
    )
    async with running():
        tg.say("related " + "panjang " * 20)
        message = await tg.sent()
    rows = message.reply_markup["inline_keyboard"]
    assert max(len(row) for row in rows) <= 8
    labels = [button["text"] for button in rows[-1] + rows[-2]]
    assert max(map(len, labels)) <= 30
    assert all(len(button["callback_data"]) <= 64 for row in rows for button in row)


async def test_answer_that_could_not_be_kept_has_no_buttons(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running() as bot:
        broken = "create trigger full before insert on answers begin select raise(fail, 'x'); end"
        await bot._services.storage.run(bot._services.storage._db.executescript, broken)
        tg.say("internet desa")
        message = await tg.sent()
    assert (message.buttons, first(message)[:2]) == ({}, "1.")
    assert answers.asked == [Question(text="internet desa", language="id")]


OTHERS = (hit(1), hit(2))


def asked(answers: StandIn) -> list[str]:
    return [question.text for question in answers.asked]


def numbers(message: Sent) -> list[str]:
    return [line[0] for line in message.text.splitlines() if line[1:3] == ". "]


async def test_edited_question_edits_its_answer(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        question = tg.say("internet desa")
        message = await tg.sent()
        answers.hits = OTHERS
        tg.edit(question, "internet kota")
        await tg.until(lambda: message.edits == 1)
        assert numbers(message) == ["1", "2"]
        # Its buttons are those of the new answer.
        tg.press(message, "Terbaru dulu")
        await tg.until(lambda: message.edits == 2)
        tg.edit(question, "nothing di sini")
        await tg.until(lambda: message.edits == 3)
    assert asked(answers) == ["internet desa", "internet kota", "internet kota", "nothing di sini"]
    assert message.text.startswith("Tidak ketemu di arsip ini.")
    assert tg.unread() == []


async def test_edited_question_may_come_to_the_closest_passages(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        question = tg.say("internet desa")
        message = await tg.sent()
        tg.edit(question, "related di sini")
        await tg.until(lambda: message.edits == 1)
    assert message.text.startswith("Belum tentu menjawab. Yang paling dekat di arsip ini:")
    assert message.parts("blockquote") == [f"“{SENTENCE}” — Kepala dinas"] * 3
    assert message.parts("expandable_blockquote") == []
    assert "Tidak disebut: Indosat" in message.text


async def test_edits_that_change_no_word_are_ignored(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        question = tg.say("internet desa")
        message = await tg.sent()
        for text in ("internet desa", "internet  desa", "…", "internet desa"):
            tg.edit(question, text)
        command = tg.say("/help")
        tg.edit(command, "/language")
        await tg.worked_off()
        await tg.sent()
    assert (asked(answers), message.edits, tg.unread()) == (["internet desa"], 0, [])


async def test_edit_waits_for_the_answer_it_changes(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        question = tg.say("hang dulu")
        await asyncio.to_thread(answers.hanging.wait, 5)
        answers.hits = OTHERS
        for text in ("internet desa", "internet kota"):
            tg.edit(question, text)
        await tg.fetched()
        assert asked(answers) == ["hang dulu"]
        answers.gate.set()
        message = await tg.sent()
        await tg.until(lambda: message.edits >= 1)
        await tg.until(lambda: len(answers.asked) == 3)
    # The last text counts, and there is one answer.
    assert asked(answers)[-1] == "internet kota"
    assert (numbers(message), tg.unread()) == (["1", "2"], [])


async def test_message_edited_into_a_question_is_answered(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        message = tg.say("👍")
        await tg.sent()
        tg.edit(message, "internet desa")
        assert numbers(await tg.sent()) == ["1", "2", "3"]
        prompt = tg.say("/tanya")
        await tg.sent()
        tg.edit(prompt, "/tanya internet kota")
        await tg.sent()
    assert asked(answers) == ["internet desa", "internet kota"]


async def test_answer_that_was_deleted_is_given_anew(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        question = tg.say("internet desa")
        message = await tg.sent()
        del tg.world.sent[message.chat["id"], message.message_id]
        del tg.world.messages[message.chat["id"], message.message_id]
        tg.edit(question, "internet kota")
        other = await tg.sent()
        tg.edit(question, "internet laut")
        await tg.until(lambda: other.edits == 1)
    assert (numbers(other), message.edits, tg.unread()) == (["1", "2", "3"], 0, [])


async def test_in_groups_only_what_was_answered_is_changed(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        plain = tg.say("internet desa", chat=tg.group)
        question = tg.say("/ask internet desa", chat=tg.group)
        message = await tg.sent()
        tg.edit(plain, "/ask internet laut")
        tg.edit(question, "internet kota")
        tg.edit(question, "/ask@lain_bot internet kota")
        await tg.worked_off()
        assert (asked(answers), message.edits) == (["internet desa"], 0)
        tg.edit(question, "@arsip_bot internet kota")
        await tg.until(lambda: message.edits == 1)
    assert (asked(answers), tg.unread()) == (["internet desa", "internet kota"], [])


async def test_old_question_that_is_edited_now_is_not_too_old(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        question = tg.say("internet desa")
        message = await tg.sent()
        question["date"] = int(time.time()) - 86_400
        tg.edit(question, "internet kota")
        await tg.until(lambda: message.edits == 1)
        # An edit that arrives late is the last wish, as long as nothing was asked since.
        tg.edit(question, "internet laut", edit_date=int(time.time()) - 3600)
        await tg.until(lambda: message.edits == 2)
    assert asked(answers) == ["internet desa", "internet kota", "internet laut"]
    assert tg.unread() == []
