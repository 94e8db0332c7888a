"""Private chats: a person, the bot, and everything between them but Telegram."""

import time

import pytest

from bot.answers.types import Question
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import SENTENCE, StandIn

FOOTER = "Arsip: 17.891 artikel, Mar–Okt 2019"


async def test_question(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("internet desa")
        reply = await tg.sent()
    assert answers.asked == [Question(text="internet desa", language="id")]
    assert reply.parts("blockquote") == [f"“{SENTENCE}” — Kepala dinas"] * 3
    assert reply.text.splitlines()[-1] == FOOTER
    assert list(reply.buttons) == [
        *("Lainnya ▸", "Terbaru dulu", "📖 1", "📖 2", "📖 3"),
        *("📎 Bukti", "🖼 Kartu kutipan", "👍", "👎", "🔔 Beri tahu saya"),
    ]
    # One call, no quoting of the question, no preview that pushes the answer away.
    assert {call.method for call in tg.calls} & {"sendChatAction", "editMessageText"} == set()
    assert (reply.reply_to, reply.thread_id) == (None, None)
    assert reply.params["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("word", "first_line", "buttons"),
    [
        (
            "related",
            "Belum tentu menjawab. Yang paling dekat di arsip ini:",
            ["Lainnya ▸", "🖼 Kartu kutipan", "🔔 Beri tahu saya"],
        ),
        ("nothing", "Tidak ketemu di arsip ini.", ["🔔 Beri tahu saya"]),
    ],
)
async def test_other_outcomes(
    tg: FakeBotAPI, running: Running, word: str, first_line: str, buttons: list[str]
) -> None:
    async with running():
        tg.say(f"{word} di sini")
        reply = await tg.sent()
    shown = list(reply.buttons)
    ends = shown[:1] + shown[-2:] if len(shown) > 2 else shown
    assert (reply.text.splitlines()[0], ends) == (first_line, buttons)


async def test_closest_passages_are_shown_but_not_claimed(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("related di sini")
        private = await tg.sent()
        tg.say("/ask related di sini", chat=tg.group)
        group = await tg.sent()
    for message, shown in ((private, 3), (group, 2)):
        assert message.parts("blockquote") == [f"“{SENTENCE}” — Kepala dinas"] * shown
        assert message.parts("expandable_blockquote") == []
        assert message.text.splitlines().count("Tidak disebut: Indosat") == shown
        assert {"👍", "👎"} & set(message.buttons) == set()


async def test_thanks_and_greetings_are_not_searched(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("makasih ya kak")
        thanked = await tg.sent()
        tg.say("halo bot")
        greeted = await tg.sent()
    assert answers.asked == []
    assert thanked.text == "Siap! Kalau ada yang mau dicari lagi, tulis saja."
    assert greeted.text.startswith("Halo! Tulis saja pertanyaannya")


async def test_language_of_the_person(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    spoken = {"id": "id", "en-US": "en", "ms": "id", "fr": "id", None: "id"}
    async with running():
        for number, code in enumerate(spoken):
            tg.say("internet", user=tg.add_person(72 + number, language_code=code))
            await tg.sent()
    assert [question.language for question in answers.asked] == list(spoken.values())


COMMANDS = {
    "/start": ("Halo! Saya mencari jawaban di arsip berita", FOOTER),
    "/start a_deeplink": ("Jawaban itu sudah tidak tersimpan.", ""),
    "/start r_0123456789abcdef": ("Artikel ini sudah tidak ada di arsip.", ""),
    "/start something": ("Halo!", FOOTER),
    "/START@Arsip_Bot": ("Halo!", FOOTER),
    "/help": ("Tulis pertanyaan dengan kalimat biasa", "/tanya – Cari jawaban di arsip berita"),
    "/language": ("Saya sebaiknya memakai bahasa apa?", ""),
    "/ask": ("Mau tanya apa?", ""),
    "/tanya   ": ("Mau tanya apa?", ""),
    "/ask internet desa": ("1. Desa terhubung", FOOTER),
    "/tanya@arsip_bot internet desa": ("1. Desa terhubung", FOOTER),
    "/stop": ("Perintah itu tidak saya kenal.", "/help"),
    "👍": ("Saya belum menangkap pertanyaannya.", ""),
}


async def test_commands(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        for command, (begins, contains) in COMMANDS.items():
            tg.say(command)
            reply = await tg.sent()
            assert reply.text[: len(begins)] == begins
            assert contains in reply.text
    assert tg.unread() == []


async def test_commands_are_not_part_of_the_question(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for text in ("/ask 😀 apa kata\nKominfo /ask", "  apa   kata Kominfo @arsip_bot "):
            tg.say(text)
            await tg.sent()
    assert [question.text for question in answers.asked] == [
        "😀 apa kata Kominfo /ask",
        "apa kata Kominfo",
    ]


async def test_prompt_forces_a_reply_from_the_asker_only(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/ask")
        prompt = await tg.sent()
        tg.say("internet desa", reply_to=prompt)
        reply = await tg.sent()
    assert prompt.reply_markup == {
        "force_reply": True,
        "selective": True,
        "input_field_placeholder": "Tulis pertanyaan…",
    }
    assert reply.text.splitlines()[0] == "1. Desa terhubung internet, bagian 1"


async def test_message_without_text_gets_one_line(tg: FakeBotAPI, running: Running) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    async with running():
        tg.say(None, sticker={**sticker, "is_animated": False, "is_video": False})
        first = await tg.sent()
        for _ in range(3):
            tg.say(None, photo=photo, media_group_id="album")
        second = await tg.sent()
        tg.say(None, photo=photo, caption="internet desa")
        third = await tg.sent()
        tg.say(None, delete_chat_photo=True)
        await tg.worked_off()
    line = (
        "Saya hanya bisa membaca teks. Tulis pertanyaan, teruskan berita, atau kirim tautannya, ya."
    )
    assert (first.text, second.text) == (line, line)
    assert third.text.splitlines()[0] == "1. Desa terhubung internet, bagian 1"
    assert tg.unread() == []


async def test_updates_that_are_no_new_message_are_ignored(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    robot = {"id": 5, "is_bot": True, "first_name": "Lain", "username": "lain_bot"}
    async with running():
        await tg.until(lambda: tg.world.allowed_updates)
        # Sent although the bot does not ask for them: a server may be wrong about that.
        tg.world.allowed_updates = []
        for kind in ("channel_post", "edited_channel_post", "business_message"):
            tg.say("internet desa", kind=kind)
        tg.say("internet desa", via_bot=robot)
        tg.say("internet desa", **{"from": robot})
        await tg.worked_off()
    assert (answers.asked, tg.unread()) == ([], [])


async def test_kinds_of_updates_the_bot_asks_for(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        await tg.until(lambda: tg.world.allowed_updates)
    assert tg.world.allowed_updates == [
        "message",
        "edited_message",
        "callback_query",
        "guest_message",
        "inline_query",
        "my_chat_member",
    ]


async def test_long_text_is_cut_at_a_word(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        reply = tg.say("kata " * 800)
        tg.say("tanya " * 600, reply_to=reply)
        await tg.sent()
        await tg.sent()
    first, second = (question.text for question in answers.asked)
    assert first == ("kata " * 800).strip()
    # The question itself comes first, and a line of its own.
    assert second == ("tanya " * 600).strip() + "\n" + ("kata " * 99).strip()


async def test_text_is_normalised(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("cafe\u0301 \ud83d desa")
        await tg.sent()
    assert [question.text for question in answers.asked] == ["caf\u00e9 desa"]


async def test_a_paste_that_the_app_has_split_gets_one_answer(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    part = "Menara internet desa roboh dihantam angin. " * 60
    async with running():
        for text in (part, part, "Terima kasih."):
            tg.say(text)
        await tg.sent()
        await tg.worked_off()
        assert (len(answers.asked), tg.unread()) == (1, [])
        # Later, by somebody else, forwarded, in reply, or after a short message: something else.
        tg.say("internet kota", date=time.time() + 60)
        await tg.sent()
        tg.say(part)
        tg.say("internet laut", user=tg.add_person(72))
        origin = {"type": "hidden_user", "date": int(time.time()), "sender_user_name": "A"}
        tg.say("internet gunung", forward_origin=origin)
        for _ in range(3):
            await tg.sent()
        tg.say("/ask " + part)
        tg.say("/ask internet pulau")
        tg.say("internet hutan")
        for _ in range(3):
            await tg.sent()
        tg.say("/ask " + part)
        tg.say(part)
        await tg.sent()
        await tg.worked_off()
    assert tg.unread() == []
    assert len(answers.asked) == 9


async def test_the_other_pictures_of_a_captioned_album_get_no_reply(
    tg: FakeBotAPI, running: Running
) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    async with running():
        tg.say(None, photo=photo, media_group_id="album", caption="internet desa")
        for _ in range(3):
            tg.say(None, photo=photo, media_group_id="album")
        await tg.sent()
        await tg.worked_off()
    assert tg.unread() == []


async def test_commands_work_in_captions(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]

    def caption(text: str) -> dict:
        end = len(text.split()[0])
        entities = [{"type": "bot_command", "offset": 0, "length": end}]
        return {"caption": text, "caption_entities": entities}

    async with running():
        tg.say(None, photo=photo, **caption("/tanya internet desa"))
        assert (await tg.sent()).text.startswith("1. Desa")
        tg.say(None, photo=photo, **caption("/help"))
        assert "/tanya" in (await tg.sent()).text
    assert [question.text for question in answers.asked] == ["internet desa"]


async def test_old_questions_get_one_apology_and_the_newest_an_answer(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for age in (3600, 1800, 601):
            tg.say(f"internet {age}", date=time.time() - age)
        first, second = await tg.sent(), await tg.sent()
    assert first.text.startswith("Maaf, tadi saya sedang tidak aktif")
    assert second.text.startswith("1. Desa")
    assert ([question.text for question in answers.asked], tg.unread()) == (["internet 601"], [])


async def test_many_questions_at_once(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        for number in range(40):
            tg.say(f"internet {number}", user=tg.add_person(1000 + number))
        replies = [await tg.sent() for _ in range(40)]
    assert {reply.chat["id"] for reply in replies} == set(range(1000, 1040))
    assert len(answers.asked) == 40
