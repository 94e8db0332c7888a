"""Snapshots that are extended by what has changed, beside those that are written whole."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from index.building.builder import BuildReport
from index.building.publishing import extension
from index.records import Citation
from index.search.searcher import Searcher
from index.store.hidden import HIDDEN_FILE, HiddenArticles
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import PASSAGES, Snapshots, damaged_files, read_manifest
from tests.support.archives import built, opened, search, written
from tests.support.killed_build import Point, killed_build
from tests.support.word_embedder import WordEmbedder

ARTICLES = 60
PEOPLE = ("Sari Wulandari", "Budi Santoso", "Rina Lestari")
TOPICS = ("banjir", "gempa", "internet", "sekolah", "harga", "beras", "hutan", "kereta")
QUESTIONS = [*TOPICS, "banjir desa4", "kata gubernur desa tentang gempa", "Budi Santoso", "BNPB"]
Record = dict[str, str]


def record(number: int, *, words: str = "") -> Record:
    """An article on two topics that its number chooses, with somebody who speaks."""
    topic, other = TOPICS[number % 8], TOPICS[number // 8 % 8]
    person = PEOPLE[number % 3]
    village = f"desa{number % 17}"
    text = (
        f"Warga {village} membahas {topic} {topic} dan {other} nomor{number}{words}. "
        f"“{topic.title()} di {village} harus ditangani bersama warga,” kata Gubernur Jawa "
        f"{person} hari ini."
    )
    if number % 10 == 0:
        text += " Badan Nasional Penanggulangan Bencana (BNPB) hadir."
    return {
        "id": f"a{number:03}",
        "title": f"Kabar {topic} dari {village}",
        "text": text,
        "source": f"Koran {number % 4}",
        "published": f"2019-0{1 + number % 9}-1{number % 10}",
        "url": f"https://koran.example/{number}",
    }


class Chain:
    """An archive that is built again and again, and the articles that it should have."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.file = folder / "berita" / "a.jsonl"
        self.records: dict[str, Record] = {}
        self.words = WordEmbedder()

    def build(self, *records: Record, without: tuple[str, ...] = ()) -> BuildReport:
        """Bring articles in, or as they are now, and take others out."""
        self.records |= {one["id"]: one for one in records}
        for name in without:
            del self.records[name]
        written(self.file, *self.records.values())
        return built(self.data, self.words, self.file)

    def opened(self) -> OpenSnapshot:
        return opened(self.data, self.words)

    def from_nothing(self) -> OpenSnapshot:
        """A snapshot of the same articles that was written whole."""
        other = self.data.parent / "whole"
        shutil.rmtree(other, ignore_errors=True)
        assert not built(other, self.words, self.file).extended
        return opened(other, self.words)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    chain = Chain(tmp_path_factory.mktemp("first"))
    assert not chain.build(*map(record, range(ARTICLES))).extended
    return chain


@pytest.fixture(scope="module")
def with_one_more(tmp_path_factory: pytest.TempPathFactory, first: Chain) -> OpenSnapshot:
    """The articles of `first` and one more, written whole."""
    chain = Chain(tmp_path_factory.mktemp("more"))
    chain.build(*first.records.values(), record(200))
    return chain.opened()


@pytest.fixture
def chain(tmp_path: Path, first: Chain) -> Chain:
    """An archive of its own, as `first` is."""
    chain = Chain(tmp_path)
    shutil.copytree(first.data, chain.data)
    chain.records |= first.records
    return chain


def answers(snapshot: OpenSnapshot) -> Mapping[str, dict[str, float]]:
    """The articles found for each question, in order, with their scores."""
    searcher = Searcher(WordEmbedder())
    found = {}
    for question in QUESTIONS:
        hits = search(searcher, question, snapshot, limit=100).hits
        found[question] = {hit.article.id: hit.score for hit in hits}
    return found


def alike(one: OpenSnapshot, other: OpenSnapshot, *, within: float) -> None:
    """Whether both find the same; of the last, which score alike, each finds some."""
    ours, theirs = answers(one), answers(other)
    for question in QUESTIONS:
        last = min(theirs[question].values()) + within
        expected = {name: score for name, score in theirs[question].items() if score > last}
        assert len(expected) > 3
        found = {name: ours[question].get(name, 0) for name in expected}
        assert found == pytest.approx(expected, abs=within)


TABLES = {
    "articles": "SELECT id, url, title, source, published, text, title_terms FROM articles"
    " ORDER BY id",
    "stories": "SELECT a.id, s.id FROM articles a JOIN articles s ON s.number = a.story"
    " ORDER BY a.id",
    "passages": "SELECT a.id, position, p.text, sentences, sentence_vectors, terms FROM passages p"
    " JOIN articles a ON a.number = article ORDER BY a.id, position",
    "order": "SELECT count(*) FROM passages p JOIN passages q ON q.article = p.article"
    " WHERE p.position < q.position AND p.id > q.id",
    "taken": "SELECT * FROM taken",
    "explained": "SELECT * FROM explained",
    "statements": "SELECT a.id, position, sentence, name, role, institution FROM statements"
    " JOIN passages p ON p.id = passage JOIN articles a ON a.number = article"
    " JOIN speakers s ON s.id = speaker ORDER BY 1, 2, 3",
    "holders": "SELECT name, role, first, last, articles FROM holders h JOIN speakers s"
    " ON s.id = speaker ORDER BY 1, 2, 3",
    "aliases": "SELECT * FROM aliases",
    "rows": "SELECT min(id), max(id), count(*) FROM passages",
    "numbers": "SELECT min(number), max(number), count(*) FROM articles",
}


