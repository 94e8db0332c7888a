import datetime
from dataclasses import replace

from sqlite_utils import Database

from bot.answers.timeline import MOST_ENTRIES, timeline
from bot.answers.types import AskedBy
from bot.presentation.i18n import Messages
from bot.presentation.timeline_pages import chart, render_nothing, render_timeline, span
from bot.storage.timelines import TimelineStore
from index.query.dates.ranges import DateRange
from index.query.filters import Filter, Filters
from index.query.parse import ParsedQuery, literal_query
from index.records import Coverage
from index.search.topics import Topic
from tests.support.bot_api.photos import size_of
from tests.support.bot_api.telegram_html import parse
from tests.support.stand_in import COVERAGE, topic

ID, EN = Messages("id"), Messages("en")
HERE = AskedBy(kind="private", person="p1", place="c1")


def undated(made: Topic, count: int) -> Topic:
    """The same with the date of the last `count` stories unknown."""
    blank = (replace(one, first=replace(one.first, published="")) for one in made.stories[-count:])
    return replace(made, stories=(*made.stories[:-count], *blank))


def test_stories_are_in_order_of_time_and_those_without_a_date_last() -> None:
    made = timeline(undated(topic(days=4, also=3), 1))
    assert [one.article.published for one in made.entries] == [
        "2019-09-30",
        "2019-10-01",
        "2019-10-02",
        "",
    ]
    # The copies of the first report have its date.
    assert [one.also for one in made.entries] == [0, 0, 0, 3]
    assert (made.stories, made.articles, made.undated) == (4, 7, 1)
    assert made.days == (
        ("2019-09-29", 3),
        ("2019-09-30", 1),
        ("2019-10-01", 1),
        ("2019-10-02", 1),
    )
    assert (made.first, made.last) == (datetime.date(2019, 9, 29), datetime.date(2019, 10, 2))


def test_of_too_many_the_most_relevant_are_told_and_all_are_counted() -> None:
    made = timeline(topic(days=MOST_ENTRIES + 20))
    assert (len(made.entries), made.stories, made.articles) == (150, 170, 170)
    # The most relevant of these are the last days.
    assert made.entries[0].article.published == "2019-10-19"
    text, _ = parse(render_timeline(made, ID, page=99).html)
    assert text.splitlines()[-2:] == [
        "Ditampilkan 150 berita yang paling dekat dengan topik ini.",
        "Halaman 13 dari 13",
    ]


def test_page_tells_what_is_known() -> None:
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


def test_a_period_that_was_given_up_is_said() -> None:
    found = replace(topic(), dropped=(Filter.PERIOD,))
    text, _ = parse(render_timeline(timeline(found), ID).html)
    assert text.splitlines()[2] == "Di luar batasan waktu atau sumber itu:"


def test_article_without_an_address_is_read_in_the_private_chat() -> None:
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


def test_pages_of_few_characters_are_filled_as_far_as_they_have_room() -> None:
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


def test_kept_timeline_comes_back_as_it_was() -> None:
    kept = TimelineStore(Database(memory=True))
    made = timeline(
        replace(
            undated(topic(days=20, also=2), 1),
            query=ParsedQuery(
                content="internet desa",
                filters=Filters(
                    outlets=("viva",),
                    period=DateRange(first=None, last=datetime.date(2019, 9, 30)),
                ),
                problems=("after:x",),
            ),
            corrections=(("intrnet", "internet"),),
        )
    )
    timeline_id = kept.keep(made, HERE)
    assert kept.find(timeline_id) == made
    assert kept.find("gone") is None


def test_kept_timelines_are_forgotten_by_time_and_person() -> None:
    kept = TimelineStore(Database(memory=True))
    mine, other = (
        kept.keep(timeline(topic()), replace(HERE, person=person)) for person in ("p1", "p2")
    )
    kept.forget_person("p1")
    assert (kept.find(mine), kept.find(other) is None) == (None, False)
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    kept.forget_before(now - datetime.timedelta(minutes=1))
    assert kept.find(other) is not None
    kept.forget_before(now + datetime.timedelta(minutes=1))
    assert kept.find(other) is None


def test_one_that_another_version_wrote_is_gone() -> None:
    db = Database(memory=True)
    kept = TimelineStore(db)
    timeline_id = kept.keep(timeline(topic()), HERE)
    db.execute("update timelines set timeline = '{\"told\": []}'")
    assert kept.find(timeline_id) is None
