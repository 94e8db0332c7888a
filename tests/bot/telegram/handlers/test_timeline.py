"""Timelines of a topic: the command, the reply that names one, pages and pictures."""

import itertools
from dataclasses import replace

from bot.telegram.app import Timeouts
from index.errors import SnapshotUnusable
from index.query.filters import Filters
from index.query.parse import ParsedQuery, literal_query
from index.search.stories.topics import Topic
from tests.support.bot_api.photos import SIGNATURE, SentPhoto
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn, topic

PROMPT = "Topik apa yang mau dilihat linimasanya? Balas pesan ini dengan topiknya."


async def test_short_timeline_is_the_caption_of_its_chart(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=3, also=2)}
    async with running():
        tg.say("/linimasa internet desa")
        photo = await tg.sent()
        await tg.worked_off()
        assert tg.unread() == []
    assert isinstance(photo, SentPhoto)
    assert (photo.picture[:8], photo.size) == (SIGNATURE, (1080, 720))
    assert photo.text.splitlines() == [
        "Linimasa: internet desa",
        "3 berita dalam 5 artikel, Sep–Okt 2019",
        "",
        "29 Sep 2019 · Desa terhubung internet, bagian 1 · VIVA · +2 artikel serupa",
        "",
        "30 Sep 2019 · Desa terhubung internet, bagian 2 · VIVA",
        "",
        "1 Okt 2019 · Desa terhubung internet, bagian 3 · VIVA",
    ]
    assert photo.links == [f"https://berita.example/arsip/{n}" for n in (1, 2, 3)]
    assert photo.buttons == {}


async def test_pages_of_a_long_timeline_turn_below_its_chart_after_a_restart(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=40)}
    async with running():
        tg.say("/timeline internet desa")
        photo = await tg.sent()
        seen = [photo.text.splitlines()[-1]]
        buttons = [list(photo.buttons)]
    answers.topics = {}
    async with running():
        turns = ("Lebih baru ▸", "Terbaru ⏭", "◂ Lebih awal", "⏮ Terlama")
        for edits, button in enumerate(turns, 1):
            tg.press(photo, button)
            await tg.until(lambda edits=edits: photo.edits == edits)
            seen.append(photo.text.splitlines()[-1])
            buttons.append(list(photo.buttons))
        assert tg.unread() == []
    assert isinstance(photo, SentPhoto)
    assert seen == [f"Halaman {n} dari 4" for n in (1, 2, 4, 3, 1)]
    first, earlier, later, last = "⏮ Terlama", "◂ Lebih awal", "Lebih baru ▸", "Terbaru ⏭"
    assert buttons == [
        [later, last],
        [earlier, later, last],
        [first, earlier],
        [first, earlier, later],
        [later, last],
    ]
    assert photo.text.splitlines()[:4] == [
        "Linimasa: internet desa",
        "40 artikel, Sep–Nov 2019",
        "",
        "29 Sep 2019 · Desa terhubung internet, bagian 1 · VIVA",
    ]