def tables(snapshot: OpenSnapshot) -> dict[str, list[tuple[object, ...]]]:
    with closing(connect(snapshot.path)) as db:
        return {name: db.execute(query).fetchall() for name, query in TABLES.items()}


def test_articles_are_added(chain: Chain) -> None:
    report = chain.build(*map(record, range(ARTICLES, ARTICLES + 5)))
    assert (report.extended, report.changes.new) == (True, 5)
    one, whole = chain.opened(), chain.from_nothing()
    assert tables(one) == tables(whole)
    alike(one, whole, within=1e-4)
    assert [list(found) for found in answers(one).values()] == [
        list(found) for found in answers(whole).values()
    ]


def test_a_chain_of_changes_comes_to_the_same(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extension, "MOST_TAKEN_OUT", 0.2)
    assert chain.build(record(200), record(201)).extended
    assert chain.build(record(7, words=" diralat")).extended
    # One that goes makes room for the last one.
    assert chain.build(without=("a030",)).extended
    assert chain.build(record(202), record(0, words=" diralat"), without=("a201", "a040")).extended
    manifest = read_manifest(chain.opened().path)
    # Changed, gone, moved; then two gone, one changed, one moved.
    assert (manifest.articles, manifest.added, manifest.taken_out) == (60, 7, 7)
    one, whole = chain.opened(), chain.from_nothing()
    assert tables(one) == tables(whole)
    # The words of seven passages, five times as many as may be, still count in frequencies.
    alike(one, whole, within=0.02)


def test_a_hidden_article_stays_hidden(chain: Chain) -> None:
    hidden = HiddenArticles(chain.data / HIDDEN_FILE)
    number = chain.opened().with_reference(Citation(id="a004").reference)
    assert number is not None
    hidden.hide(chain.opened().tables.article(number))
    assert chain.build(record(200), without=("a003",)).extended
    view = chain.opened().with_hidden(hidden.entries())
    assert "a004" in {name for found in answers(chain.opened()).values() for name in found}
    assert "a004" not in {name for found in answers(view).values() for name in found}


def test_nothing_new_extends_the_snapshot_by_nothing(chain: Chain) -> None:
    before = chain.opened()
    assert chain.build().extended
    after = chain.opened()
    assert after.manifest.extends == before.path.name
    assert (tables(after), answers(after)) == (tables(before), answers(before))


def test_what_cannot_be_extended_is_written_whole(chain: Chain) -> None:
    # Two of 60 passages are more than the share that may be taken out.
    assert not chain.build(*(record(n, words=" diralat") for n in range(2))).extended
    # 70 of 130 are more than half of all.
    assert not chain.build(*map(record, range(200, 270))).extended
    assert chain.build().extended
    assert not built(chain.data, chain.words, chain.file, full=True).extended
    assert not built(chain.data, WordEmbedder(*TOPICS, "warga"), chain.file).extended


@pytest.mark.parametrize("name", [PASSAGES, "vectors.faiss"])
def test_a_damaged_snapshot_is_not_extended(chain: Chain, name: str) -> None:
    with (chain.opened().path / name).open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        last = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([last ^ 1]))
    assert not chain.build(record(200)).extended
    live = chain.opened()
    assert list(damaged_files(live.path, live.manifest)) == []


def test_linked_snapshots_can_be_pruned_and_rolled_back(chain: Chain) -> None:
    snapshots = Snapshots(chain.data / "snapshots")
    for number in range(200, 204):
        assert chain.build(record(number)).extended
    assert len(snapshots.all()) == 3
    for path in snapshots.all():
        assert list(damaged_files(path, read_manifest(path))) == []
    stores = chain.opened().path.glob("words/*.store")
    assert sorted(file.stat().st_nlink for file in stores) == [1, 2, 3, 3, 3]
    snapshots.rollback()
    back = chain.opened()
    assert back.manifest.articles == ARTICLES + 3
    # The next build extends the one that is live, not the newest.
    assert chain.build(record(300)).extended
    assert chain.opened().manifest.extends == back.path.name
    alike(chain.opened(), chain.from_nothing(), within=1e-4)


POINTS = [
    Point("extension", "_copy", after=True),
    Point("extension", "_link", 3),
    Point("FaissWriter", "save"),
    Point("snapshot", "checksum", 2),
    Point("Path", "rename"),
]


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_killed_while_extending(chain: Chain, with_one_more: OpenSnapshot, point: Point) -> None:
    before = chain.opened()
    chain.records |= {"a200": record(200)}
    written(chain.file, *chain.records.values())
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.killed_build"])
    process = context.Process(target=killed_build, args=(point, chain.data, chain.file))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert chain.opened().path == before.path
    assert list(damaged_files(before.path, before.manifest)) == []

    assert chain.build().extended
    assert [one.name for one in (chain.data / "snapshots").glob(".*")] == []
    assert tables(chain.opened()) == tables(with_one_more)
