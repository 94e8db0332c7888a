"""/settings: admins of a group choose what the bot does there."""

from dataclasses import replace

import pytest

from bot.configuration.settings import Settings
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
CHOSEN = "Bahasa: {}\nSaya menjawab: {}\nKutipan dalam satu jawaban: paling banyak {}"
ASKED = "\n\nPilih yang mau diubah:"


@pytest.fixture(autouse=True)
def admin(tg: FakeBotAPI) -> None:
    tg.world.admins.add((tg.group["id"], 71))


async def test_chosen_settings_are_shown_and_kept(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/pengaturan", chat=tg.group)
        panel = await tg.sent()
        assert panel.text == CHOSEN.format("Ikut penanya", "perintah, balasan, dan sebutan", 2) + (
            ASKED
        )
        assert list(panel.buttons) == [
            "Bahasa Indonesia",
            "English",
            "✓ Ikut penanya",
            "✓ perintah, balasan, dan sebutan",
            "perintah saja",
            "1 📰",
            "✓ 2 📰",
            "3 📰",
            "Selesai",
        ]
        for number, button in enumerate(("Bahasa Indonesia", "perintah saja", "3 📰"), start=1):
            tg.press(panel, button)
            await tg.called("editMessageText", times=number)
        tg.press(panel, "Selesai")
        await tg.called("editMessageText", times=4)
    chosen = CHOSEN.format("Bahasa Indonesia", "perintah saja", 3)
    assert (panel.text, panel.buttons) == (chosen, {})
    async with running():
        tg.say("/settings", chat=tg.group)
        assert (await tg.sent()).text == chosen + ASKED


async def test_only_admins_change_settings(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    member = tg.add_person(72, language_code="id")
    async with running():
        tg.say("/settings", chat=tg.group, user=member)
        refused = await tg.sent()
        tg.say("/settings", chat=tg.group)
        panel = await tg.sent()
        for number, button in enumerate(("English", "3 📰", "Selesai"), start=1):
            tg.press(panel, button, user=member)
            await tg.called("answerCallbackQuery", times=number)
        tg.fail_next("getChatMember", 400, "Bad Request: user not found")
        tg.press(panel, "English", user=member)
        await tg.called("answerCallbackQuery", times=4)
        tg.press(panel, "set:hits:9")
        await tg.called("answerCallbackQuery", times=5)
    only = "Hanya admin yang bisa mengubah cara saya bekerja di grup ini."
    toasts = [query["text"] for query in tg.world.answered_queries]
    assert (refused.text, toasts[:4]) == (only, [only] * 4)
    assert toasts[4].startswith("Tombol ini sudah lama.")
    assert (panel.edits, tg.unread()) == (0, [])


async def test_anonymous_admin_writes_in_the_groups_name(tg: FakeBotAPI, running: Running) -> None:
    channel = {"id": -1009, "type": "channel", "title": "Kanal"}
    async with running():
        tg.say("/settings", chat=tg.group, sender_chat=tg.group, **{"from": ANONYMOUS})
        panel = await tg.sent()
        # The press of a button tells who it was.
        tg.press(panel, "3 📰")
        await tg.called("editMessageText")
        tg.say("/settings", chat=tg.group, sender_chat=channel, **{"from": ANONYMOUS})
        refused = await tg.sent()
    assert "✓ 3 📰" in panel.buttons
    assert refused.text.startswith("Hanya admin")


async def test_commands_only(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("/settings", chat=tg.group)
        panel = await tg.sent()
        tg.press(panel, "perintah saja")
        await tg.called("editMessageText")
        tg.say("/ask internet desa", chat=tg.group)
        answer = await tg.sent()
        tg.say("@arsip_bot internet kota", chat=tg.group)
        tg.say("internet laut", chat=tg.group, reply_to=answer)
        await tg.worked_off()
        tg.say("/ask", chat=tg.group)
        prompt = await tg.sent()
        # The bot asked for this one itself.
        tg.say("internet gunung", chat=tg.group, reply_to=prompt)
        await tg.sent()
        # Another group is another matter.
        tg.say("@arsip_bot internet kota", chat=tg.supergroup)
        await tg.sent()
    texts = [question.text for question in answers.asked]
    assert texts == ["internet desa", "internet gunung", "internet kota"]
    assert tg.unread() == []


async def test_number_of_hits(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/settings", chat=tg.group)
        tg.press(await tg.sent(), "1 📰")
        await tg.called("editMessageText")
        tg.say("/ask internet desa", chat=tg.group)
        answer = await tg.sent()
        before = len(answer.links)
        tg.press(answer, "Lainnya ▸")
        await tg.called("editMessageText", times=2)
    assert (before, len(answer.links)) == (1, 1)
    assert answer.text.startswith("2. Desa terhubung internet, bagian 2")


async def test_settings_move_with_the_group(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    new, other = tg.supergroup, {"id": -1003, "type": "supergroup", "title": "Grup"}
    tg.add_chat(other)
    tg.world.admins.add((tg.forum["id"], 71))
    async with running():
        for old in (tg.group, tg.forum):
            tg.say("/settings", chat=old)
            tg.press(await tg.sent(), "1 📰")
        await tg.called("editMessageText", times=2)
        # Told by Telegram in both chats, the old and the new …
        tg.say(None, chat=tg.group, migrate_to_chat_id=new["id"])
        tg.say(None, chat=new, migrate_from_chat_id=tg.group["id"], sender_chat=new)
        await tg.worked_off()
        tg.say("/ask internet desa", chat=new)
        moved = await tg.sent()
        # … or, later, only when something is sent.
        tg.fail_next("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=other["id"])
        tg.say("/ask internet desa", chat=tg.forum)
        first = await tg.sent()
        tg.say("/ask internet desa", chat=other)
        second = await tg.sent()
    assert [len(one.links) for one in (moved, first, second)] == [1, 1, 1]
    assert first.chat == other


async def test_settings_move_also_when_the_group_has_used_up_what_it_may_ask(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    async with running(settings=replace(settings, questions_per_10_seconds=2)):
        tg.say("/settings", chat=tg.group)
        tg.press(await tg.sent(), "1 📰")
        await tg.called("editMessageText")
        for _ in range(3):
            tg.say("/ask internet desa", chat=tg.group)
        tg.say(None, chat=tg.group, migrate_to_chat_id=tg.supergroup["id"])
        # An answer and a notice; what comes after them in this chat comes after the moving.
        tg.say("/ask internet desa", chat=tg.group, user=tg.add_person(72))
        told = [await tg.sent() for _ in range(3)]
        tg.say("/ask internet desa", chat=tg.supergroup, user=tg.add_person(72))
        answer = await tg.sent()
    # In the old chat what was chosen is forgotten by then.
    assert sorted(len(one.links) for one in told) == [0, 1, 2]
    assert len(answer.links) == 1


async def test_settings_in_private_are_the_language(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/settings")
        assert list((await tg.sent()).buttons) == ["Bahasa Indonesia", "English"]
