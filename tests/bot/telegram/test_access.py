"""Who may use the bot, and what others get to see."""

from dataclasses import replace

import pytest

from bot.configuration.settings import AccessMode, Settings
from bot.telegram.handlers import joining
from bot.telegram.handlers.questions import STALE_AFTER
from bot.telegram.transport.connection import Shutdown
from bot.telegram.transport.delivery import PacedRateLimiter
from bot.telegram.wiring import build_application, build_services
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

BOT = {"id": 123456, "is_bot": True, "first_name": "Arsip", "username": "arsip_bot"}
# Nobody is notified or formatted by what people call themselves.
NAME = "<b>@\u2060Ani</\u2060b>"
CLOSED = "Maaf, bot ini hanya melayani chat tertentu. (ID chat ini: {})"
SHORT = "Maaf, bot ini belum terbuka untuk Anda."
REQUESTED = "Bot ini baru menjawab setelah diizinkan pemiliknya. Permintaannya sudah saya teruskan."


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "PAUSE", 0.05)


@pytest.fixture(params=["allow-list"])
def settings(settings: Settings, tg: FakeBotAPI, request: pytest.FixtureRequest) -> Settings:
    """Person 72 and the supergroup are allowed; 900 is the owner."""
    tg.add_person(900, language_code="id")
    mode: AccessMode = request.param
    return replace(settings, access=mode, allowed_ids=(72, tg.supergroup["id"]))


approval = pytest.mark.parametrize("settings", ["approval"], indirect=True)
both = pytest.mark.parametrize("settings", ["allow-list", "approval"], indirect=True)


def added(tg: FakeBotAPI, chat: dict, by: dict) -> None:
    member = {"status": "member", "user": BOT}
    change = {"chat": chat, "from": by, "date": 1, "new_chat_member": member}
    tg.push(my_chat_member=change | {"old_chat_member": member | {"status": "left"}})


async def test_every_handler_but_a_few_is_guarded(settings: Settings, answers: StandIn) -> None:
    services = build_services(settings, answers, answers.admin, search_timeout=5)
    app = build_application(
        settings,
        services,
        PacedRateLimiter(group_minute=20),
        stale_after=STALE_AFTER,
        token_rejected=Shutdown().token_rejected,
    )
    services.close()
    handlers = [handler for group in app.handlers.values() for handler in group]
    free = [one for one in handlers if one.callback.__name__ != "guarded"]
    # /forget and its buttons; coming into a group, in two ways; a group that moves.
    assert [type(one).__name__ for one in free] == [
        "CommandHandler",
        "CallbackQueryHandler",
        "ChatMemberHandler",
        "MessageHandler",
        "MessageHandler",
    ]
    assert len(handlers) > 30


