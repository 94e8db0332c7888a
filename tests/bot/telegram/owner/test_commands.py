"""Figures and snapshots, for the archive's owner alone."""

import pytest

from index.errors import SnapshotUnusable
from index.records import Outcome
from tests.support.bot_api.photos import SentPhoto
from tests.support.bot_api.server import FakeBotAPI, Json
from tests.support.running import Running
from tests.support.stand_in import StandIn

NEW = ["Arsip: 17.891 artikel, Mar–Okt 2019", "Artikel terbaru: 31 Oktober 2019"]


@pytest.fixture
def owner(tg: FakeBotAPI) -> Json:
    return tg.add_person(900, language_code="id")


async def test_statistics(tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json) -> None:
    async with running():
        for text, chat in (("internet", None), ("nothing", None), ("/ask internet", tg.group)):
            tg.say(text, chat=chat)
            await tg.sent()
        tg.say("related", user=owner)
        await tg.sent()
        tg.say("/stats", user=owner)
        page, chart = await tg.sent(), await tg.sent()
        assert isinstance(chart, SentPhoto)
        assert (chart.size, chart.text) == ((1080, 720), "")
        assert page.text.splitlines()[:6] == [
            "7 hari terakhir",
            "Pertanyaan: 4",
            "pribadi 3 · grup 1",
            "terjawab 2 (50%) · belum tentu 1 (25%) · tidak ketemu 1 (25%)",
            "Waktu menjawab: p50 4 ms · p95 4 ms",
            "Orang: 2 · grup: 1",
        ]
        [days] = page.parts("expandable_blockquote")
        assert [line.partition(": ")[2] for line in days.splitlines()] == [
            "4 · 2 · 1",
            *["0 · 0 · 0"] * 6,
        ]
        assert list(page.buttons) == ["7 hari", "30 hari"]
        tg.press(page, "30 hari", user=owner)
        await tg.until(lambda: page.edits == 1)
        assert page.text.splitlines()[0] == "30 hari terakhir"
        assert len(page.parts("expandable_blockquote")[0].splitlines()) == 30
        # Nothing has changed: nobody's trouble.
        tg.press(page, "30 hari", user=owner)
        await tg.called("answerCallbackQuery", times=2)
    assert tg.unread() == []


async def test_reload(tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json) -> None:
    async with running():
        tg.say("/reload", user=owner)
        same = await tg.sent()
        assert same.text.splitlines()[:3] == [
            "Belum ada yang lebih baru. Tetap memakai:",
            *NEW,
        ]
        assert same.text.splitlines()[-1] == "Snapshot: 20260201-def"
        answers.admin.coming = "20260301-ghi"
        tg.say("/muatulang", user=owner)
        fresh = (await tg.sent()).text.splitlines()
    assert (fresh[0], fresh[-1]) == ("Sekarang memakai:", "Snapshot: 20260301-ghi")
    assert answers.admin.reloads == 2


