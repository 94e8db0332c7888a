import datetime
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.attribution.mentions import Speaker, Statement
from index.models.embedder import Embedded
from index.records import Article, Passage
from index.store.archive import archive as archive_module
from index.store.archive.archive import Archive
from index.store.archive.article_rows import ArticleParts, Changes
from index.store.archive.passage_vectors import PassageVectors
from index.text.sentences import sentences

URL = "https://berita.example/1"


def split(article: Article) -> ArticleParts:
    """A passage a line, under the title; the first line is Sari's statement."""
    found, start = [], 0
    for position, line in enumerate(article.text.split("\n")):
        place = {"start": start, "end": start + len(line), "text": line}
        found.append(Passage(article_id=article.id, position=position, **place))
        start += len(line) + 1
    sari = Speaker(name="Sari", role="juru bicara", institution="Perpustakaan")
    said = Statement(start=0, end=found[0].end, speaker=sari, direct=True)
    heading = f"{article.title}. "
    return ArticleParts(heading=heading, passages=found, statements=[said], sketch=b"12")


def run(path: Path, *articles: Article, origin: str = "/berita/a.jsonl") -> Changes:
    """One run that brings these articles in; what was there from elsewhere stays."""
    with closing(Archive.open(path)) as archive:
        for article in articles:
            archive.stage(article, origin)
        batches = list(archive.merge(split))
        removed = archive.mark_missing({Path(origin)}).removed
        with archive.without_marked():
            pass
        totals = [
            sum(getattr(batch, kind) for batch in batches)
            for kind in ("new", "changed", "unchanged")
        ]
        return Changes(new=totals[0], changed=totals[1], unchanged=totals[2], removed=removed)


def held(path: Path) -> list[Article]:
    with closing(Archive.open(path)) as archive:
        return list(archive.articles())


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive.db"


def test_new_changed_unchanged_removed(path: Path) -> None:
    one, two = Article(id="1", text="Satu."), Article(id="2", text="Dua.")
    assert run(path, one, two) == Changes(new=2)
    assert run(path, one, two) == Changes(unchanged=2)
    other = Article(id="1", text="Satu lagi.")
    assert run(path, other) == Changes(changed=1, removed=1)
    assert held(path) == [other]


@pytest.mark.parametrize(
    "field", ["title", "published", "source", "author", "lang", "section", "text", "url"]
)
def test_every_field_counts_as_a_change(path: Path, field: str) -> None:
    run(path, Article(id="1", text="Satu."))
    changed = Article(**{"id": "1", "text": "Satu.", field: "2020-01-01"})
    assert run(path, changed) == Changes(changed=1)
    assert held(path) == [changed]


def test_one_address_is_one_article_whatever_its_id(path: Path) -> None:
    run(path, Article(id="1", url=URL, text="Satu."))
    again = Article(id="2", url=f"http://{URL[8:]}/?utm_source=x#top", text="Satu lagi.")
    assert run(path, again) == Changes(changed=1)
    assert [(article.id, article.text) for article in held(path)] == [("1", "Satu lagi.")]


def test_of_two_with_one_id_or_address_the_later_counts(path: Path) -> None:
    first = Article(id="1", url=URL, text="Pertama.")
    same_id, same_url = Article(id="1", text="Kedua."), Article(id="9", url=URL, text="Ketiga.")
    assert run(path, first, same_id) == Changes(new=1)
    assert held(path) == [same_id]
    assert run(path, first, same_url) == Changes(new=1, removed=1)
    assert held(path) == [same_url]


IDS, ADDRESSES = st.sampled_from("abc"), st.sampled_from(["", "U", "V", "W"])
ARTICLES = st.builds(
    lambda name, url, text: Article(id=name, url=url and f"https://x.id/{url}", text=text),
    IDS,
    ADDRESSES,
    st.sampled_from(["Satu.", "Dua.", "Tiga."]),
)
RUN = st.lists(ARTICLES, min_size=1, max_size=5)


