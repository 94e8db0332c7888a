"""Inline mode: cards to choose from, in any chat."""

import pytest
from sqlite_utils import Database

from bot.configuration.settings import Settings
from bot.telegram.handlers.inline import Drafts
from index.errors import ArchiveError
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import SENTENCE, StandIn, hit

OPEN = "Buka di chat pribadi"


def asked(answers: StandIn) -> list[str]:
    return [question.text for question in answers.asked]


async def test_cards_and_what_choosing_one_posts(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        offered = await tg.elsewhere.search("internet desa")
        post = tg.elsewhere.choose(offered, 1)
        (address,) = post.buttons.values()
        tg.say("/start " + address.removeprefix("https://t.me/arsip_bot?start="))
        article = await tg.sent()
    card = offered.cards[1]
    assert (len(offered.cards), card["title"]) == (7, "Desa terhubung internet, bagian 2")
    assert card["description"] == f"VIVA · 16 Oktober 2019 · “{SENTENCE}”"
    assert post.text == (
        f"Desa terhubung internet, bagian 2\nVIVA · 16 Oktober 2019\n“{SENTENCE}” — Kepala dinas"
    )
    assert post.links[0].startswith("https://berita.example/arsip/2#:~:text=Sebagian")
    assert article.text.splitlines()[0] == "Desa terhubung internet, bagian 2"
    content = card["input_message_content"]
    assert content["link_preview_options"] == {"is_disabled": True}


async def test_answer_is_opened_in_private(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    async with running():
        offered = await tg.elsewhere.search("internet desa")
    async with running():
        tg.say(f"/start {offered.button['start_parameter']}")
        opened = await tg.sent()
    assert offered.button["text"] == OPEN
    assert opened.text.splitlines()[:3:2] == [
        "internet desa",
        "1. Desa terhubung internet, bagian 1",
    ]
    with Database(settings.data_dir / "bot.db") as db:
        assert [(row["kind"], row["place"]) for row in db.table("answers").rows] == [("inline", "")]


async def test_cached_a_while_for_the_asker_only(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        offered = await tg.elsewhere.search("internet desa")
    assert 60 <= offered.params["cache_time"] <= 300
    # Language and access differ from person to person.
    assert offered.params["is_personal"] is True


async def test_results_come_in_pages(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    answers.hits = tuple(hit(rank) for rank in range(1, 61))
    titles, offset, pages = [], "", 0
    async with running():
        while pages == 0 or offset:
            offered = await tg.elsewhere.search("internet desa", offset=offset)
            titles += [card["title"] for card in offered.cards]
            offset, pages = offered.next_offset, pages + 1
        beyond = await tg.elsewhere.search("internet desa", offset="9999")
        odd = await tg.elsewhere.search("internet desa", offset="²x")
    # Telegram takes 50 results a query, and somebody who has seen those asks something else.
    assert titles == [f"Desa terhubung internet, bagian {rank}" for rank in range(1, 51)]
    assert (pages, beyond.cards, beyond.next_offset) == (5, [], "")
    assert odd.cards[0]["title"] == titles[0]


async def test_query_of_less_than_three_characters_is_not_searched(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        for text in ("", "ab", "  a  ", "???"):
            offered = await tg.elsewhere.search(text)
            assert (offered.cards, offered.button) == (
                [],
                {
                    "text": "Ketik pertanyaan, minimal 3 huruf · Bantuan",
                    "start_parameter": "help",
                },
            )
        tg.say("/start help")
        greeting = await tg.sent()
        await tg.elsewhere.search("5G?")
    assert greeting.text.startswith("Halo!")
    assert asked(answers)[-1] == "5G?"
    assert "ab" not in asked(answers)


async def test_related_warns_before_its_quotes(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        offered = await tg.elsewhere.search("related desa")
        post = tg.elsewhere.choose(offered, 0)
    description = f"VIVA · 16 Oktober 2019 · belum tentu menjawab · “{SENTENCE}”"
    assert offered.cards[0]["description"] == description
    assert post.text.splitlines() == [
        "Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        f"“{SENTENCE}” — Kepala dinas",
    ]
    assert offered.button["text"] == "Belum tentu menjawab · Buka di chat"


async def test_without_a_result_a_button_leads_to_the_answer(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        offered = await tg.elsewhere.search("nothing desa")
        tg.say(f"/start {offered.button['start_parameter']}")
        opened = await tg.sent()
    assert offered.cards == []
    assert offered.button["text"] == "Tidak ketemu · Lihat yang sudah dicari"
    assert "Tidak ketemu di arsip ini." in opened.text


async def test_failed_search_is_reported_and_not_cached(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = ArchiveError("gone")
    async with running():
        offered = await tg.elsewhere.search("internet desa")
    assert offered.button["text"] == "Arsipnya sedang tidak bisa dicari"
    assert offered.params["cache_time"] == 1


async def test_language_of_the_asker(tg: FakeBotAPI, running: Running) -> None:
    english = tg.add_person(72, language_code="en")
    async with running():
        offered = await tg.elsewhere.search("internet desa", user=english)
    assert offered.button["text"] == "Open in private chat"
    assert offered.cards[0]["description"].startswith("VIVA · 16 October 2019 · ")


async def test_too_old_a_query_is_given_up_quietly(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with running():
        tg.elsewhere.type("internet desa", expired=True)
        await tg.called("answerInlineQuery")
        await tg.elsewhere.search("internet kota")
    assert tg.unread() == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_articles_cannot_notify_anybody_or_break_a_card(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    nasty = "@kominfo </a> /ban #5G <b> detik.com"
    article = hit(1).article
    made = type(article)(id="x", url="javascript:alert(1)", title=nasty, source=nasty)
    answers.hits = (hit(1, article=made, quote=nasty, passage=nasty, speaker=nasty),)
    async with running():
        post = tg.elsewhere.choose(await tg.elsewhere.search("internet desa"), 0)
    kinds = {entity["type"] for entity in post.entities}
    assert kinds == {"bold", "text_link", "blockquote"}
    # A URL that cannot be linked to leads to the article in the private chat.
    assert post.links == [f"https://t.me/arsip_bot?start=r_{made.reference}"]


async def test_refused_html_is_offered_as_plain_text(tg: FakeBotAPI, running: Running) -> None:
    tg.fail_next("answerInlineQuery", 400, "Bad Request: can't parse entities: no")
    async with running():
        post = tg.elsewhere.choose(await tg.elsewhere.search("internet desa"), 0)
    assert post.text.startswith("Desa terhubung internet, bagian 1 (https://berita.example")


async def test_an_article_of_two_hits_is_one_card(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.hits = (hit(1), hit(2), hit(1, quote=""))
    async with running():
        offered = await tg.elsewhere.search("internet desa")
    assert [card["title"][-1] for card in offered.cards] == ["1", "2"]
    assert SENTENCE in offered.cards[0]["description"]


async def test_unfinished_queries_are_not_kept(
    tg: FakeBotAPI, running: Running, settings: Settings
) -> None:
    async with running():
        for text in ("int", "internet", "internet desa", "internet", "gempa"):
            await tg.elsewhere.search(text)
        await tg.elsewhere.search("gempa Ambon", user=tg.add_person(72))
    with Database(settings.data_dir / "bot.db") as db:
        kept = [row["question"] for row in db.table("answers").rows]
    assert kept == ["internet", "gempa", "gempa Ambon"]


def test_typing_goes_on_only_for_a_minute() -> None:
    now = 0.0
    drafts = Drafts(now=lambda: now)
    drafts.note("somebody", "int", "a1")
    now = 60.0
    assert drafts.begun("somebody", "internet") == "a1"
    now = 60.1
    assert drafts.begun("somebody", "internet") == ""
    for number in range(1001):
        drafts.note(str(number), "int", "a")
    assert (drafts.begun("0", "int"), drafts.begun("1", "int")) == ("", "a")
