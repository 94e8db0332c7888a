"""Articles to read in the private chat."""

from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn, article

GONE = "Artikel ini sudah tidak ada di arsip."


async def test_article_is_opened_and_its_pages_turned(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        tg.press(answer, "📖 2")
        page = await tg.sent()
        seen = [(page.text.splitlines()[-1], list(page.buttons))]
        turns = ("Halaman berikutnya ▸", "Halaman berikutnya ▸", "◂ Halaman sebelumnya")
        for edits, button in enumerate(turns, 1):
            tg.press(page, button)
            await tg.until(lambda edits=edits: page.edits == edits)
            seen.append((page.text.splitlines()[-1], list(page.buttons)))
    back, on = "◂ Halaman sebelumnya", "Halaman berikutnya ▸"
    assert seen == [
        ("Halaman 1 dari 3", [on]),
        ("Halaman 2 dari 3", [back, on]),
        ("Halaman 3 dari 3", [back]),
        ("Halaman 2 dari 3", [back, on]),
    ]
    assert page.text.splitlines()[0] == "Desa terhubung internet, bagian 2"
    # The answer stays what it was.
    assert (answer.edits, page.reply_to) == (0, None)


async def test_pressed_twice_it_is_opened_once(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        for _ in range(3):
            tg.press(answer, "📖 1")
        tg.press(answer, "📖 2")
        first, second = await tg.sent(), await tg.sent()
        await tg.called("answerCallbackQuery", times=4)
        assert tg.unread() == []
        # Fast turning ends on the page of the last press.
        for button in ("Halaman berikutnya ▸", "read:gone", "Halaman berikutnya ▸"):
            tg.press(first, button)
        await tg.called("answerCallbackQuery", times=7)
    assert [page.text.splitlines()[0][-1] for page in (first, second)] == ["1", "2"]
    assert (first.edits, first.text.splitlines()[-1]) == (1, "Halaman 2 dari 3")


async def test_article_that_has_left_the_archive(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        tg.press(answer, "📖 1")
        page = await tg.sent()
        answers.articles = {}
    async with running():
        tg.press(answer, "📖 1")
        tg.press(page, "Halaman berikutnya ▸")
        await tg.called("answerCallbackQuery", times=3)
    assert [query.get("text") for query in tg.world.answered_queries] == [None, GONE, GONE]
    assert (page.edits, tg.unread()) == (0, [])


async def test_reader_is_spoken_to_in_their_language(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        english = tg.add_person(72, language_code="en")
        tg.say(f"/start r_{article(1).reference}", user=english)
        page = await tg.sent()
        tg.press(page, "Next page ▸", user=english)
        await tg.until(lambda: page.edits == 1)
    assert page.text.splitlines()[-1] == "Page 2 of 3"
