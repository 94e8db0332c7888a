import datetime
from dataclasses import replace

from bot.answers.archive_admin import SnapshotInfo
from bot.presentation.html import as_plain
from bot.presentation.i18n import Messages
from bot.reports.pages import (
    article_lines,
    hidden_page,
    snapshot_html,
    usage_chart,
    usage_page,
)
from bot.reports.usage import UsageCount, UsageFigures
from index.records import Citation, Coverage, Outcome
from index.store.hidden import HiddenArticle
from tests.support.bot_api.photos import size_of
from tests.support.stand_in import COVERAGE

ID, EN = Messages("id"), Messages("en")
NOW = datetime.datetime(2026, 3, 10, 15, tzinfo=datetime.UTC)
EDITION = SnapshotInfo(
    name="20260308T100000-abc",
    created=datetime.datetime(2026, 3, 8, 10, tzinfo=datetime.UTC),
    coverage=COVERAGE,
)
FIGURES = UsageFigures(
    total=UsageCount(questions=1234, people=45, groups=6),
    days=(
        (datetime.date(2026, 3, 9), UsageCount(questions=1200, people=40, groups=6)),
        (datetime.date(2026, 3, 10), UsageCount(questions=34, people=5, groups=1)),
    ),
    outcomes={Outcome.ANSWER: 864, Outcome.RELATED: 246, Outcome.NOTHING: 124},
    kinds={"private": 1000, "group": 200, "inline": 30, "guest": 4},
    p50=25.4,
    p95=1079.6,
    good=12,
    bad=3,
)


def test_usage_page() -> None:
    html = usage_page(FIGURES, EDITION, ID, hidden=2, now=NOW)
    assert as_plain(html) == (
        "2 hari terakhir\n"
        "Pertanyaan: 1.234\n"
        "pribadi 1.000 · grup 200 · inline 30 · tamu 4\n"
        "terjawab 864 (70%) · belum tentu 246 (20%) · tidak ketemu 124 (10%)\n"
        "Waktu menjawab: p50 25 ms · p95 1.080 ms\n"
        "Orang: 45 · grup: 6\n"
        "👍 12 · 👎 3\n"
        "\n"
        "Per hari (pertanyaan · orang · grup):\n"
        "10 Mar: 34 · 5 · 1\n"
        "9 Mar: 1.200 · 40 · 6\n"
        "\n"
        "Arsip: 17.891 artikel, Mar–Okt 2019\n"
        "Artikel terbaru: 31 Oktober 2019\n"
        "Indeks dibuat 8 Maret 2026 (2 hari yang lalu)\n"
        "Snapshot: 20260308T100000-abc\n"
        "Disembunyikan: 2 artikel"
    )


def test_chart_of_the_questions_of_each_day() -> None:
    picture = usage_chart(FIGURES, ID)
    assert picture is not None
    assert size_of(picture) == (1080, 720)
    assert usage_chart(replace(FIGURES, total=UsageCount()), ID) is None


def test_usage_page_without_questions() -> None:
    none = UsageFigures(
        total=UsageCount(),
        days=tuple((datetime.date(2026, 3, day), UsageCount()) for day in (9, 10)),
        outcomes=dict.fromkeys(Outcome, 0),
        kinds={},
        p50=None,
        p95=None,
        good=0,
        bad=0,
    )
    html = usage_page(none, EDITION, EN, hidden=0, now=NOW)
    assert as_plain(html).splitlines()[:5] == [
        "Last 2 days",
        "Questions: 0",
        "",
        "By day (questions · people · groups):",
        "10 Mar: 0 · 0 · 0",
    ]
    assert "Hidden" not in html


def test_snapshot_without_dates() -> None:
    coverage = Coverage(articles=1, passages=1, outlets=(), first="", last="")
    info = SnapshotInfo(name="x", created=NOW, coverage=coverage)
    assert snapshot_html(info, EN, now=NOW).splitlines() == [
        "Archive: 1 article",
        "Index built on 10 March 2026 (1 second ago)",
        "Snapshot name: x",
    ]


def test_texts_of_articles_are_escaped() -> None:
    article = Citation(id="1", url="https://berita.example/?a=1&b=2", title="<b>@nama</b> & /hide")
    assert article_lines(article, ID) == (
        '<b><a href="https://berita.example/?a=1&amp;b=2">'
        "&lt;b&gt;@\u2060nama&lt;/\u2060b&gt; &amp; /\u2060hide</a></b>"
    )
    # Whatever stands in a line that somebody wrote by hand.
    by_hand = Citation(id="", url="javascript:alert(1)")
    assert article_lines(by_hand, ID) == "<b>Tanpa judul</b>"
    assert "berita.\u2060example/satu" in article_lines(
        Citation(id="", url="https://berita.example/satu"), ID
    )


def test_hidden_article_without_a_date() -> None:
    entry = HiddenArticle(article=Citation(id="1", title="Judul"), reference="a" * 16, at="kemarin")
    assert as_plain(hidden_page([entry], 0, ID)).split("\n\n")[1] == "1. Judul"