@both
async def test_people_on_the_list_and_owners_are_answered(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    allowed, owner = tg.add_person(72), tg.add_person(900, language_code="id")
    async with running():
        for user in (allowed, owner):
            tg.say("internet desa", user=user)
            tg.press(await tg.sent(), "Lainnya ▸", user=user)
            tg.elsewhere.summon("@arsip_bot internet", user=user)
            await tg.elsewhere.posted()
            assert (await tg.elsewhere.search("internet", user=user)).cards
        await tg.called("editMessageText", times=2)
        # In a group the group counts; an owner may everywhere.
        tg.say("/ask internet", chat=tg.supergroup)
        await tg.sent()
        tg.say("/ask internet", chat=tg.group, user=owner)
        await tg.sent()
    assert len(answers.asked) == 8


async def test_other_people_are_told_once_that_they_may_not(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        private = await tg.sent()
        question = tg.say("/ask internet desa", chat=tg.forum, thread=7)
        group = await tg.sent()
        tg.say("internet desa", chat=tg.forum, user=tg.add_person(72))
        for text in ("/ask internet", "@arsip_bot internet", "/start", "/settings"):
            tg.say(text, chat=tg.forum, user=tg.add_person(72))
            tg.say(text)
        await tg.worked_off()
    async with running():
        tg.say("internet desa")
        await tg.worked_off()
    assert (private.text, group.text) == (CLOSED.format(71), CLOSED.format(-1002))
    assert (group.reply_to, group.thread_id) == (question["message_id"], 7)
    assert (answers.asked, tg.unread()) == ([], [])


async def test_flood_of_those_who_may_not_gets_no_other_line(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    async with running(settings=replace(settings, questions_per_10_seconds=2)):
        for _ in range(6):
            tg.say("internet desa")
        line = await tg.sent()
        await tg.worked_off()
    assert (line.text, tg.unread()) == (CLOSED.format(71), [])


async def test_people_who_did_not_address_the_bot_are_told_nothing(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.say("biasa saja", chat=tg.group)
        tg.say("/ask@lain_bot internet", chat=tg.group)
        await tg.worked_off()
    assert tg.unread() == []


async def test_inline_and_guest_go_by_the_person(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        offered = await tg.elsewhere.search("internet desa")
        tg.elsewhere.summon("@arsip_bot internet", chat=tg.supergroup)
        post = await tg.elsewhere.posted()
        tg.elsewhere.summon("@arsip_bot internet")
        await tg.worked_off()
    assert (offered.cards, offered.button["text"], post.text) == ([], SHORT, SHORT)
    assert offered.params["is_personal"] is True
    assert (answers.asked, tg.elsewhere.posts) == ([], [])


async def test_decision_buttons_work_for_owners_only(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/ask internet", chat=tg.supergroup)
        answer = await tg.sent()
        answer.chat = tg.group
        tg.press(answer, "Lainnya ▸")
        await tg.called("answerCallbackQuery")
    assert (tg.world.answered_queries[0]["text"], answer.edits) == (SHORT, 0)


async def test_added_to_a_group_that_may_not(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        added(tg, tg.group, tg.person)
        line = await tg.sent()
        tg.say(None, chat=tg.group, new_chat_members=[BOT])
        tg.say("/ask internet", chat=tg.group)
        await tg.worked_off()
        added(tg, tg.supergroup, tg.person)
        greeting = await tg.sent()
    assert (line.text, tg.unread()) == (CLOSED.format(-500), [])
    assert (greeting.chat, greeting.text[:5]) == (tg.supergroup, "Halo!")


async def test_people_without_access_can_have_their_data_deleted(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.say("/hapusdata")
        question = await tg.sent()
        assert question.text.startswith("Maaf") is False
        tg.press(question, "forget:yes")
        await tg.called("editMessageText")


@approval
async def test_owner_lets_a_person_in(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    person = tg.add_person(73, language_code="id")
    person["first_name"] = "<b>@Ani</b>"
    owner = tg.add_person(900, language_code="id")
    async with running():
        tg.say("internet desa", user=person)
        asking, line = await tg.sent(), await tg.sent()
        tg.say("internet desa", user=person)
        await tg.worked_off()
    assert (asking.chat["id"], line.chat["id"], line.text) == (900, 73, REQUESTED)
    assert asking.text == f"{NAME} ingin memakai bot ini. (ID: 73)"
    assert (list(asking.buttons), asking.entities, tg.unread()) == (["Izinkan", "Tolak"], [], [])
    # The buttons work after a restart, and only for owners.
    async with running():
        tg.press(asking, "Izinkan", user=tg.add_person(72))
        await tg.called("answerCallbackQuery")
        assert asking.edits == 0
        tg.press(asking, "Izinkan", user=owner)
        granted = await tg.sent()
        tg.say("internet desa", user=person)
        await tg.sent()
        await tg.elsewhere.search("internet", user=person)
        assert asking.text == f"{NAME} ingin memakai bot ini. (ID: 73)\n✓ Diizinkan"
        tg.press(asking, "Tolak", user=owner)
        await tg.called("editMessageText", times=2)
        tg.say("internet kota", user=person)
        await tg.worked_off()
    assert granted.text == "Pemilik bot sudah memberi izin. Silakan tulis pertanyaannya."
    # The line of today was said.
    assert (tg.unread(), len(answers.asked)) == ([], 2)
    assert asking.text.endswith("\n✗ Ditolak")


@approval
async def test_owner_lets_a_group_in(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    owner = tg.add_person(900, language_code="id")
    async with running():
        added(tg, tg.group, tg.person)
        asking, line = await tg.sent(), await tg.sent()
        tg.press(asking, "Izinkan", user=owner)
        granted = await tg.sent()
        # The permission moves along.
        tg.say(None, chat=tg.group, migrate_to_chat_id=tg.forum["id"])
        await tg.worked_off()
        tg.say("/ask internet", chat=tg.forum)
        answer = await tg.sent()
    assert asking.text == (
        "Grup “Grup” ingin memakai bot ini; yang meminta Pembaca. (ID: -500)\n✓ Diizinkan"
    )
    assert (line.text, line.chat) == (REQUESTED, tg.group)
    assert granted.text.endswith("Tulis /tanya@arsip_bot diikuti pertanyaan.")
    assert answer.text.startswith("1. Desa terhubung")


@approval
async def test_group_that_an_owner_adds_is_let_in(tg: FakeBotAPI, running: Running) -> None:
    owner = tg.add_person(900, language_code="id")
    async with running():
        added(tg, tg.group, owner)
        greeting = await tg.sent()
        tg.say("/ask internet", chat=tg.group)
        answer = await tg.sent()
    assert (greeting.text[:5], answer.text[:2], tg.unread()) == ("Halo!", "1.", [])


@approval
async def test_owner_who_cannot_be_asked_and_chat_that_cannot_be_told(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    owner = tg.add_person(900)
    async with running():
        tg.world.unreachable[900] = "bot was blocked by the user"
        tg.say("internet desa")
        assert (await tg.sent()).text == REQUESTED
        del tg.world.unreachable[900]
        tg.say("/ask internet", chat=tg.group)
        asking, _ = await tg.sent(), await tg.sent()
        tg.world.unreachable[-500] = "bot was kicked from the group chat"
        tg.press(asking, "Izinkan", user=owner)
        await tg.until(lambda: asking.edits == 1)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


@approval
async def test_anonymous_admin_is_not_an_owner(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say(
            "/ask internet",
            chat=tg.group,
            sender_chat=tg.group,
            **{"from": {**tg.person, "id": 900}},
        )
        await tg.sent()
    assert answers.asked == []
