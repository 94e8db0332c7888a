import datetime
from dataclasses import replace

from bot.answers.timeline import MOST_ENTRIES, timeline
from bot.presentation.i18n import Messages
from bot.presentation.timeline_pages import chart, render_nothing, render_timeline, span
from index.query.dates.ranges import DateRange
from index.query.filters import Filter, Filters
from index.query.parse import ParsedQuery, literal_query
from index.records import Coverage
from index.search.stories.topics import Topic
from tests.support.bot_api.photos import size_of
from tests.support.bot_api.telegram_html import parse
from tests.support.stand_in import COVERAGE, topic, undated

ID, EN = Messages("id"), Messages("en")


def test_last_page_of_more_stories_than_are_shown() -> None:
    made = timeline(topic(days=MOST_ENTRIES + 20))
    text, _ = parse(render_timeline(made, ID, page=99).html)
    assert text.splitlines()[-2:] == [
        "Ditampilkan 150 berita yang paling dekat dengan topik ini.",
        "Halaman 13 dari 13",
    ]


def test_page_with_everything_known() -> None:
    found = replace(
        undated(topic(days=2, also=1), 1),
        query=ParsedQuery(
            content="internet desa",
            filters=Filters(
                period=DateRange(first=datetime.date(2019, 9, 1), last=datetime.date(2019, 9, 30)),
                outlets=("viva",),
            ),
            problems=("after:x",),
        ),
        corrections=(("intrnet", "internet"),),
        more=True,
    )
    text, _ = parse(render_timeline(timeline(found), EN).html)
    assert text.splitlines() == [
        "Timeline: internet desa",
        "2 stories in at least 3 articles, Sep 2019",
        *EN_LINES,
        "",
        "30 Sep 2019 · Desa terhubung internet, bagian 2 · VIVA",
        "",
        "No date · Desa terhubung internet, bagian 1 · VIVA · +1 similar",
        "",
        "Without a date: 1 article.",
    ]


EN_LINES = [
    EN.text("understood", filters="Sep 1–30, 2019 · viva"),
    EN.text("unreadable", typed="“after:x”"),
    EN.text("corrected", words="“internet”"),
]


def test_period_that_was_given_up_is_mentioned() -> None:
    found = replace(topic(), dropped=(Filter.PERIOD,))
    text, _ = parse(render_timeline(timeline(found), ID).html)
    assert text.splitlines()[2] == "Di luar batasan itu:"


def test_article_without_a_url_links_to_the_private_chat() -> None:
    made = topic(days=1)
    first = replace(made.stories[0].first, url="")
    made = replace(made, stories=(replace(made.stories[0], first=first),))
    _, entities = parse(render_timeline(timeline(made), ID, bot_name="arsip_bot").html)
    assert [one["url"] for one in entities if one["type"] == "text_link"] == [
        f"https://t.me/arsip_bot?start=r_{first.reference}"
    ]


def test_pages() -> None:
    made = timeline(topic(days=25))
    pages = [render_timeline(made, ID, page=number) for number in range(4)]
    assert [(page.number, page.count) for page in pages] == [(0, 3), (1, 3), (2, 3), (2, 3)]
    assert [page.html.count("<a href") for page in pages] == [12, 12, 1, 1]


def test_short_pages_are_filled() -> None:
    made = timeline(topic(days=25))
    first = render_timeline(made, ID, limit=400)
    pages = [render_timeline(made, ID, page=number, limit=400) for number in range(first.count)]
    texts = [parse(page.html)[0] for page in pages]
    lines = [[line for line in text.splitlines() if "2019 ·" in line] for text in texts]
    # Every story once, in order, and no page that would have had room for the next one.
    numbers = [line.split("bagian ")[1].split()[0] for page in lines for line in page]
    assert numbers == [str(number) for number in range(1, 26)]
    assert max(map(len, texts)) <= 400
    room = [400 - len(text) for text in texts[:-1]]
    assert all(left < len(page[0]) + 20 for left, page in zip(room, lines[1:], strict=True))


def test_nothing_in_an_empty_archive() -> None:
    empty = Coverage(articles=0, passages=0, outlets=(), first="", last="")
    nothing = timeline(Topic(query=literal_query("{x} detik.com"), stories=()))
    assert render_nothing(nothing, empty, ID) == ID.text("archive_empty")
    assert "“{x} detik.\u2060com”" in render_nothing(nothing, COVERAGE, ID)


def test_without_dates_there_is_no_chart() -> None:
    assert chart(timeline(undated(topic(days=3), 3)), ID) is None
    assert chart(timeline(topic(days=1)), ID) is None
    picture = chart(timeline(topic(days=2)), ID)
    assert picture is not None
    assert size_of(picture) == (1080, 720)
    assert span(timeline(undated(topic(days=3), 3)), ID) == "3 artikel"
