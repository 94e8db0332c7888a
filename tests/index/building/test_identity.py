"""One article in successive builds: what is hidden stays hidden, and what is known is not new."""

from pathlib import Path

import pytest

from index.building.builder import BuildReport
from index.records import Citation
from index.store.hidden import HIDDEN_FILE, HiddenArticles
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from tests.support.archives import built, opened, written
from tests.support.word_embedder import WordEmbedder

TITLE = "Waduk Sempu Retak, Warga Diminta Waspada"
PARAGRAPHS = (
    "Dinding Waduk Sempu dilaporkan retak sepanjang dua belas meter setelah gempa kecil pada Jumat "
    "malam, dan petugas sudah memasang garis pembatas di sekitar bendungan itu.",
    "Kepala balai wilayah sungai mengatakan retakan itu tidak membahayakan bendungan dan sudah "
    "ditambal oleh petugas pada keesokan harinya bersama warga dari dua desa.",
    "Warga di tiga desa di hilir diminta tetap waspada dan mengikuti arahan petugas, karena hujan "
    "diperkirakan turun sepanjang pekan ini di seluruh daerah aliran sungai.",
)
CORRECTED = (PARAGRAPHS[0].replace("dua belas", "dua puluh"), *PARAGRAPHS[1:])
LONGER = (*PARAGRAPHS, "Bupati meninjau waduk pada Sabtu siang dan menjanjikan pos pantau di desa.")
OTHER = "Pasar ikan di pelabuhan itu ramai lagi sejak nelayan kembali melaut pada awal pekan ini."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "berita" / "lain.jsonl", OTHER)
    return tmp_path / "berita"


def put(path: Path, *paragraphs: str, title: str = TITLE) -> Path:
    path.write_text("\n\n".join([title, *paragraphs]) + "\n", encoding="utf-8")
    return path


def held(data: Path, words: WordEmbedder, title: str) -> Citation:
    rows = connect(opened(data, words).path).execute(
        "SELECT id FROM articles WHERE title = ?", [title]
    )
    [(article_id,)] = rows
    return Citation(id=article_id, title=title)


def shown(data: Path, words: WordEmbedder) -> int:
    """How many articles people may see."""
    live = LiveIndex(Snapshots(data / "snapshots"), words)
    live.refresh()
    snapshot = live.current()
    return snapshot.manifest.articles - len(snapshot.hidden)


def rebuilt(data: Path, words: WordEmbedder, folder: Path) -> BuildReport:
    report = built(data, words, folder)
    assert report.changes.new == report.changes.removed == 0
    return report


def test_a_corrected_renamed_and_longer_article_is_one(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    file = put(folder / "waduk.txt", *PARAGRAPHS)
    built(data, words, folder)
    first = held(data, words, TITLE)
    HiddenArticles(data / HIDDEN_FILE).hide(first)
    put(file, *CORRECTED)
    assert rebuilt(data, words, folder).changes.changed == 1
    file = file.rename(folder / "waduk-sempu.txt")
    assert rebuilt(data, words, folder).changes.unchanged == 2
    put(file, *CORRECTED, title="Waduk Sempu Retak 20 Meter, Warga Diminta Waspada")
    rebuilt(data, words, folder)
    file = file.rename(folder / "sempu.txt")
    put(file, *LONGER)
    report = rebuilt(data, words, folder)
    assert (held(data, words, TITLE).id, report.hidden_gone) == (first.id, ())
    assert (shown(data, words), opened(data, words).manifest.articles) == (1, 2)


def test_an_article_keeps_its_id_when_its_address_becomes_known(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    file = put(folder / "waduk.txt", *PARAGRAPHS)
    built(data, words, folder)
    first = held(data, words, TITLE)
    sidecar = file.with_suffix(".json")
    sidecar.write_text('{"url": "https://kabar.example/waduk"}', encoding="utf-8")
    rebuilt(data, words, folder)
    assert held(data, words, TITLE) == first
    sidecar.unlink()
    rebuilt(data, words, folder)
    assert held(data, words, TITLE) == first


def test_what_is_hidden_by_one_address_is_hidden_by_all(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    page = {"title": "Banjir", "text": "Banjir merendam kota itu sejak pagi."}
    file = folder / "halaman.jsonl"
    written(file, page | {"id": "hp", "url": "https://m.kabar.example/read/banjir"})
    built(data, words, folder)
    (data / HIDDEN_FILE).write_text('{"id": "www"}\n{"id": "hp"}\n', encoding="utf-8")
    assert shown(data, words) == 1
    address = "https://www.kabar.example/read/banjir/amp?page=all"
    written(file, page | {"id": "www", "url": address})
    report = rebuilt(data, words, folder)
    assert (held(data, words, "Banjir").id, report.hidden_gone) == ("hp", ())
    assert shown(data, words) == 1
    # By the id that its record has now, it is found, too.
    (data / HIDDEN_FILE).write_text('{"id": "www"}\n', encoding="utf-8")
    assert (shown(data, words), rebuilt(data, words, folder).hidden_gone) == (1, ())


def test_a_hidden_article_that_is_gone_is_told(
    data: Path, folder: Path, words: WordEmbedder
) -> None:
    file = put(folder / "waduk.txt", *PARAGRAPHS)
    assert built(data, words, folder).hidden_gone == ()
    HiddenArticles(data / HIDDEN_FILE).hide(held(data, words, TITLE))
    file.unlink()
    [gone] = built(data, words, folder).hidden_gone
    assert gone.article.title == TITLE


def test_a_folder_whose_name_is_written_another_way_is_the_same(
    data: Path, tmp_path: Path, words: WordEmbedder
) -> None:
    folder = tmp_path / "kafe\u0301"
    written(folder / "a.jsonl", OTHER)
    file = put(folder / "waduk.txt", *PARAGRAPHS)
    built(data, words, folder)
    file.unlink()
    assert built(data, words, tmp_path / "kaf\u00e9").changes.removed == 1