async def test_failed_reload_is_reported(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    answers.admin.error = SnapshotUnusable(f"snapshot x is damaged; {'y' * 300}")
    async with running():
        tg.say("/reload", user=owner)
        told = (await tg.sent()).text
        assert told.startswith("Gagal: snapshot x is damaged;")
        tg.say("/rollback", user=owner)
        question = await tg.sent()
        tg.press(question, "Ya, kembali", user=owner)
        await tg.until(lambda: tg.world.answered_queries)
    assert tg.world.answered_queries[0]["text"].startswith("Gagal: snapshot x is damaged;")
    assert question.edits == 0


async def test_rollback_is_asked_and_done_once(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("/rollback", user=owner)
        question = await tg.sent()
        assert [part.splitlines()[0] for part in question.text.split("\n\n")] == [
            "Yang dipakai sekarang:",
            "Versi sebelumnya:",
            "Kembali ke versi sebelumnya? Jawaban baru lalu dicari di sana, sampai arsip dibangun "
            "ulang, atau “tanya-arsip rebuild --forward” mengembalikannya.",
        ]
        assert answers.admin.names == ["20260101-abc", "20260201-def"]
        data = question.buttons["Ya, kembali"]
        tg.press(question, data)
        await tg.until(lambda: len(tg.world.answered_queries) == 1)
        assert answers.admin.names == ["20260101-abc", "20260201-def"]
        tg.press(question, data, user=owner)
        tg.press(question, data, user=owner)
        await tg.until(lambda: len(tg.world.answered_queries) == 3)
        lines = question.text.splitlines()
        assert (lines[0], lines[-1]) == ("Sekarang memakai:", "Snapshot: 20260101-abc")
        assert (answers.admin.names, question.buttons) == (["20260101-abc"], {})
        tg.say("/mundur", user=owner)
        none = await tg.sent()
    assert none.text.splitlines()[0] == "Tidak ada versi sebelumnya. Tetap memakai:"
    assert none.buttons == {}


async def test_rollback_is_not_done(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("/rollback", user=owner)
        question = await tg.sent()
        tg.press(question, "Batal", user=owner)
        await tg.until(lambda: question.edits == 1)
    assert question.text.splitlines()[0] == "Tidak jadi. Tetap memakai:"
    assert len(answers.admin.names) == 2


@pytest.mark.parametrize("command", ["stats", "gaps", "reload", "rollback", "hide", "unhide"])
async def test_other_people_have_no_owner_commands(
    tg: FakeBotAPI, running: Running, owner: Json, command: str
) -> None:
    async with running():
        tg.say(f"/{command}")
        assert (await tg.sent()).text == "Perintah itu tidak saya kenal. Yang saya bisa: /help"
        tg.say(f"/{command}", chat=tg.supergroup)
        tg.say(f"/{command}@arsip_bot", chat=tg.supergroup, user=owner)
        assert (await tg.sent()).text == "Perintah itu hanya untuk chat pribadi dengan saya."
        assert tg.unread() == []


async def test_owner_menu(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        # Three kinds of chat in three languages each.
        await tg.until(lambda: len(tg.world.commands) == 9)
    menus = {
        scope: [entry["command"] for entry in tg.world.commands[scope, "en"]]
        for scope in ("900", "all_private_chats", "all_group_chats")
    }
    owners = {"stats", "gaps", "hide", "unhide", "reload", "rollback"}
    assert owners < set(menus["900"])
    assert owners.isdisjoint(menus["all_private_chats"] + menus["all_group_chats"])


async def test_gaps(tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json) -> None:
    async with running():
        tg.say("/gaps", user=owner)
        none = await tg.sent()
        assert none.text == "Dalam 30 hari terakhir tidak ada pertanyaan yang tidak terjawab."
        for text in ("nothing soal banjir", "related soal gempa", "nothing ada banjir", "internet"):
            tg.say(text)
            answer = await tg.sent()
        tg.press(answer, "👎")
        await tg.called("answerCallbackQuery")
        tg.say("/celah", user=owner)
        page = await tg.sent()
        lead, first, *others = page.text.split("\n\n")
        assert lead == "Belum terjawab dalam 30 hari (pertanyaan: 4, topik: 3)"
        lines = first.splitlines()
        assert (lines[0], lines[2]) == ("1. nothing ada banjir", "juga “nothing soal banjir”")
        assert lines[1].startswith("2× · orang: 1 · terakhir ")
        assert [part.split(" · ")[-1] for part in others] == ["👎 1", "belum tentu 1"]
        assert list(page.buttons) == ["7 hari", "30 hari"]
        tg.press(page, "7 hari", user=owner)
        await tg.until(lambda: page.edits == 1)
        assert page.text.startswith("Belum terjawab dalam 7 hari")


async def test_gaps_have_pages(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    for number in range(10):
        answers.outcomes[f"soal{number} apa"] = Outcome.NOTHING
    async with running():
        for text in answers.outcomes:
            tg.say(text)
            await tg.sent()
        tg.say("/gaps", user=owner)
        page = await tg.sent()
        turning = ["Lainnya ▸", "7 hari", "30 hari"]
        assert (len(page.text.split("\n\n")), list(page.buttons)) == (9, turning)
        tg.press(page, "Lainnya ▸", user=owner)
        await tg.until(lambda: page.edits == 1)
        assert [part[:3] for part in page.text.split("\n\n")[1:]] == ["9. ", "10."]
        assert next(iter(page.buttons)) == "◂ Sebelumnya"
