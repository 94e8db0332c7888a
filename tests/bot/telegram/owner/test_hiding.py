"""Articles hidden and shown again by the archive's owner, from the chat."""

from pathlib import Path
from shutil import copytree

import pytest

from bot.configuration.settings import Settings
from bot.wiring import build_archive
from index.errors import ArchiveError
from index.models.embedder import OnnxEmbedder
from tests.support.bot_api.server import FakeBotAPI, Json
from tests.support.running import Running, serving
from tests.support.stand_in import StandIn, article, hit

UNKNOWN = "Perintah itu tidak saya kenal. Yang saya bisa: /help"
OLD = "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."
HOW = (
    "Untuk menyembunyikan artikel, balas sebuah jawaban dengan /hide dan nomornya, misalnya "
    "/hide 2, atau tulis /hide lalu alamat artikelnya."
)
NUMBER_ALONE = (
    "Nomor saja belum cukup: balas jawaban yang memuat artikelnya, misalnya dengan /hide 2."
)
BYLINE = "VIVA · 16 Oktober 2019"


@pytest.fixture
def owner(tg: FakeBotAPI) -> Json:
    return tg.add_person(900, language_code="id")


def titled(number: int) -> str:
    return f"Desa terhubung internet, bagian {number}"


def hidden(answers: StandIn) -> list[str]:
    return [entry.article.id for entry in answers.admin.entries]