async def test_timeline_in_a_group_is_a_reply_in_the_topic(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        asked = tg.say("/timeline@arsip_bot internet desa", chat=tg.forum, thread=7)
        photo = await tg.sent()
    assert (photo.chat["id"], photo.thread_id) == (tg.forum["id"], 7)
    assert photo.reply_to == asked["message_id"]


async def test_without_a_topic_it_asks_for_one(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/linimasa", chat=tg.supergroup)
        prompt = await tg.sent()
    # Also after a restart, and whoever replies.
    async with running():
        reply = tg.say("internet desa", chat=tg.supergroup, reply_to=prompt)
        photo = await tg.sent()
        tg.edit(reply, "internet kota")
        await tg.worked_off()
        assert tg.unread() == []
    assert prompt.text == PROMPT
    assert prompt.reply_markup["force_reply"] is True
    assert prompt.reply_markup["selective"] is True
    assert isinstance(photo, SentPhoto)
    assert photo.reply_to == reply["message_id"]
    assert (answers.topics_asked, answers.asked) == (["internet desa"], [])


async def test_command_in_reply_takes_the_topic_of_that_message(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("bagaimana internet desa?")
        answer = await tg.sent()
        tg.say("/linimasa", reply_to=answer)
        await tg.sent()
        other = tg.say("jalan rusak", chat=tg.group)
        tg.say("/linimasa", chat=tg.group, reply_to=other)
        await tg.sent()
    assert answers.topics_asked == ["internet desa", "jalan rusak"]


async def test_topic_without_stories(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    answers.topics = {"vaksin <b>": Topic(query=literal_query("vaksin <b>"), stories=())}
    async with running():
        tg.say("/linimasa vaksin <b>")
        said = await tg.sent()
    lines = said.text.split("\n\n")
    assert lines[0] == "Tidak ada berita tentang “vaksin <b>” di arsip ini."
    assert lines[1].startswith("Sudah dicari di 17.891 artikel dari VIVA, Kompas, Tempo")
    assert lines[-1] == "Tidak ada di arsip ini bukan berarti tidak pernah terjadi."
    assert not isinstance(said, SentPhoto)


async def test_where_pictures_are_not_allowed_the_text_comes_alone(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=13)}
    tg.fail_next("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
    async with running():
        tg.say("/linimasa internet desa", chat=tg.group)
        said = await tg.sent()
        tg.press(said, "Lebih baru ▸")
        await tg.until(lambda: said.edits == 1)
        assert tg.unread() == []
    assert not isinstance(said, SentPhoto)
    # A message of its own has room for twelve.
    assert said.text.splitlines()[3:] == [
        "11 Okt 2019 · Desa terhubung internet, bagian 13 · VIVA",
        "",
        "Halaman 2 dari 2",
    ]


async def test_single_article_needs_no_chart(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=1)}
    async with running():
        tg.say("/linimasa internet desa")
        said = await tg.sent()
    assert not isinstance(said, SentPhoto)
    assert said.text.splitlines()[1] == "1 artikel, Sep 2019"


async def test_archive_that_cannot_be_searched(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = SnapshotUnusable("gone")
    async with running(timeouts=Timeouts(search_timeout=0.3)):
        tg.say("/linimasa internet desa")
        gone = await tg.sent()
        answers.error = None
        tg.say("/linimasa hang")
        slow = await tg.sent()
        tg.say("/linimasa internet desa", date=1_500_000_000)
        tg.say("internet desa")
        late = await tg.sent()
        answers.gate.set()
    assert [said.text.split(".")[0] for said in (gone, slow, late)] == [
        "Maaf, arsipnya sedang tidak bisa dibuka",
        "Maaf, pencariannya terlalu lama",
        "Maaf, tadi saya sedang tidak aktif dan pertanyaan ini terlewat",
    ]


async def test_button_of_a_timeline_that_is_gone(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/linimasa internet desa")
        photo = await tg.sent()
        tg.press(photo, "timeline:gone:1")
        (toast,) = await tg.called("answerCallbackQuery")
    assert toast["text"] == "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."


async def test_articles_hidden_since_are_on_no_page(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=13)}
    async with running():
        tg.say("/linimasa internet desa")
        pages = await tg.sent()
        for story in answers.topics["internet desa"].stories[:2]:
            answers.admin.hide(story.first)
        tg.press(pages, "Lebih baru ▸")
        await tg.until(lambda: pages.edits == 1)
    assert pages.text.splitlines()[-1] == "9 Okt 2019 · Desa terhubung internet, bagian 11 · VIVA"
    # What is left has room on one page.
    assert (pages.links[-1], pages.buttons) == ("https://berita.example/arsip/11", {})


async def test_longest_titles_outlets_and_topics_fit(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    made = topic("😀 & " * 100, days=40, also=3)
    long = {"title": "Kata <&> @nama " * 40, "source": "Outlet.com & " * 20}
    stories = (replace(one, first=replace(one.first, **long)) for one in made.stories)
    words = tuple((f"salah{n}", "benar " * 20) for n in range(9))
    answers.topics["panjang"] = replace(
        made,
        stories=tuple(stories),
        query=replace(
            made.query,
            filters=Filters(outlets=("detik.com " * 9,) * 9),
            problems=("after:besok " * 9,) * 9,
        ),
        corrections=words,
    )
    async with running():
        tg.say("/linimasa panjang")
        photo = await tg.sent()
        tg.press(photo, "Terbaru ⏭")
        await tg.until(lambda: photo.edits == 1)
    assert isinstance(photo, SentPhoto)
    # At least one story, and nothing in its names becomes live.
    assert len(photo.links) >= 1
    assert {entity["type"] for entity in photo.entities} == {"bold", "text_link", "italic"}


async def test_english_reader(tg: FakeBotAPI, running: Running) -> None:
    english = tg.add_person(72, language_code="en")
    async with running():
        tg.say("/timeline village internet", user=english)
        photo = await tg.sent()
    assert photo.text.splitlines()[:2] == [
        "Timeline: village internet",
        "5 articles, Sep–Oct 2019",
    ]


async def test_menus_of_both_languages_have_it(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        await tg.called("setMyCommands", times=6)
    names = {
        key: [entry["command"] for entry in entries] for key, entries in tg.world.commands.items()
    }
    found = itertools.chain.from_iterable(names.values())
    assert {"linimasa", "timeline"} <= set(found)


async def test_forgotten_with_the_person(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {"internet desa": topic(days=13)}
    async with running():
        tg.say("/linimasa internet desa")
        photo = await tg.sent()
        tg.say("/hapusdata")
        asked = await tg.sent()
        tg.press(asked, "forget:yes")
        await tg.until(lambda: asked.edits == 1)
        tg.press(photo, "Lebih baru ▸")
        *_, toast = await tg.called("answerCallbackQuery", times=2)
    assert toast["text"] == "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."
    assert photo.edits == 0


async def test_an_outlet_alone_is_no_topic(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.topics = {
        "sumber:viva": Topic(query=ParsedQuery(filters=Filters(outlets=("viva",))), stories=())
    }
    async with running():
        tg.say("/linimasa sumber:viva")
        assert (await tg.sent()).text == PROMPT
