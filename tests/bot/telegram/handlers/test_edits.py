"""A question that is edited: its answer is, too."""

import asyncio
import time

from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn, hit

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


async def test_what_was_no_question_is_answered_once_it_is_one(
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
        tg.edit(question, "internet laut", edit_date=int(time.time()) - 3600)
        late = await tg.sent()
    assert late.text.startswith("Maaf, tadi saya sedang tidak aktif")
    assert (asked(answers), message.edits) == (["internet desa", "internet kota"], 1)
