"""Coming into a group."""

from typing import Any

import pytest

from bot.telegram.handlers import joining
from tests.support.bot_api.methods import Json
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running

BOT = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}
NOT_ALL = (
    "Halo! Saya mencari jawaban di arsip berita dan menunjukkan kutipan aslinya. Untuk bertanya "
    "di sini, tulis /tanya@arsip_bot diikuti pertanyaan, atau balas pesan saya.\n"
    "Sebutan biasa tidak sampai ke saya di grup ini; alasannya ada di /status@arsip_bot."
)
ALL = (
    "Halo! Saya mencari jawaban di arsip berita dan menunjukkan kutipan aslinya. Untuk bertanya "
    "di sini, tulis /tanya diikuti pertanyaan, sebut @arsip_bot, atau balas pesan saya. Selain "
    "itu saya diam."
)
RIGHTS = ("manage_chat", "delete_messages", "manage_video_chats", "restrict_members")
RIGHTS += ("promote_members", "change_info", "invite_users")
RIGHTS += ("post_stories", "edit_stories", "delete_stories")
ADMIN = {"status": "administrator", "can_be_edited": False, "is_anonymous": False} | {
    f"can_{right}": False for right in RIGHTS
}
SENDS = ("messages", "audios", "documents", "photos", "videos", "video_notes", "voice_notes")
SENDS += ("polls", "other_messages")
RESTRICTED = {"status": "restricted", "is_member": True, "until_date": 0} | {
    f"can_{right}": False
    for right in ("add_web_page_previews", "change_info", "invite_users", "pin_messages")
}
RESTRICTED |= {f"can_send_{what}": False for what in SENDS}
RESTRICTED |= {"can_manage_topics": False, "can_react_to_messages": False, "can_edit_tag": False}
MEMBER = {"status": "member"}
LEFT = {"status": "left"}


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "PAUSE", 0.1)


def change(tg: FakeBotAPI, chat: Json, old: Json, new: Json, **by: Any) -> None:
    """The bot's membership changes, as Telegram tells it."""
    tg.world.members[chat["id"], BOT["id"]] = new
    tg.push(
        my_chat_member={
            "chat": chat,
            "from": by or tg.person,
            "date": 1,
            "old_chat_member": old | {"user": BOT},
            "new_chat_member": new | {"user": BOT},
        }
    )


async def test_group_is_greeted_once_however_often_telegram_reports_it(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        change(tg, tg.group, LEFT, MEMBER)
        tg.say(None, chat=tg.group, new_chat_members=[BOT])
        tg.say(None, chat=tg.group, group_chat_created=True)
        greeting = await tg.sent()
        # Much later the same day, as Telegram's order is nobody's promise.
        tg.say(None, chat=tg.group, new_chat_members=[BOT])
        await tg.worked_off()
    assert (greeting.text, greeting.chat, tg.unread()) == (NOT_ALL, tg.group, [])


@pytest.mark.parametrize("started_first", [True, False])
async def test_link_that_adds_the_bot_also_starts_it(
    tg: FakeBotAPI, running: Running, started_first: bool
) -> None:
    async with running():
        if not started_first:
            change(tg, tg.group, LEFT, MEMBER)
            await tg.called("sendMessage")
        start = tg.say("/start@arsip_bot a_whatever", chat=tg.group)
        if started_first:
            change(tg, tg.group, LEFT, MEMBER)
        greeting = await tg.sent()
        await tg.worked_off()
        tg.say("/start", chat=tg.supergroup)
        other = await tg.sent()
    assert (greeting.text, greeting.buttons, tg.unread()) == (NOT_ALL, {}, [])
    assert greeting.reply_to == (start["message_id"] if started_first else None)
    assert other.text == NOT_ALL


async def test_says_what_the_privacy_setting_allows(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        change(tg, tg.group, LEFT, ADMIN)
        assert (await tg.sent()).text == ALL
        tg.world.flags["can_read_all_group_messages"] = True
        tg.say(None, chat=tg.supergroup, new_chat_members=[tg.person, BOT])
        assert (await tg.sent()).text == ALL


async def test_removed_and_added_again(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        change(tg, tg.group, LEFT, MEMBER)
        first = await tg.sent()
        change(tg, tg.group, MEMBER, LEFT)
        tg.world.flags["can_read_all_group_messages"] = True
        change(tg, tg.group, LEFT, MEMBER)
        second = await tg.sent()
    assert (first.text, second.text) == (NOT_ALL, ALL)


async def test_in_the_language_of_whoever_added_it(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        change(tg, tg.group, LEFT, MEMBER, **tg.add_person(72, language_code="en"))
        assert (await tg.sent()).text.startswith("Hello! I look for answers in a news archive")


async def test_silent_where_nothing_is_new_or_it_may_not_write(
    tg: FakeBotAPI, running: Running
) -> None:
    channel = tg.add_chat({"id": -1009, "type": "channel", "title": "Kanal"})
    async with running():
        change(tg, tg.group, MEMBER, ADMIN)
        change(tg, tg.group, ADMIN, LEFT)
        change(tg, tg.supergroup, LEFT, RESTRICTED)
        tg.say(None, chat=tg.supergroup, new_chat_members=[BOT])
        change(tg, channel, LEFT, ADMIN)
        change(tg, tg.private, {"status": "kicked", "until_date": 0}, MEMBER)
        tg.say(None, chat=tg.forum, new_chat_members=[tg.person])
        await tg.worked_off()
    assert tg.unread() == []


async def test_restricted_but_allowed_to_write(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        change(tg, tg.group, LEFT, RESTRICTED | {"can_send_messages": True})
        assert (await tg.sent()).text == NOT_ALL


@pytest.mark.parametrize("told_first", [True, False])
async def test_group_that_becomes_a_supergroup_is_no_joining(
    tg: FakeBotAPI, running: Running, told_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than a busy machine needs for two updates.
    monkeypatch.setattr(joining, "PAUSE", 2.0)
    async with running():
        if told_first:
            tg.say(None, chat=tg.group, migrate_to_chat_id=tg.supergroup["id"])
        change(tg, tg.supergroup, LEFT, MEMBER)
        if not told_first:
            tg.say(None, chat=tg.supergroup, migrate_from_chat_id=tg.group["id"])
        await tg.worked_off()
    assert tg.unread() == []


async def test_closed_topic_or_no_rights_after_all(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    refused = ("TOPIC_CLOSED", "not enough rights to send text messages to the chat")
    async with running():
        for chat, why in zip((tg.group, tg.forum), refused, strict=True):
            tg.fail_next("sendMessage", 400, f"Bad Request: {why}")
            change(tg, chat, LEFT, MEMBER)
        await tg.called("sendMessage", times=2)
    # Neither tried again, nor reported.
    assert (len(tg.params_of("sendMessage")), tg.unread()) == (2, [])
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
