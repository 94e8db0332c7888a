"""What people see, and what admins and the log get to know, when something fails."""

import re
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.telegram.app import Timeouts
from index.errors import SnapshotUnusable
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn

ANSWER = "1. Desa terhubung internet, bagian 1"
APOLOGY = re.compile(
    r"Maaf, ada yang tidak beres di pihak saya\. Coba lagi sebentar lagi\. \(kode: ([0-9a-f]{8})\)"
)


def title(reply: Sent) -> str:
    return reply.text.splitlines()[0]


def statuses(tg: FakeBotAPI) -> list[int]:
    return [call.status for call in tg.calls if call.method == "sendMessage"]


async def test_flood_limit_is_waited_out_once(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        before = time.monotonic()
        tg.say("internet desa")
        reply = await tg.sent()
        waited = time.monotonic() - before
    assert (title(reply), statuses(tg)) == (ANSWER, [429, 200])
    assert 1 <= waited < 2


async def test_flood_limit_that_is_too_long(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with running():
        tg.fail_next("sendMessage", 429, "Too Many Requests", retry_after=3600)
        tg.say("internet desa")
        await tg.called("sendMessage")
    assert (statuses(tg), tg.unread()) == ([429], [])
    assert "A message was lost on its way to Telegram" in caplog.text


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_chat_that_cannot_be_written_to_is_left_quietly(
    tg: FakeBotAPI,
    running: Running,
    caplog: pytest.LogCaptureFixture,
    code: int,
    description: str,
) -> None:
    async with running():
        tg.fail_next("sendMessage", code, description)
        tg.say("internet desa")
        await tg.called("sendMessage")
    assert (statuses(tg), tg.unread()) == ([code], [])
    assert [record.levelname for record in caplog.records if record.levelno >= 30] == []


async def test_refused_html_is_sent_as_plain_text(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    problem = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0'
    async with running():
        tg.fail_next("sendMessage", 400, problem)
        tg.say("internet desa")
        reply = await tg.sent()
        tg.fail_next("editMessageText", 400, problem)
        tg.press(reply, "Lainnya ▸")
        await tg.until(lambda: reply.edits)
    plain = tg.params_of("sendMessage")[1]
    assert ("parse_mode" in plain, "reply_markup" in plain) == (False, True)
    assert "<" not in plain["text"]
    start = "4. Desa terhubung internet, bagian 4 (https://berita.example/arsip/4#:~:text="
    assert title(reply)[: len(start)] == start
    assert "<" not in reply.text
    assert caplog.text.count("Telegram refused our HTML") == 2


async def test_group_that_became_a_supergroup(tg: FakeBotAPI, running: Running) -> None:
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    async with running():
        tg.fail_next("sendMessage", 400, moved, migrate_to_chat_id=tg.supergroup["id"])
        tg.say("/ask internet desa", chat=tg.group)
        reply = await tg.sent()
    assert (title(reply), reply.chat) == (ANSWER, tg.supergroup)


async def test_failing_server_gets_one_more_try(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.fail_next("sendMessage", 502, "Bad Gateway")
        tg.say("internet desa")
        first = await tg.sent()
        tg.fail_next("sendMessage", 500, "Internal Server Error", times=2)
        tg.say("internet desa")
        await tg.called("sendMessage", times=4)
        assert tg.unread() == []
        # The update log has it tried again later; in another chat nobody notices.
        tg.garble_next("sendMessage")
        tg.say("internet desa", user=tg.add_person(72))
        await tg.called("sendMessage", times=5)
    assert (title(first), statuses(tg)) == (ANSWER, [502, 200, 500, 500, 200])
    assert tg.unread() == []


async def test_unexpected_error(
    tg: FakeBotAPI, running: Running, answers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    tg.add_person(900)
    answers.error = RuntimeError("no such column: rahasia")
    async with running():
        question = tg.say("/ask rahasia besar", chat=tg.forum, thread=7)
        apology, report = await tg.sent(), await tg.sent()
        tg.say("rahasia lain")
        second = await tg.sent()
    error_id = APOLOGY.fullmatch(apology.text)[1]
    assert (apology.thread_id, apology.reply_to) == (7, question["message_id"])
    assert report.chat["id"] == 900
    assert re.fullmatch(rf"⚠️ {error_id}: RuntimeError at stand_in\.py:\d+", report.text)
    (logged, _) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert logged.getMessage() == f"Error {error_id}"
    assert logged.exc_info[1] is answers.error
    # Admins get one report a minute, people always get an answer.
    assert APOLOGY.fullmatch(second.text)[1] != error_id
    assert tg.unread() == []
    assert tg.token not in caplog.text


async def test_report_that_nobody_gets(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    answers.error = RuntimeError("broken")
    async with running():
        tg.say("internet")
        apology = await tg.sent()
        answers.error = None
        tg.say("internet")
        reply = await tg.sent()
    assert bool(APOLOGY.fullmatch(apology.text)) is True
    assert title(reply) == ANSWER


async def test_refusal_nobody_foresaw(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.fail_next("sendMessage", 400, "Bad Request: message is too long")
        tg.say("internet desa", user=tg.add_person(72, language_code="en"))
        apology = await tg.sent()
    assert apology.text.startswith("Sorry, something went wrong on my side.")


async def test_error_behind_a_button(tg: FakeBotAPI, running: Running, tmp_path: Path) -> None:
    async with running():
        tg.say("internet desa")
        message = await tg.sent()
        Database(tmp_path / "bot.db").table("answers").drop()
        tg.press(message, "Lainnya ▸")
        (query,) = await tg.until(lambda: tg.world.answered_queries)
    assert bool(APOLOGY.fullmatch(query["text"])) is True


async def test_archive_that_cannot_answer(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = SnapshotUnusable("no snapshot in data; run rebuild_index.py")
    async with running():
        tg.say("internet desa")
        reply = await tg.sent()
    assert reply.text == "Maaf, arsipnya sedang tidak bisa dibuka. Coba lagi nanti, ya."


async def test_search_that_hangs(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running(timeouts=Timeouts(search_timeout=0.1)):
        tg.say("hang di sini")
        first = await tg.sent()
        tg.say("internet desa")
        second = await tg.sent()
        answers.gate.set()
    assert first.text == "Maaf, pencariannya terlalu lama. Coba lagi sebentar lagi, ya."
    assert title(second) == ANSWER
