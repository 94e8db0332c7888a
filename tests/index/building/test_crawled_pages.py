"""Crawls with several addresses of one article, and articles on several pages."""

from pathlib import Path

import pytest

from index.building.builder import BuildReport
from index.store.snapshot.engines.embedded import connect
from tests.support.archives import built, opened
from tests.support.crawls import SENTENCES, Capture, packed, page
from tests.support.word_embedder import WordEmbedder

TITLE = "Tiga Jembatan Gantung Ditutup"
BEST = "https://www.situs.co.id/kota/12-jembatan-gantung"
MORE = (
    "Perbaikan jembatan itu dibiayai pemerintah provinsi sendiri tanpa bantuan pusat, kata kepala "
    "dinas pekerjaan umum dalam rapat anggaran di gedung dewan.",
    "Wali kota berjanji jembatan gantung baru akan selesai sebelum musim hujan tiba pada bulan "
    "November tahun depan di seluruh kecamatan.",
)
VARIANTS = [
    BEST,
    "http://situs.co.id/kota/12-jembatan-gantung",
    "https://m.situs.co.id/kota/12-jembatan-gantung",
    "https://amp.situs.co.id/kota/12-jembatan-gantung",
    f"{BEST}/amp",
    f"{BEST}?page=all",
    f"{BEST}?single=1",
    f"{BEST}?utm_source=x&utm_medium=y",
    f"{BEST}/?fbclid=abc#komentar",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "crawl").mkdir()
    return tmp_path / "crawl"


def build(folder: Path, words: WordEmbedder, captures: list[Capture]) -> BuildReport:
    (folder / "a.warc.gz").write_bytes(packed(captures))
    return built(folder.parent / "data", words, folder)


def archived(folder: Path, words: WordEmbedder) -> list[tuple[str, str, list[str]]]:
    """Address, title and paragraphs of each article."""
    rows = connect(opened(folder.parent / "data", words).path).execute(
        "SELECT url, title, text FROM articles ORDER BY url"
    )
    return [(url, title, text.split("\n")) for url, title, text in rows]


def capture(url: str, *paragraphs: str, title: str = TITLE, head: str = "") -> Capture:
    return Capture(url=url, body=page(title, *paragraphs, head=head).encode())


@pytest.mark.parametrize("step", [1, -1])
def test_one_story_at_many_addresses_is_one_article(
    folder: Path, words: WordEmbedder, step: int
) -> None:
    report = build(folder, words, [capture(url) for url in VARIANTS[::step]])
    assert archived(folder, words) == [(BEST, TITLE, list(SENTENCES))]
    # Those that differ only in how they were shared are one capture.
    assert (report.changes.new, report.read) == (1, len(VARIANTS) - 2)
    again = build(folder, words, [capture(url) for url in VARIANTS[::-step]])
    assert (again.changes.new, again.changes.changed, again.changes.unchanged) == (0, 0, 1)


def test_all_of_the_text_is_taken_from_the_page_that_shows_it(
    folder: Path, words: WordEmbedder
) -> None:
    captures = [capture(f"{BEST}?page=all", *SENTENCES, *MORE), capture(BEST)]
    build(folder, words, captures)
    assert archived(folder, words) == [(BEST, TITLE, [*SENTENCES, *MORE])]


def test_a_later_capture_of_one_address_may_be_shorter(folder: Path, words: WordEmbedder) -> None:
    build(folder, words, [capture(BEST, *SENTENCES, *MORE), capture(BEST)])
    assert archived(folder, words) == [(BEST, TITLE, list(SENTENCES))]


@pytest.mark.parametrize("numbered", ["?page={}", "?halaman={}", "?hal={}", "/{}", "/page/{}"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_pages_of_an_article_are_joined_in_order(
    folder: Path, words: WordEmbedder, numbered: str, order: tuple[int, ...]
) -> None:
    head = f'<link rel="canonical" href="{BEST}">'
    pages = [
        capture(BEST, *SENTENCES, head=head),
        capture(BEST + numbered.format(2), SENTENCES[0], MORE[0], head=head),
        capture(BEST + numbered.format(3), MORE[1], title=f"{TITLE} - Halaman 3"),
    ]
    report = build(folder, words, [pages[n] for n in order])
    assert archived(folder, words) == [(BEST, TITLE, [*SENTENCES, *MORE])]
    assert report.notices == 1


def test_what_is_another_article_or_lacks_its_beginning_is_not_joined(
    folder: Path, words: WordEmbedder
) -> None:
    other = "https://www.situs.co.id/kota/13-pasar-ikan"
    build(
        folder,
        words,
        [
            capture(BEST),
            capture(f"{BEST}?page=2", *MORE, title="Wali Kota Meninjau Jembatan"),
            capture(f"{other}?page=2", *MORE, title="Jembatan Provinsi"),
        ],
    )
    assert [url for url, _, _ in archived(folder, words)] == [
        BEST,
        f"{BEST}?page=2",
        f"{other}?page=2",
    ]
