"""Following a question in private, and the news about it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.configuration.settings import Settings
from bot.telegram.app import Timeouts
from index.records import Outcome
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import SENTENCE, StandIn, hit

FOLLOW, FOLLOWED = "🔔 Beri tahu saya", "🔔 Diikuti ✓"
STOP_ALL = "🔕 Berhenti semua"
NEWS = "Ada yang baru di arsip untuk pertanyaan yang Anda ikuti:"
PACE = Timeouts(refresh_every=0.02, alerts_after_failure=0.05)


def publish(answers: StandIn, name: str, *ranks: int) -> None:
    """A snapshot of the first seven articles and these."""
    held = tuple(hit(rank) for rank in (*ranks, *range(1, 8)))
    answers.hits, answers.held = held, {one.article.reference for one in held}
    answers.named = name


async def toast(tg: FakeBotAPI, message: Sent, button: str, **more: Any) -> str:
    seen = len(tg.world.answered_queries)
    before = dict(message.buttons)
    tg.press(message, button, **more)
    await tg.until(lambda: len(tg.world.answered_queries) > seen)
    text = str(tg.world.answered_queries[-1].get("text", ""))
    if not text.startswith(("Tombol", "Sudah")):
        await tg.until(lambda: message.buttons != before)
    return text


def follows(folder: Path) -> list[int]:
    return [row["chat_id"] for row in Database(folder / "bot.db").table("follows").rows]


async def test_new_articles_are_told_to_who_follows(
    tg: FakeBotAPI, running: Running, answers: StandIn, tmp_path: Path
) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        answer = await tg.sent()
        text = answer.text
        assert await toast(tg, answer, FOLLOW) == (
            "Siap. Kalau ada artikel baru yang menjawab, saya kabari di sini. Daftarnya: /ikuti"
        )
        assert (FOLLOWED in answer.buttons, FOLLOW in answer.buttons) == (True, False)
        assert (answer.text, follows(tmp_path)) == (text, [71])
        tg.press(answer, "Lainnya ▸")
        await tg.until(lambda: answer.edits == 1)
        assert (FOLLOWED in answer.buttons, FOLLOW in answer.buttons) == (True, False)
        publish(answers, "20260102-abc", 8, 9, 10)
        news = await tg.sent()
        assert news.chat["id"] == 71
        assert news.text.splitlines() == [
            NEWS,
            "",
            "🔔 internet desa",
            "Desa terhubung internet, bagian 8",
            "VIVA · 16 Oktober 2019",
            f"“{SENTENCE}” — Kepala dinas",
            "Desa terhubung internet, bagian 9",
            "VIVA · 16 Oktober 2019",
            f"“{SENTENCE}” — Kepala dinas",
        ]
        assert [link.partition("#")[0] for link in news.links] == [
            "https://berita.example/arsip/8",
            "https://berita.example/arsip/9",
        ]
        assert list(news.buttons) == ["🔕 internet desa", STOP_ALL]
        # Nothing is told twice, and what is stopped not at all.
        assert await toast(tg, news, "🔕 internet desa") == "Baik, tidak diikuti lagi."
        assert (list(news.buttons), follows(tmp_path)) == ([STOP_ALL], [])
        publish(answers, "20260103-abc", 8, 9, 10, 11)
        tg.say("/ikuti")
        listed = await tg.sent()
    assert listed.text.startswith("Belum ada pertanyaan yang diikuti.")
    assert tg.unread() == []


@pytest.mark.parametrize("word", ["nothing", "related"])
async def test_question_without_an_answer_is_followed_until_it_has_one(
    tg: FakeBotAPI, running: Running, answers: StandIn, word: str
) -> None:
    async with running(timeouts=PACE):
        tg.say(f"{word} di Ambon")
        await toast(tg, await tg.sent(), FOLLOW)
        answers.outcomes[f"{word} di Ambon"] = Outcome.ANSWER
        publish(answers, "20260102-abc", 8)
        news = await tg.sent()
    assert news.text.splitlines()[2:4] == [
        f"🔔 {word} di Ambon",
        "Desa terhubung internet, bagian 8",
    ]


async def test_news_that_came_while_the_bot_was_down(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        answer = await tg.sent()
        await toast(tg, answer, FOLLOW)
    publish(answers, "20260102-abc", 8)
    async with running(timeouts=PACE):
        news = await tg.sent()
        assert news.text.splitlines()[2] == "🔔 internet desa"
        # Buttons of before the restart go on working, on the answer and on the news.
        assert await toast(tg, answer, FOLLOWED) == "Baik, tidak diikuti lagi."
        assert FOLLOW in answer.buttons
        assert await toast(tg, answer, FOLLOW) != ""
        assert await toast(tg, news, STOP_ALL) == "Baik, tidak ada lagi yang diikuti."
        assert list(news.buttons) == []


async def test_the_list_and_its_buttons(
    tg: FakeBotAPI, running: Running, settings: Settings, tmp_path: Path
) -> None:
    async with running(timeouts=PACE, settings=replace(settings, follows_per_person=3)):
        for text in ("internet @desa", "sekolah", "kereta", "hutan"):
            tg.say(text)
            answer = await tg.sent()
            said = await toast(tg, answer, FOLLOW)
        assert said == "Sudah 3 pertanyaan yang diikuti. Hentikan dulu salah satu lewat /ikuti."
        tg.say("/follows")
        listed = await tg.sent()
        assert listed.text.splitlines() == [
            "Saya kabari kalau ada artikel baru tentang ini. Tekan 🔕 untuk berhenti:",
            "",
            "1. internet @\u2060desa",
            "2. sekolah",
            "3. kereta",
        ]
        assert list(listed.buttons) == ["🔕 1", "🔕 2", "🔕 3", STOP_ALL]
        await toast(tg, listed, "🔕 2")
        assert listed.text.splitlines()[2:] == ["1. internet @\u2060desa", "2. kereta"]
        # Somebody else has a list of their own.
        tg.say("/ikuti", user=tg.add_person(72, language_code="en"))
        assert (await tg.sent()).text.startswith("You don't follow any questions yet.")
        await toast(tg, listed, STOP_ALL)
    assert (listed.text.split(".")[0], listed.buttons, follows(tmp_path)) == (
        "Belum ada pertanyaan yang diikuti",
        {},
        [],
    )


async def test_follows_of_a_person_who_blocks_the_bot_end(
    tg: FakeBotAPI, running: Running, answers: StandIn, tmp_path: Path
) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        await toast(tg, await tg.sent(), FOLLOW)
        tg.world.unreachable[71] = "bot was blocked by the user"
        calls = len(tg.params_of("sendMessage"))
        publish(answers, "20260102-abc", 8)
        await tg.called("sendMessage", times=calls + 1)
        tg.say("internet lagi", user=tg.add_person(72))
        await tg.sent()
    assert follows(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "description"), [(429, "Too Many Requests: retry after 99"), (502, "Bad Gateway")]
)
async def test_news_wait_for_telegram(
    tg: FakeBotAPI, running: Running, answers: StandIn, code: int, description: str
) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        await toast(tg, await tg.sent(), FOLLOW)
        parameters = {"retry_after": 99} if code == 429 else {}
        # A lost connection is tried twice at once.
        tg.fail_next("sendMessage", code, description, times=1 if code == 429 else 2, **parameters)
        publish(answers, "20260102-abc", 8)
        news = await tg.sent()
        assert news.text.splitlines()[0] == NEWS
        tg.say("/ikuti")
        await tg.sent()
    assert tg.unread() == []


async def test_person_without_access_gets_no_alerts(
    tg: FakeBotAPI, running: Running, answers: StandIn, settings: Settings, tmp_path: Path
) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        await toast(tg, await tg.sent(), FOLLOW)
        other = tg.add_person(72, language_code="id")
        tg.say("internet desa", user=other)
        await toast(tg, await tg.sent(), FOLLOW, user=other)
    publish(answers, "20260102-abc", 8)
    closed = replace(settings, access="allow-list", allowed_ids=(72,))
    async with running(timeouts=PACE, settings=closed):
        news = await tg.sent()
        assert news.chat["id"] == 72
    assert (tg.unread(), sorted(follows(tmp_path))) == ([], [71, 72])


async def test_old_buttons_say_so_and_groups_have_none(tg: FakeBotAPI, running: Running) -> None:
    async with running(timeouts=PACE):
        tg.say("internet desa")
        answer = await tg.sent()
        assert (await toast(tg, answer, "follow:gone")).startswith("Tombol ini sudah lama")
        tg.say("/ask internet", chat=tg.group)
        assert FOLLOW not in (await tg.sent()).buttons
