import pytest
import trafilatura

from index.sources.html.dates import dates_of_page
from index.sources.publication import DateEvidence
from index.text import article_dates

PARAGRAPH = (
    "Pemerintah kota menutup tiga jembatan gantung mulai pekan depan setelah tim teknis menemukan "
    "karat pada kabel utama penyangga di dua sisi sungai."
)
PUBLISHED = "2019-09-27T18:30:00+00:00"
CHANGED = "2021-03-02T10:00:00+07:00"
LINE = "Sabtu, 28 September 2019 | 01:30 WIB"


def evidence(header: str, *, head: str = "", above: str = "", beside: str = "") -> DateEvidence:
    page = (
        f"<html><head><title>Tiga Jembatan Ditutup</title>{head}</head><body>{above}"
        f"<article><h1>Tiga Jembatan Gantung Ditutup</h1>{header}<p>{PARAGRAPH}</p>"
        f"<p>{PARAGRAPH} Kamis, 4 Juli 2019.</p></article>{beside}</body></html>"
    )
    return dates_of_page(trafilatura.load_html(page))


@pytest.mark.parametrize(
    "head",
    [
        f'<meta property="article:published_time" content="{PUBLISHED}">',
        f'<meta name="pubdate" content="{PUBLISHED}">',
        f'<meta itemprop="datePublished" content="{PUBLISHED}">',
        f'<meta property="article:modified_time" content="{CHANGED}">'
        f'<meta name="parsely-pub-date" content="{PUBLISHED}">',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": '
        f'["NewsArticle"], "dateModified": "{CHANGED}", '
        f'"datePublished": "{PUBLISHED}"}}]}}</script>',
    ],
)
def test_metadata_state_when_it_was_published(head: str) -> None:
    assert evidence("", head=head) == DateEvidence(stated=PUBLISHED)


@pytest.mark.parametrize(
    "header",
    [
        f'<div class="date">{LINE}</div>',
        f"<p>{LINE}</p>",
        f"<div><span>Kontributor Salatiga, Ratna Sari</span> <span>{LINE}</span></div>",
        f"<ul><li>Redaksi</li><li>{LINE}</li></ul>",
        f"<div>{LINE} | Diperbarui: 2 Maret 2021</div>",
        f"<p>Terakhir diperbarui 2 Maret 2021</p><p>{LINE}</p>",
        f"<div>Diperbarui: <b>2 Maret 2021</b></div><div>{LINE}</div>",
        f"<div><span>Diperbarui</span> <span>2 Maret 2021</span></div><div>{LINE}</div>",
        f'<div><span class="modified">2 Maret 2021</span><span>{LINE}</span></div>',
    ],
)
def test_the_date_below_the_headline_is_printed(header: str) -> None:
    head = f'<meta property="article:modified_time" content="{CHANGED}">'
    head += f'<meta property="og:updated_time" content="{CHANGED}">'
    found = evidence(header, head=head)
    assert (found.stated, article_dates.to_iso(found.printed)) == ("", "2019-09-28T01:30:00+07:00")


def test_a_short_first_sentence_is_no_line_with_a_date() -> None:
    assert evidence("<p>Kabel itu putus pada Jumat (27/9/2019).</p>").printed == ""


def test_time_elements_count_below_the_headline_only() -> None:
    time = '<time datetime="2019-09-28T01:30:00+07:00">28 September 2019</time>'
    later = '<time class="updated" datetime="2021-03-02">2 Maret 2021</time>'
    other = '<div class="terpopuler"><time datetime="2020-05-05">5 Mei 2020</time></div>'
    assert evidence(later + time, above=other, beside=other) == DateEvidence(
        stated="2019-09-28T01:30:00+07:00", printed="28 September 2019"
    )


@pytest.mark.parametrize(
    "beside",
    [
        '<aside><time datetime="2020-05-05T10:00:00+07:00">5 Mei 2020</time></aside>',
        '<div class="sidebar"><a href="/x">Lain</a><time datetime="2020-05-05">5 Mei</time></div>',
        "<footer>Hak cipta 2020-05-05</footer>",
        '<script type="application/ld+json">{"@type": "ItemList", "itemListElement": '
        '[{"@type": "NewsArticle", "datePublished": "2020-05-05"}]}</script>',
    ],
)
def test_what_stands_beside_the_article_does_not_date_it(beside: str) -> None:
    head = f'<meta property="article:modified_time" content="{CHANGED}">'
    found = evidence("", head=head, beside=beside, above="<nav>Senin, 30 November 2026</nav>")
    assert (found.stated, found.printed) == ("", "")
    assert set(found.implied) <= {"", "2019-07-04"}


def test_an_age_is_printed_as_it_is() -> None:
    assert evidence("<span>2 jam lalu</span>").printed == "2 jam lalu"
