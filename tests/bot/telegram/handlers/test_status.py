"""/status: what works, and why not."""

import pytest

from index.errors import ArchiveError
from tests.bot.telegram.handlers.test_joining import ADMIN, BOT, RESTRICTED
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

PRIVACY = (
    "✗ Sebutan @arsip_bot: tertahan oleh mode privasi Telegram. Jadikan saya admin; atau minta "
    "pemilik saya mematikan mode itu di @BotFather (/setprivacy), lalu keluarkan dan masukkan "
    "saya lagi."
)
INLINE = "✓ Di chat mana pun: ketik @arsip_bot dan pertanyaan, lalu pilih yang mau dikirim."
NO_INLINE = "✗ Mode inline: belum dinyalakan pemilik saya (/setinline di @BotFather)."
GUEST = "✓ Di chat tanpa saya: sebut @arsip_bot bersama pertanyaan."
NO_GUEST = "✗ Sebutan di chat tanpa saya: mode tamu belum dinyalakan pemilik saya (di @BotFather)."


async def status(tg: FakeBotAPI, chat: dict) -> list[str]:
    tg.say("/status", chat=chat)
    return (await tg.sent()).text.splitlines()


async def test_status_in_a_group_with_privacy_mode(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        lines = await status(tg, tg.group)
    assert lines[:12] == [
        "Di grup ini:",
        "✓ Pertanyaan dengan /tanya@arsip_bot",
        "✓ Balasan ke pesan saya",
        PRIVACY,
        NO_INLINE,
        NO_GUEST,
        "",
        "Bahasa: Ikut penanya",
        "Saya menjawab: perintah, balasan, dan sebutan",
        "Kutipan dalam satu jawaban: paling banyak 2",
        "Admin bisa mengubahnya dengan /pengaturan@arsip_bot",
        "",
    ]
    assert lines[12].startswith("Arsip: ")


async def test_status_in_a_group_where_everything_works(tg: FakeBotAPI, running: Running) -> None:
    tg.world.inline = True
    async with running():
        # Read when it is asked: the owner may just have changed it.
        tg.world.flags |= {"supports_guest_queries": True}
        tg.world.members[tg.group["id"], BOT["id"]] = ADMIN
        lines = await status(tg, tg.group)
        del tg.world.members[tg.group["id"], BOT["id"]]
        tg.world.flags |= {"can_read_all_group_messages": True}
        same = await status(tg, tg.group)
    mentions = "✓ Sebutan @arsip_bot"
    assert lines[1:6] == [
        "✓ Pertanyaan dengan /tanya",
        "✓ Balasan ke pesan saya",
        mentions,
        INLINE,
        GUEST,
    ]
    assert same[1:6] == lines[1:6]


async def test_status_in_a_group_that_restricts_the_bot(tg: FakeBotAPI, running: Running) -> None:
    tg.world.inline = True
    tg.world.admins.add((tg.group["id"], 71))
    member = RESTRICTED | {"can_send_messages": True}
    tg.group["permissions"] = {"can_send_other_messages": False}
    async with running():
        tg.say("/settings", chat=tg.group)
        tg.press(await tg.sent(), "perintah saja")
        await tg.called("editMessageText")
        tg.world.members[tg.group["id"], BOT["id"]] = member
        lines = await status(tg, tg.group)
    assert lines[1:5] == [
        "✓ Pertanyaan dengan /tanya@arsip_bot",
        "✗ Balasan dan sebutan: admin memilih perintah saja.",
        "✓ Hak saya di sini dibatasi, tetapi saya boleh menulis.",
        "✗ Mode inline: anggota grup ini tidak boleh memakai bot dengan cara itu.",
    ]


async def test_permissions_that_telegram_does_not_tell(tg: FakeBotAPI, running: Running) -> None:
    tg.world.inline = True
    tg.fail_next("getChat", 400, "Bad Request: chat not found")
    async with running():
        assert INLINE in await status(tg, tg.group)


async def test_status_in_private(tg: FakeBotAPI, running: Running) -> None:
    tg.world.inline = True
    async with running():
        lines = await status(tg, tg.private)
    assert lines[:3] == [INLINE, NO_GUEST, ""]
    assert lines[3].startswith("Arsip: ")
    assert lines[-1].startswith("Indeks dibuat ")


async def test_archive_that_cannot_be_opened(
    tg: FakeBotAPI, running: Running, answers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise ArchiveError("gone")

    monkeypatch.setattr(answers.admin, "current", gone)
    async with running():
        lines = await status(tg, tg.private)
    assert lines[-1] == "Maaf, arsipnya sedang tidak bisa dibuka. Coba lagi nanti, ya."
