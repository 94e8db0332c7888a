"""Answers as objects: buttons that search again, in private chats and in groups."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.answers.types import Question, Reading
from index.errors import SnapshotUnusable
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn, hit

READING = Reading(speaker="Kominfo", sources=("viva",))
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
    answers.reading = READING
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
    answers.reading = READING
    async with running():
        tg.say("nothing di sini")
        message = await tg.sent()
        assert list(message.buttons) == [SPEAKER, SOURCE, "🔔 Beri tahu saya"]
        await edited(tg, message, SOURCE)
    assert list(message.buttons) == [SPEAKER, "🔔 Beri tahu saya"]


async def test_presses_in_a_row_add_up_whatever_the_buttons_were(
    tg: FakeBotAPI, running: Running, answers: StandIn, tmp_path: Path
) -> None:
    answers.reading = READING
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
    answers.reading = READING
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
    answers.reading = replace(READING, first="2019-09-20", last="2019-09-30", added="x " * 50)
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
        await bot._desk.storage.run(bot._desk._sent._db.executescript, broken)
        tg.say("internet desa")
        message = await tg.sent()
    assert (message.buttons, first(message)[:2]) == ({}, "1.")
    assert answers.asked == [Question(text="internet desa", language="id")]
