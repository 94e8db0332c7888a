"""Replies to answers are searched in the context of the question before, and of no other."""

import pytest

from tests.support.bot_api.server import FakeBotAPI
from tests.support.interpretations import interpretation
from tests.support.running import Running
from tests.support.stand_in import StandIn

BOT = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}


def contexts(answers: StandIn) -> list[str | None]:
    """What each question was asked after."""
    contexts = [question.context for question in answers.asked]
    return [context.query.content if context else None for context in contexts]


async def test_reply_to_an_answer_goes_on_from_its_question(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        first = await tg.sent()
        tg.say("gempa Ambon")
        await tg.sent()
        tg.say("bagaimana tanggapan DPR?", reply_to=first)
        second = await tg.sent()
    async with running():
        tg.say("kapan?", reply_to=second)
        await tg.sent()
        tg.say("harga beras")
        await tg.sent()
    assert contexts(answers) == [None, None, "internet desa", "bagaimana tanggapan DPR?", None]


async def test_added_topic_is_shown_and_can_be_removed(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        first = await tg.sent()
        answers.interpretation = interpretation(added="internet desa")
        tg.say("kapan?", reply_to=first)
        message = await tg.sent()
        assert message.text.splitlines()[0] == "Dicari: lanjutan “internet desa”"
        tg.press(message, "✕ lanjutan “internet desa”")
        await tg.until(lambda: len(answers.asked) == 3)
    assert answers.asked[2].without == ("context",)


@pytest.mark.parametrize("command", ["", "/ask ", "@arsip_bot "])
async def test_anybody_in_a_group_can_go_on_from_an_answer(
    tg: FakeBotAPI, running: Running, answers: StandIn, command: str
) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.group)
        message = await tg.sent()
        other = tg.add_person(72)
        tg.say(f"{command}kapan?", chat=tg.group, reply_to=message, user=other)
        await tg.sent()
    assert contexts(answers) == [None, "internet desa"]


async def test_chats_are_never_mixed(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.group)
        in_group = await tg.sent()
        # The same message id elsewhere, and a message of the bot that is no answer.
        stranger = {"message_id": in_group.message_id, "date": 1, "chat": tg.private, "from": BOT}
        tg.say("kapan?", reply_to=stranger | {"text": "x"})
        await tg.sent()
        tg.say("/help")
        tg.say("kapan?", reply_to=await tg.sent())
        await tg.sent()
        # Somebody's own message with an answer's id is no answer either.
        tg.say("/ask kapan?", chat=tg.group, reply_to=tg.say("halo", chat=tg.group))
        await tg.sent()
    assert contexts(answers) == [None] * 4


async def test_edited_reply_keeps_its_context(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        first = await tg.sent()
        reply = tg.say("kapan?", reply_to=first)
        message = await tg.sent()
        tg.edit(reply, "di mana?")
        await tg.until(lambda: message.edits == 1)
    assert contexts(answers) == [None, "internet desa", "internet desa"]


# -- texts and links that are passed on -------------------------------------------------------

LINES = "Jembatan roboh di desa\nBanyak warga menonton. " + "Petugas datang. " * 20


async def test_forwarded_text_keeps_its_lines(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}
    answers.interpretation = interpretation(input_kind="text")
    async with running():
        tg.say(LINES, forward_origin=origin)
        message = await tg.sent()
        tg.say(None, caption=LINES, forward_origin=origin)
        await tg.sent()
        tg.say("benarkah\nini?")
        await tg.sent()
    assert [q.text for q in answers.asked] == [LINES.strip()] * 2 + ["benarkah ini?"]
    assert message.text.splitlines()[0] == "Yang ada di arsip soal teks ini:"


async def test_address_behind_a_word_is_looked_up(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    url = "https://berita.example/jembatan-roboh"
    entity = {"type": "text_link", "offset": 0, "length": 4, "url": url}
    answers.interpretation = interpretation(input_kind="unknown_address", topic="jembatan roboh")
    async with running():
        tg.say("Baca ini", entities=[entity])
        message = await tg.sent()
        rumour = tg.say("Baca ini", chat=tg.group, entities=[entity])
        tg.say("/ask benarkah?", chat=tg.group, reply_to=rumour)
        await tg.sent()
    assert [q.text for q in answers.asked] == [f"Baca ini {url}", f"benarkah? Baca ini {url}"]
    assert message.text.splitlines()[0] == (
        "Alamat itu tidak ada di arsip. Saya mencari kata-kata di dalamnya: “jembatan roboh”."
    )