def texts(articles: Iterable[Article]) -> list[tuple[str, str]]:
    return sorted((article.url, article.text) for article in articles)


@given(st.lists(RUN, min_size=1, max_size=3))
@settings(max_examples=60)
def test_the_archive_holds_what_the_last_run_brought(runs: list[list[Article]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        for articles in runs:
            left: list[Article] = []
            for article in articles:
                left = [
                    other
                    for other in left
                    if other.id != article.id and not (other.url and other.url == article.url)
                ]
                left.append(article)
            run(path, *articles)
            assert texts(held(path)) == texts(left)
            assert run(path, *articles) == Changes(unchanged=len(left))


def test_batches_are_merged_one_after_the_other(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "BATCH", 2)
    articles = [Article(id=str(number), text=f"Nomor {number}.") for number in range(5)]
    with closing(Archive.open(path)) as archive:
        for article in articles:
            archive.stage(article, "/a")
        assert archive.staged() == 5
        batches = archive.merge(split)
        assert next(batches) == Changes(new=2)
        # What is in, is in, whatever becomes of this run.
        assert query(path, "SELECT id FROM articles ORDER BY id") == [("0",), ("1",)]
        assert list(batches) == [Changes(new=2), Changes(new=1)]


def remove(archive: Archive, roots: set[Path] | None, *spare: str) -> int:
    marked = archive.mark_missing(roots, spare=set(map(Path, spare))).removed
    with archive.without_marked():
        return marked


def test_only_articles_from_below_the_roots_are_removed(path: Path) -> None:
    run(path, Article(id="1", text="Satu."), origin="/berita/2020/a.txt")
    run(path, Article(id="2", text="Dua."), origin="/berita/2021/a.txt")
    run(path, Article(id="3", text="Tiga."), origin="/berita/20/a.txt")
    with closing(Archive.open(path)) as archive:
        assert remove(archive, {Path("/berita/20")}) == 1
        assert remove(archive, {Path("/berita")}, "/berita/2021") == 1
        assert remove(archive, None, "/berita/2021/a.txt") == 0
        assert [article.id for article in archive.articles()] == ["2"]
        assert remove(archive, None) == 1
        assert archive.counts() == (0, 0)


def test_marked_articles_stay_if_the_block_fails(path: Path) -> None:
    run(path, Article(id="1", text="Satu."))
    run(path, Article(id="2", text="Dua."), origin="/b.jsonl")
    with closing(Archive.open(path)) as archive:
        archive.mark_missing({Path("/b.jsonl")})
        assert (missing(archive), archive.counts()) == ([(". ", "Satu.")], (2, 2))
        counted: list[tuple[int, int]] = []

        def fail() -> None:
            counted.append(archive.counts())
            raise OSError("disk full")

        with pytest.raises(OSError, match="disk full"), archive.without_marked():
            fail()
        assert (counted, archive.counts()) == ([(1, 1)], (2, 2))


def test_a_clock_set_back_does_not_keep_removed_articles(path: Path) -> None:
    run(path, Article(id="1", text="Satu."))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE articles SET last_seen = '2999-01-01T00:00:00+00:00'")
        db.commit()
    assert run(path, Article(id="2", text="Dua.")) == Changes(new=1, removed=1)


# -- passages and vectors ---------------------------------------------------------------------


def store(archive: Archive, model: str, *hashes: str) -> None:
    """A vector of ones for these passages."""
    made = Embedded(vector=np.ones(2, np.float32), sentences=np.ones((1, 2), np.float32))
    archive.put_vectors(model, [PassageVectors.of(name, [(0, 1)], made) for name in hashes])


def missing(archive: Archive, model: str = "m") -> list[tuple[str, str]]:
    return sorted((passage.heading, passage.text) for passage in archive.passages_to_embed(model))


def test_a_changed_article_misses_only_its_new_passages(path: Path) -> None:
    run(path, Article(id="1", title="Judul", text="Satu.\nDua."))
    with closing(Archive.open(path)) as archive:
        assert missing(archive) == [("Judul. ", "Dua."), ("Judul. ", "Satu.")]
        store(archive, "m", *(passage.hash for passage in archive.passages_to_embed("m")))
        assert missing(archive) == []
    run(path, Article(id="1", title="Judul", text="Satu.\nTiga.\nDua."))
    with closing(Archive.open(path)) as archive:
        assert missing(archive) == [("Judul. ", "Tiga.")]
        assert len(missing(archive, "another model")) == 3
    run(path, Article(id="1", title="Judul baru", text="Satu.\nDua."))
    with closing(Archive.open(path)) as archive:
        assert missing(archive) == [("Judul baru. ", "Dua."), ("Judul baru. ", "Satu.")]


def test_equal_passages_are_embedded_once(path: Path) -> None:
    run(path, *(Article(id=str(number), text="Sama.\nSama.") for number in range(3)))
    with closing(Archive.open(path)) as archive:
        assert (archive.counts(), missing(archive)) == ((3, 6), [(". ", "Sama.")])
        store(archive, "m", *(passage.hash for passage in archive.passages_to_embed("m")))
        assert [(p.article_id, p.position) for p in archive.embedded("m")] == [
            ("0", 0), ("0", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 1),
        ]  # fmt: skip


def test_vectors_come_back_as_they_were(path: Path) -> None:
    run(path, Article(id="1", text="Satu. Dua."))
    made = Embedded(
        vector=np.array([0.6, 0.8], np.float32),
        sentences=np.array([[1, 0], [0.5, 0.25]], np.float32),
    )
    with closing(Archive.open(path)) as archive:
        [passage] = archive.passages_to_embed("m")
        archive.put_vectors("m", [PassageVectors.of(passage.hash, [(0, 5), (6, 10)], made)])
        [found] = archive.embedded("m")
    assert found.vector.tolist() == made.vector.tolist()
    assert (found.text, found.sentences) == ("Satu. Dua.", "[[0, 5], [6, 10]]")
    assert np.frombuffer(found.sentence_vectors, "<f2").tolist() == [1, 0, 0.5, 0.25]


def test_vectors_are_pruned_by_passage(path: Path) -> None:
    run(path, Article(id="1", text="Satu."), Article(id="2", text="Dua."))
    with closing(Archive.open(path)) as archive:
        store(archive, "m", *(passage.hash for passage in archive.passages_to_embed("m")))
        assert (
            len(archive.passages_to_embed("m")),
            len(archive.passages_to_embed("m", anew=True)),
        ) == (0, 2)
    run(path, Article(id="1", text="Satu."))
    with closing(Archive.open(path)) as archive:
        archive.prune_vectors()
    assert query(path, "SELECT count(*) FROM vectors") == [(1,)]


def test_another_rule_cuts_every_article_anew(path: Path) -> None:
    def whole(article: Article) -> ArticleParts:
        place = {"start": 0, "end": len(article.text), "text": article.text}
        passage = Passage(article_id=article.id, position=0, **place)
        return ArticleParts(heading="", passages=[passage], statements=[], sketch=b"")

    run(path, Article(id="1", text="Satu.\nDua."))
    with closing(Archive.open(path)) as archive:
        archive.apply_split_rule("lines", split, sentences)
        assert archive.counts() == (1, 2)
        archive.apply_split_rule("lines", whole, sentences)
        assert archive.counts() == (1, 2)
        archive.apply_split_rule("whole", whole, sentences)
        assert (archive.counts(), missing(archive)) == ((1, 1), [("", "Satu.\nDua.")])


def test_only_passages_with_other_sentences_are_embedded_anew(path: Path) -> None:
    run(path, Article(id="1", text="Satu."), Article(id="2", text="Plt. Dua."))
    with closing(Archive.open(path)) as archive:
        store(archive, "m", *(passage.hash for passage in archive.passages_to_embed("m")))
        # `store` has stored the first character as the one sentence of each.
        archive.apply_split_rule("one", split, lambda _: [(0, 1)])
        assert list(archive.passages_to_embed("m")) == []
        archive.apply_split_rule("two", split, lambda text: [(0, 5 if "Plt." in text else 1)])
        assert [passage.text for passage in archive.passages_to_embed("m")] == ["Plt. Dua."]


# -- the file, opened by other programs -----------------------------------------------------------


@pytest.fixture
def filled(path: Path) -> Iterator[sqlite3.Connection]:
    published = "2020-01-02T10:30:00+07:00"
    run(path, Article(id="1", url=URL, title="Judul", published=published, text="Satu.\nDua."))
    with closing(sqlite3.connect(path)) as db:
        yield db


def test_passages_refer_to_their_articles(filled: sqlite3.Connection) -> None:
    keys = filled.execute("PRAGMA foreign_key_list(passages)").fetchall()
    assert [(key[2], key[3], key[4]) for key in keys] == [("articles", "article_id", "id")]
    assert filled.execute("PRAGMA foreign_key_check").fetchall() == []
    filled.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        filled.execute("DELETE FROM articles")


def test_statements_are_verbatim_and_refer_to_their_passage(filled: sqlite3.Connection) -> None:
    query = (
        'SELECT s.statement, substr(a.text, s.start + 1, s."end" - s.start), p.text, s.speaker,'
        " s.role, s.institution, s.direct FROM statements s JOIN articles a ON a.id = s.article_id"
        " JOIN passages p ON p.id = s.passage_id"
    )
    who = ("Sari", "juru bicara", "Perpustakaan")
    assert filled.execute(query).fetchall() == [("Satu.", "Satu.", "Satu.", *who, 1)]
    keys = {key[2] for key in filled.execute("PRAGMA foreign_key_list(statements)")}
    assert keys == {"articles", "passages"}


def test_a_changed_article_changes_its_statements(path: Path) -> None:
    run(path, Article(id="1", text="Satu.\nDua."))
    run(path, Article(id="1", text="Tiga."))
    assert query(path, "SELECT statement FROM statements") == [("Tiga.",)]
    run(path, Article(id="2", text="Empat."))
    assert query(path, "SELECT statement FROM statements") == [("Empat.",)]


def test_dates_are_iso(filled: sqlite3.Connection) -> None:
    columns = "published, added_at, changed_at, last_seen"
    [(published, *stamps)] = filled.execute(f"SELECT {columns} FROM articles")
    assert published == "2020-01-02T10:30:00+07:00"
    offsets = {datetime.datetime.fromisoformat(stamp).utcoffset() for stamp in stamps}
    assert offsets == {datetime.timedelta(0)}


def test_an_unchanged_article_keeps_its_dates(path: Path) -> None:
    stamps = "SELECT added_at, changed_at FROM articles"
    run(path, Article(id="1", text="Satu."))
    [(added, changed)] = query(path, stamps)
    run(path, Article(id="1", text="Satu."))
    assert query(path, stamps) == [(added, changed)]
    run(path, Article(id="1", text="Dua."))
    [(added_then, changed_then)] = query(path, stamps)
    assert added_then == added
    assert changed_then > changed


def test_passages_are_at_their_ranges_of_the_text(filled: sqlite3.Connection) -> None:
    query = (
        'SELECT position, p.text, substr(a.text, start + 1, "end" - start) FROM passages p'
        " JOIN articles a ON a.id = p.article_id ORDER BY position"
    )
    found = filled.execute(query).fetchall()
    assert found == [(0, "Satu.", "Satu."), (1, "Dua.", "Dua.")]


def test_what_an_older_archive_holds_without_sections_is_unchanged(path: Path) -> None:
    run(path, Article(id="a", text="Banjir."), Article(id="b", text="Gempa."))
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE articles DROP COLUMN section")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'sections'")
        db.commit()
    told = run(
        path,
        Article(id="a", text="Banjir."),
        Article(id="b", text="Gempa.", section="Nasional"),
    )
    assert (told.new, told.changed, told.unchanged) == (0, 1, 1)
    assert [one.section for one in held(path)] == ["", "Nasional"]