async def test_hit_is_hidden_by_number_and_back_again(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("internet desa", user=owner)
        answer = await tg.sent()
        tg.say("/hide 2", user=owner, reply_to=answer)
        notice = await tg.sent()
        assert notice.text == (
            f"Disembunyikan:\n\n{titled(2)}\n{BYLINE}\n\nMulai sekarang artikel ini tidak muncul "
            "lagi di mana pun, juga setelah arsip dibangun ulang."
        )
        assert notice.links == ["https://berita.example/arsip/2"]
        assert hidden(answers) == ["a2"]
        tg.press(notice, "Batalkan", user=owner)
        await tg.until(lambda: notice.edits == 1)
        assert notice.text == f"Ditampilkan lagi:\n\n{titled(2)}\n{BYLINE}"
        assert hidden(answers) == []
        tg.press(notice, "Sembunyikan", user=owner)
        await tg.until(lambda: notice.edits == 2)
        assert (hidden(answers), list(notice.buttons)) == (["a2"], ["Batalkan"])
        # The numbers are those that people see, whatever has been hidden since.
        tg.say("/sembunyikan 3", user=owner, reply_to=answer)
        await tg.sent()
        assert hidden(answers) == ["a2", "a3"]
        tg.say("/unhide 2", user=owner, reply_to=answer)
        assert (await tg.sent()).text == f"Ditampilkan lagi:\n\n{titled(2)}\n{BYLINE}"
        tg.say("/tampilkan 2", user=owner, reply_to=answer)
        again = await tg.sent()
    assert again.text == f"Artikel ini tidak sedang disembunyikan:\n\n{titled(2)}\n{BYLINE}"
    assert hidden(answers) == ["a3"]


async def test_kept_answers_are_shown_without_it(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.group)
        in_group = await tg.sent()
        tg.say("internet desa")
        answer = await tg.sent()
        for url in ("https://berita.example/arsip/1", "https://berita.example/arsip/5"):
            tg.say(f"/hide {url}", user=owner)
            await tg.sent()
        tg.press(answer, "Lainnya ▸")
        await tg.until(lambda: answer.edits == 1)
        assert titled(5) not in answer.text
        assert titled(6) in answer.text
        assert list(answer.buttons)[:1] == ["◂ Sebelumnya"]
        tg.press(answer, "◂ Sebelumnya")
        await tg.until(lambda: answer.edits == 2)
        assert [line for line in answer.text.splitlines() if line[1:3] == ". "] == [
            f"2. {titled(2)}",
            f"3. {titled(3)}",
            f"4. {titled(4)}",
        ]
        tg.say("/start " + in_group.buttons["Buka di chat pribadi"].partition("start=")[2])
        opened = await tg.sent()
        assert titled(1) not in opened.text
        # A link to the article itself and its button.
        answers.articles.pop(article(1).reference)
        tg.say(f"/start r_{article(1).reference}")
        assert (await tg.sent()).text == "Artikel ini sudah tidak ada di arsip."


async def test_without_a_word_the_hidden_ones_are_listed(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("/hide", user=owner)
        assert (await tg.sent()).text == f"Tidak ada artikel yang disembunyikan.\n\n{HOW}"
        for rank in (1, 2):
            answers.admin.hide(hit(rank).article)
        tg.say("/unhide", user=owner)
        listed = await tg.sent()
        since = "disembunyikan 1 Maret 2026"
        assert listed.text.split("\n\n") == [
            "Artikel yang disembunyikan: 2",
            f"1. {titled(1)}\n{BYLINE}\n{since}",
            f"2. {titled(2)}\n{BYLINE}\n{since}",
            HOW,
        ]
        assert list(listed.buttons) == ["↩ 1", "↩ 2"]
        tg.press(listed, "↩ 1", user=owner)
        await tg.until(lambda: listed.edits == 1)
        assert listed.text.split("\n\n")[1] == f"1. {titled(2)}\n{BYLINE}\n{since}"
        assert tg.world.answered_queries[0]["text"] == f"Ditampilkan lagi: {titled(1)}"
        assert hidden(answers) == ["a2"]


async def test_long_lists_have_pages(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    for rank in range(1, 10):
        answers.admin.hide(hit(rank).article)
    async with running():
        tg.say("/hide", user=owner)
        listed = await tg.sent()
        tg.press(listed, "Lainnya ▸", user=owner)
        await tg.until(lambda: listed.edits == 1)
        assert listed.text.split("\n\n")[1].startswith(f"9. {titled(9)}")
        assert list(listed.buttons) == ["↩ 9", "◂ Sebelumnya"]
        tg.press(listed, "↩ 9", user=owner)
        await tg.until(lambda: listed.edits == 2)
    assert list(listed.buttons) == [f"↩ {number}" for number in range(1, 9)]


async def test_unknown_article_gets_one_line(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    async with running():
        tg.say("internet desa", user=owner)
        answer = await tg.sent()
        tg.say("nothing", user=owner)
        nothing = await tg.sent()
        post = tg.say("Baca https://berita.example/arsip/4 ya", user=owner)
        await tg.sent()
        said: list[tuple[str, object]] = [
            ("/hide 8", answer),
            ("/hide", answer),
            ("/hide 1", nothing),
            ("/hide 1", None),
            ("/hide https://berita.example/lain", None),
            ("/hide https://berita.example/arsip/1 https://berita.example/arsip/2", None),
        ]
        replies = []
        for text, replied in said:
            tg.say(text, user=owner, reply_to=replied)
            replies.append((await tg.sent()).text)
        assert replies == [
            "Di jawaban itu tidak ada artikel nomor 8.",
            "Artikelnya lebih dari satu. Sebut nomornya, misalnya /hide 2, atau satu alamat saja.",
            NUMBER_ALONE,
            NUMBER_ALONE,
            "Artikel itu tidak ada di arsip: https://berita.example/lain",
            "Artikelnya lebih dari satu. Sebut nomornya, misalnya /hide 2, atau satu alamat saja.",
        ]
        assert hidden(answers) == []
        # The only article of a message needs no number.
        tg.say("/hide", user=owner, reply_to=post)
        assert titled(4) in (await tg.sent()).text
        tg.say("/hide https://berita.example/arsip/4", user=owner)
        again = await tg.sent()
        assert again.text == f"Artikel ini memang sudah disembunyikan:\n\n{titled(4)}\n{BYLINE}"
        assert list(again.buttons) == ["Tampilkan lagi"]


async def test_article_that_is_being_read(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    answers.articles = {made.reference: made for made in (article(1, url=""), article(2))}
    async with running():
        for number in (1, 2):
            tg.say(f"/start r_{article(number).reference}", user=owner)
            tg.say("/hide", user=owner, reply_to=await tg.sent())
            assert (await tg.sent()).text.splitlines()[2] == titled(number)
    assert hidden(answers) == ["a1", "a2"]


async def test_other_people_cannot_hide_articles(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    command = f"/hide r_{hit(1).article.reference}"
    async with running():
        tg.say(command, user=owner)
        notice = await tg.sent()
        # A stranger in private, and presses of a button that only an owner can have.
        tg.say("/hide a2")
        assert (await tg.sent()).text == UNKNOWN
        tg.press(notice, "Batalkan")
        await tg.until(lambda: tg.world.answered_queries)
        assert tg.world.answered_queries[0]["text"] == OLD
        # In groups: nothing at all, but for an owner.
        tg.say("/hide a2", chat=tg.group)
        channel = {"id": -1009, "type": "channel", "title": "Kanal"}
        tg.say("/hide a2", chat=tg.group, user=owner, sender_chat=channel)
        tg.say("/hide a2", chat=tg.group, user=owner)
        hint = await tg.sent()
        assert hint.text == "Perintah itu hanya untuk chat pribadi dengan saya."
        assert tg.unread() == []
    assert hidden(answers) == ["a1"]


async def test_owner_is_asked_again_when_it_could_not_be_written(
    tg: FakeBotAPI, running: Running, answers: StandIn, owner: Json
) -> None:
    answers.admin.error = ArchiveError("hidden.jsonl cannot be written: disk full")
    async with running():
        tg.say("/hide a1", user=owner)
        assert (await tg.sent()).text == "Gagal: hidden.jsonl cannot be written: disk full"


async def test_with_a_real_archive(
    tg: FakeBotAPI, settings: Settings, sample_data: Path, embedder: OnnxEmbedder, owner: Json
) -> None:
    copytree(sample_data, settings.data_dir, dirs_exist_ok=True)
    question = "apa kata Kominfo soal media sosial"
    async with serving(settings, *build_archive(settings)):
        tg.say(question)
        answer = await tg.sent()
        first = next(line for line in answer.text.splitlines() if line.startswith("1. "))
        tg.say(question, user=owner)
        tg.say("/hide 1", user=owner, reply_to=await tg.sent())
        title = (await tg.sent()).text.splitlines()[2]
        assert title == first.removeprefix("1. ")
        tg.say(question)
        assert title not in (await tg.sent()).text
        (settings.data_dir / "hidden.jsonl").unlink()
        tg.say(question)
        assert (await tg.sent()).text == answer.text
