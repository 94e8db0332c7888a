"""Guest mode: one answer to a mention in a chat the bot is not in."""

import datetime
import time
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.configuration.settings import Settings
from bot.telegram.app import Timeouts
from index.errors import ArchiveError
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn, hit

ANSWER = "1. Desa terhubung internet, bagian 1"
BOT = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}


async def test_a_question_whether_somebody_said_it_is_checked(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.elsewhere.summon("@arsip_bot benarkah Jokowi bilang “internet masuk desa”?")
        post = await tg.elsewhere.posted()
    assert post.text.splitlines()[:2] == [
        "“internet masuk desa”",
        "✅ Ada di arsip, kata demi kata.",
    ]
    assert (len(answers.checked), answers.asked, post.buttons) == (1, [], {})


async def test_mention_gets_one_answer_at_once(
    tg: FakeBotAPI, running: Running, answers: StandIn, settings: Settings
) -> None:
    async with running():
        tg.elsewhere.summon("@arsip_bot internet desa")
        post = await tg.elsewhere.posted()
        # The only button leads to the answer in the private chat, where the others are.
        (address,) = post.buttons.values()
        start = address.removeprefix("https://t.me/arsip_bot?start=")
        tg.say(f"/start {start}")
        opened = await tg.sent()
    assert [question.text for question in answers.asked] == ["internet desa"]
    assert (post.text.splitlines()[0], len(post.links)) == (ANSWER, 2)
    assert opened.text.splitlines()[0] == "internet desa"
    assert post.params["input_message_content"]["link_preview_options"] == {"is_disabled": True}
    db = Database(settings.data_dir / "bot.db")
    (row,) = db.query("select * from answers")
    db.close()
    assert (row["kind"], row["place"], len(row["person"])) == ("guest", "", 16)


@pytest.mark.parametrize("text", ["related desa", "nothing desa"])
async def test_other_outcomes(tg: FakeBotAPI, running: Running, text: str) -> None:
    async with running():
        tg.elsewhere.summon(f"@arsip_bot {text}")
        post = await tg.elsewhere.posted()
    begins = {"related": "Belum tentu menjawab", "nothing": "Tidak ketemu di arsip ini."}
    assert post.text.startswith(begins[text.split()[0]])
    assert list(post.buttons) == ["Buka di chat pribadi"]
    assert len(post.parts("blockquote")) == {"related": 2, "nothing": 0}[text.split()[0]]


@pytest.mark.parametrize("guest_first", [True, False])
async def test_never_twice_when_it_also_comes_as_a_message(
    tg: FakeBotAPI, running: Running, answers: StandIn, guest_first: bool
) -> None:
    now = int(time.time())
    async with running():
        for _ in range(2):
            where = {"message_id": next(tg.world.ids), "chat": tg.supergroup, "date": now}
            if guest_first:
                tg.elsewhere.summon("@arsip_bot internet desa", **where)
            tg.say("@arsip_bot internet desa", **where)
            if not guest_first:
                tg.elsewhere.summon("@arsip_bot internet desa", **where)
            await tg.worked_off()
        await tg.until(lambda: len(answers.asked) == 2)
    # Read after the end, when everything has been worked off.
    assert (len(answers.asked), len(tg.elsewhere.posts) + len(tg.unread())) == (2, 2)


async def test_same_numbers_in_a_strangers_chat_are_another_message(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        guest = tg.elsewhere.summon("@arsip_bot internet desa", chat=tg.private)
        await tg.elsewhere.posted()
        tg.say("internet kota", message_id=guest["message_id"], date=guest["date"] - 60)
        assert (await tg.sent()).text.splitlines()[0] == ANSWER


async def test_reply_to_a_guest_answer_goes_on_from_it(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.elsewhere.summon("@arsip_bot internet desa")
        post = await tg.elsewhere.posted()
        replied = post.as_message(tg.world.bot)
        tg.elsewhere.summon("@arsip_bot kapan?", reply_to_message=replied)
        await tg.elsewhere.posted()
        rumour = {k: v for k, v in tg.say("Menara roboh", chat=tg.group).items() if k != "from"}
        tg.elsewhere.summon("@arsip_bot benarkah?", reply_to_message=rumour)
        await tg.elsewhere.posted()
    contexts = [question.context and question.context.query.content for question in answers.asked]
    assert contexts == [None, "internet desa", None]
    assert answers.asked[2].text == "benarkah? Menara roboh"


async def test_reply_to_a_guest_answer_may_also_come_as_an_ordinary_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.elsewhere.summon("@arsip_bot internet desa", chat=tg.supergroup)
        post = await tg.elsewhere.posted()
        tg.say("kapan?", chat=tg.supergroup, reply_to=post)
        await tg.sent()
    context = answers.asked[1].context
    assert context is not None
    assert context.query.topic == "internet desa"


async def test_mention_alone_is_told_how_to_ask(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    english = tg.add_person(72, language_code="en")
    async with running():
        tg.elsewhere.summon("@arsip_bot")
        indonesian = await tg.elsewhere.posted()
        tg.elsewhere.summon("@arsip_bot 👍", user=english)
        other = await tg.elsewhere.posted()
    assert indonesian.text == "Mau tanya apa? Tulis @arsip_bot lalu pertanyaannya."
    assert other.text == "What would you like to know? Write @arsip_bot followed by your question."
    assert (indonesian.buttons, answers.asked) == ({}, [])


async def test_language_is_the_askers_and_not_that_of_a_chat_with_the_same_id(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    stranger = tg.add_person(72, language_code="id")
    async with running():
        tg.say("/language", user=stranger)
        tg.press(await tg.sent(), "English", user=stranger)
        await tg.called("editMessageText")
        tg.elsewhere.summon("@arsip_bot internet", chat=tg.world.chats[72])
        await tg.elsewhere.posted()
        tg.elsewhere.summon("@arsip_bot internet", user=stranger)
        await tg.elsewhere.posted()
        # A channel or an anonymous admin is nobody in particular.
        tg.elsewhere.summon("@arsip_bot internet", user=stranger, sender_chat=tg.elsewhere.chat)
        await tg.elsewhere.posted()
    assert [question.language for question in answers.asked] == ["id", "en", "id"]


async def test_failed_search_is_answered_too(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = ArchiveError("gone")
    async with running():
        tg.elsewhere.summon("@arsip_bot internet")
        post = await tg.elsewhere.posted()
    assert post.text == "Maaf, arsipnya sedang tidak bisa dibuka. Coba lagi nanti, ya."


async def test_too_late_is_given_up_quietly(
    tg: FakeBotAPI, running: Running, answers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(timeouts=Timeouts(stale_after=datetime.timedelta(minutes=5))):
        tg.elsewhere.summon("@arsip_bot internet", expired=True)
        await tg.called("answerGuestQuery")
        tg.elsewhere.summon("@arsip_bot internet", date=1)
        await tg.worked_off()
    # Neither an apology nor a report to the admins, and nothing that alarms.
    assert (tg.unread(), len(answers.asked)) == ([], 1)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_articles_cannot_notify_anybody_or_break_the_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.hits = (hit(1, quote="@kominfo </a> /ban #5G", passage="@kominfo </a> /ban #5G"),)
    async with running():
        tg.elsewhere.summon("@arsip_bot internet")
        post = await tg.elsewhere.posted()
    kinds = {entity["type"] for entity in post.entities}
    assert kinds == {"bold", "text_link", "blockquote"}
    assert "@\u2060kominfo <" in post.text


async def test_refused_html_is_sent_as_plain_text(tg: FakeBotAPI, running: Running) -> None:
    tg.fail_next("answerGuestQuery", 400, "Bad Request: can't parse entities: no")
    async with running():
        tg.elsewhere.summon("@arsip_bot internet")
        post = await tg.elsewhere.posted()
    assert post.text.startswith("1. Desa terhubung internet, bagian 1 (https://berita.example")


async def test_bug_is_answered_with_an_apology(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = RuntimeError("a bug")
    english = tg.add_person(72, language_code="en")
    async with running():
        tg.elsewhere.summon("@arsip_bot internet", user=english)
        post = await tg.elsewhere.posted()
    assert post.text.startswith("Sorry, something went wrong on my side.")


async def test_too_fast_is_told_once(
    tg: FakeBotAPI, running: Running, answers: StandIn, settings: Settings
) -> None:
    async with running(settings=replace(settings, questions_per_10_seconds=2)):
        for _ in range(4):
            tg.elsewhere.summon("@arsip_bot internet")
        posts = [(await tg.elsewhere.posted()).text.split()[0] for _ in range(3)]
        await tg.worked_off()
    assert sorted(posts) == ["1.", "1.", "Pelan-pelan,"]
    assert (len(answers.asked), tg.elsewhere.posts, tg.unread()) == (2, [], [])
