"""Groups: silent unless addressed, and in the right place when not."""

import pytest
from sqlite_utils import Database

from bot.configuration.settings import Settings
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn

ANSWER = "1. Desa terhubung internet, bagian 1"
BOT = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}
PHOTO = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
OTHER_BOT = {"id": 5, "is_bot": True, "first_name": "Lain", "username": "lain_bot"}


def asked(answers: StandIn) -> list[str]:
    return [question.text for question in answers.asked]


def title(reply: Sent) -> str:
    return reply.text.splitlines()[0]


async def test_messages_not_meant_for_the_bot_get_no_reply(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for chat in (tg.group, tg.supergroup):
            person = tg.say("biasa saja", chat=chat)
            for text in ("apa kabar?", "/ask@lain_bot internet", "/stop", "arsip_bot keren", "@"):
                tg.say(text, chat=chat)
            tg.say("balas orang lain", chat=chat, reply_to=person)
            tg.say("@lain_bot internet", chat=chat)
            tg.say("/ask internet", chat=chat, kind="edited_message")
            tg.say("@arsip_bot internet", chat=chat, via_bot=OTHER_BOT)
            tg.say("@arsip_bot internet", chat=chat, **{"from": OTHER_BOT})
            tg.say(None, chat=chat, photo=[PHOTO])
            tg.say(None, chat=chat, new_chat_members=[tg.person])
        await tg.worked_off()
    assert (asked(answers), tg.unread()) == ([], [])


async def test_every_way_to_address_the_bot_is_answered(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    texts = ["/ask internet desa", "/tanya@arsip_bot internet desa", "internet @Arsip_Bot desa"]
    async with running():
        for text in texts:
            question = tg.say(text, chat=tg.group)
            reply = await tg.sent()
            assert (title(reply), reply.chat["id"]) == (ANSWER, tg.group["id"])
            assert reply.reply_to == question["message_id"]
            # Two hits, not three: others want to read their chat too.
            assert len(reply.links) == 2
    assert asked(answers) == ["internet desa"] * 3


def within(text: str, part: str, kind: str) -> list[dict]:
    """An entity for a part of a caption, counted in UTF-16 units."""
    before, length = (len(one.encode("utf-16-le")) // 2 for one in (text[: text.index(part)], part))
    return [{"type": kind, "offset": before, "length": length}]


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize(
    ("caption", "part", "what"),
    [
        ("internet 😀 @arsip_bot desa", "@arsip_bot", "mention"),
        ("/ask internet 😀 desa", "/ask", "bot_command"),
        ("/tanya@arsip_bot internet 😀 desa", "/tanya@arsip_bot", "bot_command"),
    ],
)
async def test_captions_are_heard(
    tg: FakeBotAPI,
    running: Running,
    answers: StandIn,
    caption: str,
    part: str,
    what: str,
    edited: bool,
) -> None:
    async with running():
        said = {"caption": caption, "caption_entities": within(caption, part, what)}
        photo = tg.say(None, chat=tg.group, photo=[PHOTO], **said)
        reply = await tg.sent()
        if edited:
            changed = caption.replace("desa", "kota")
            photo |= {"caption": changed, "edit_date": photo["date"] + 1}
            tg.push(edited_message=dict(photo))
            await tg.until(lambda: reply.edits == 1)
    assert reply.reply_to == photo["message_id"]
    expected = ["internet 😀 desa"] + ["internet 😀 kota"] * edited
    assert asked(answers) == expected


async def test_captions_of_others_are_left_in_peace_and_replies_to_the_bot_are_heard(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for caption, part, what in (
            ("internet @lain_bot desa", "@lain_bot", "mention"),
            ("/ask@lain_bot internet", "/ask@lain_bot", "bot_command"),
            ("internet /ask desa", "/ask", "bot_command"),
        ):
            said = {"caption": caption, "caption_entities": within(caption, part, what)}
            tg.say(None, chat=tg.group, photo=[PHOTO], **said)
        tg.say(None, chat=tg.group, photo=[PHOTO], caption="internet desa")
        await tg.worked_off()
        assert (asked(answers), tg.unread()) == ([], [])
        tg.say("/ask internet desa", chat=tg.group)
        first = await tg.sent()
        tg.say(None, chat=tg.group, photo=[PHOTO], caption="internet kota", reply_to=first)
        await tg.sent()
    assert asked(answers) == ["internet desa", "internet kota"]


async def test_asking_about_a_poll(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    poll = {
        "id": "1",
        "question": "Internet desa sudah masuk?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    async with running():
        asked_by_poll = tg.say(None, chat=tg.group, poll=poll)
        tg.say("/ask", chat=tg.group, reply_to=asked_by_poll)
        await tg.sent()
    assert asked(answers) == ["Internet desa sudah masuk?"]


async def test_addressed_by_a_mention_without_a_name(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    entity = {"type": "text_mention", "offset": 3, "length": 5, "user": BOT}
    async with running():
        tg.say("😀 Arsip, internet desa", chat=tg.group, entities=[entity])
        await tg.sent()
        other = entity | {"user": tg.person}
        tg.say("😀 Arsip, internet desa", chat=tg.group, entities=[other])
        await tg.worked_off()
    assert (asked(answers), tg.unread()) == (["😀 , internet desa"], [])


async def test_reply_to_the_bot(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.group)
        first = await tg.sent()
        tg.say("internet kota", chat=tg.group, reply_to=first)
        second = await tg.sent()
        # Not for the bot, or not a question.
        tg.say("@lain_bot internet laut", chat=tg.group, reply_to=first)
        for text in ("👍", "makasih bot", "wkwkwk"):
            tg.say(text, chat=tg.group, reply_to=first)
        await tg.worked_off()
    assert asked(answers) == ["internet desa", "internet kota"]
    assert (title(second), tg.unread()) == (ANSWER, [])


async def test_prompt_replies_to_the_asker(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        for text in ("/ask", "@arsip_bot", "halo @arsip_bot"):
            message = tg.say(text, chat=tg.group)
            prompt = await tg.sent()
            assert prompt.text == "Mau tanya apa? Balas pesan ini dengan pertanyaannya."
            assert prompt.reply_markup["selective"] is True
            assert prompt.reply_to == message["message_id"]


async def test_asking_about_somebodys_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        rumour = tg.say("Internet desa ditutup!", chat=tg.group)
        picture = tg.say(None, chat=tg.group, caption="Menara roboh")
        tg.say("/ask", chat=tg.group, reply_to=rumour)
        await tg.sent()
        tg.say("/ask benarkah?", chat=tg.group, reply_to=rumour)
        await tg.sent()
        tg.say("@arsip_bot benarkah?", chat=tg.group, reply_to=picture)
        await tg.sent()
        tg.say(
            "/ask",
            chat=tg.group,
            reply_to=rumour,
            quote={"text": "desa ditutup", "position": 9, "is_manual": True},
        )
        reply = await tg.sent()
        # The bot's own words are not searched again.
        tg.say("/ask dan kota?", chat=tg.group, reply_to=reply)
        await tg.sent()
    assert asked(answers) == [
        "Internet desa ditutup!",
        "benarkah? Internet desa ditutup!",
        "benarkah? Menara roboh",
        "desa ditutup",
        "dan kota?",
    ]


async def test_answer_stays_in_its_topic(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        question = tg.say("/ask internet desa", chat=tg.forum, thread=7)
        in_topic = await tg.sent()
        tg.say("/ask internet desa", chat=tg.forum)
        in_general = await tg.sent()
        # In a plain supergroup a reply has a thread id too, and sending with it fails.
        tg.say("/ask internet desa", chat=tg.supergroup, message_thread_id=99)
        plain = await tg.sent()
    assert (in_topic.thread_id, in_topic.reply_to) == (7, question["message_id"])
    assert (in_general.thread_id, plain.thread_id) == (None, None)


async def test_deleted_question_is_answered_all_the_same(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        question = tg.say("/ask internet desa", chat=tg.group)
        del tg.world.messages[tg.group["id"], question["message_id"]]
        reply = await tg.sent()
    assert (title(reply), reply.reply_to) == (ANSWER, None)


async def test_deleted_topic(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.forum, thread=55)
        reply = await tg.sent()
    assert (title(reply), reply.thread_id) == (ANSWER, None)


async def test_anonymous_admin_and_channel(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    channel = {"id": -1009, "type": "channel", "title": "Kanal"}
    async with running():
        tg.say("/ask internet", chat=tg.group, sender_chat=tg.group, **{"from": anonymous})
        await tg.sent()
        tg.say("/ask internet", chat=tg.group, sender_chat=channel, is_automatic_forward=True)
        await tg.worked_off()
    assert asked(answers) == ["internet"]


async def test_language_is_the_groups(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    english = tg.add_person(72, language_code="en")
    async with running():
        tg.say("/ask internet", chat=tg.group, user=english)
        await tg.sent()
        tg.world.admins.add((tg.group["id"], 71))
        tg.say("/language", chat=tg.group)
        tg.press(await tg.sent(), "Bahasa Indonesia")
        await tg.called("editMessageText")
        tg.say("/ask internet", chat=tg.group, user=english)
        await tg.sent()
    assert [question.language for question in answers.asked] == ["en", "id"]


async def test_asking_about_the_caption_and_the_links_of_a_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    def link(offset: int) -> dict:
        url = f"https://berita.example/{offset}?a=1"
        return {"type": "text_link", "offset": offset, "length": 4, "url": url}

    async with running():
        read = tg.say("Baca dulu!", chat=tg.group, entities=[link(0), link(5)])
        tg.say("/tanya", chat=tg.group, reply_to=read)
        await tg.sent()
        picture = tg.say(
            None, chat=tg.group, photo=[PHOTO], caption="Baca", caption_entities=[link(0)]
        )
        tg.say("/tanya benarkah?", chat=tg.group, reply_to=picture)
        await tg.sent()
        # Nothing in it that could be searched: the bot asks for a question.
        bare = tg.say(None, chat=tg.group, photo=[PHOTO])
        tg.say("/tanya", chat=tg.group, reply_to=bare)
        prompt = await tg.sent()
    assert asked(answers) == [
        "Baca dulu! https://berita.example/0?a=1 https://berita.example/5?a=1",
        "benarkah? Baca https://berita.example/0?a=1",
    ]
    assert prompt.text.startswith("Mau tanya apa?")


async def test_channel_that_writes_in_a_group_is_nobody_in_particular(
    tg: FakeBotAPI, running: Running, answers: StandIn, settings: Settings
) -> None:
    channel = {"id": -1009, "type": "channel", "title": "Kanal"}
    stand_in = {"id": 136817688, "is_bot": True, "first_name": "Channel", "language_code": "en"}
    async with running():
        tg.say("/ask internet", chat=tg.group, sender_chat=channel, **{"from": stand_in})
        reply = await tg.sent()
    with Database(settings.data_dir / "bot.db") as db:
        assert [row["person"] for row in db.table("answers").rows] == [""]
    assert (title(reply), answers.asked[0].language) == (ANSWER, "id")


async def test_closed_topics_and_missing_rights_are_left_in_peace(
    tg: FakeBotAPI, running: Running, answers: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    refused = ("TOPIC_CLOSED", "not enough rights to send text messages to the chat")
    refused += ("have no rights to send a message", "CHAT_WRITE_FORBIDDEN")
    async with running():
        for number, why in enumerate(refused, start=1):
            tg.fail_next("sendMessage", 400, f"Bad Request: {why}")
            tg.say("/ask internet", chat=tg.forum, thread=7)
            await tg.called("sendMessage", times=number)
        tg.fail_next("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
        tg.say("/ask internet", chat=tg.forum, thread=7)
        await tg.called("sendMessage", times=5)
    # Asked once each: neither tried again, nor apologised for, nor reported to the owner.
    assert (len(tg.params_of("sendMessage")), tg.unread(), len(answers.asked)) == (5, [], 5)
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
