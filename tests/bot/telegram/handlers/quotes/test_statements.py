"""/quotes: lists of statements, their pages, filters, chart and file."""

import csv
import datetime
import io

from index.query.dates.ranges import DateRange
from index.quotes.listing.statements import StatementOrder
from tests.support.bot_api.documents import SentFile
from tests.support.bot_api.photos import SIGNATURE, SentPhoto
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

ORDER, CHART, PROOF = ["Terlama dulu"], "📊 Per bulan", "📎 Bukti"
PEOPLE = ["Ani (4)", "Budi (3)"]


async def test_a_list_has_pages_and_says_where_else_the_same_stands(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.say("/kutipan Kominfo")
        page = await tg.sent()
        first, buttons = page.text.splitlines(), list(page.buttons)
        tg.press(page, "Lainnya ▸")
        await tg.until(lambda: page.edits == 1)
    assert first[:6] == [
        "Pernyataan Kominfo",
        "7 pernyataan, Sep–Okt 2019",
        "",
        "29 Sep 2019 · VIVA · Ani, Menteri",
        "“Pernyataan nomor 1,” ujarnya.",
        "juga di: Tempo",
    ]
    assert first[-1] == "Halaman 1 dari 2"
    assert buttons == ["Lainnya ▸", *ORDER, *PEOPLE, CHART, PROOF]
    assert page.text.splitlines()[-1] == "Halaman 2 dari 2"
    assert page.text.count("Pernyataan nomor") == 2


async def test_topic_and_year_are_understood_and_can_be_taken_away(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/quotes Rudiantara soal media sosial 2019")
        page = await tg.sent()
        tg.press(page, "✕ media sosial")
        await tg.until(lambda: page.edits == 1)
        tg.press(page, "Ani (4)")
        await tg.until(lambda: page.edits == 2)
    asked, without_topic, of_one = (answers.requested[n] for n in (0, 2, 4))
    year = DateRange(first=datetime.date(2019, 1, 1), last=datetime.date(2019, 12, 31))
    assert (asked.speaker, asked.about, asked.period, asked.order) == (
        "Rudiantara",
        "media sosial",
        year,
        StatementOrder.RELEVANCE,
    )
    assert (without_topic.about, without_topic.order) == ("", StatementOrder.NEWEST)
    assert (of_one.only, of_one.period) == ("Ani", year)


async def test_chart_and_file(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/kutipan Kominfo")
        page = await tg.sent()
        tg.press(page, CHART)
        chart = await tg.sent()
        tg.press(page, PROOF)
        file = await tg.sent()
    assert isinstance(chart, SentPhoto)
    assert chart.picture[:8] == SIGNATURE
    assert isinstance(file, SentFile)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert (len(rows), rows[0]["speaker"], rows[0]["article_id"]) == (7, "Ani, Menteri", "a1")
    # The stand-in has the texts of the first two.
    assert [len(row["sha256"]) for row in rows] == [64, 64, 0, 0, 0, 0, 0]
    assert file.text == "Pernyataan Kominfo"


async def test_as_a_reply_to_an_answer_of_its_speaker(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("internet desa")
        answer = await tg.sent()
        tg.say("/kutipan", reply_to=answer)
        await tg.sent()
    assert answers.requested[0].speaker == "Kepala dinas"


async def test_without_a_name_it_is_asked_for(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/kutipan")
        prompt = await tg.sent()
        tg.say("Wiranto", reply_to=prompt)
        await tg.sent()
    assert prompt.text.startswith("Pernyataan siapa yang dicari?")
    assert answers.requested[0].speaker == "Wiranto"


async def test_nobody_of_that_name(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    answers.spoken = 0
    async with running():
        tg.say("/kutipan Siapa Saja")
        answer = await tg.sent()
    assert answer.text.splitlines()[0] == (
        "Tidak ada yang berbicara sebagai “Siapa Saja” di arsip ini."
    )


async def test_old_buttons_say_so(tg: FakeBotAPI, running: Running, answers: StandIn) -> None:
    async with running():
        tg.say("/kutipan Kominfo")
        page = await tg.sent()
        answers.spoken = 0
        tg.press(page, "Lainnya ▸")
        await tg.worked_off()
    assert page.edits == 0
