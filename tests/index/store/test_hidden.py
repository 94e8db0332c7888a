import datetime
import json
import logging
import os
from pathlib import Path

import numpy as np
import pytest

from index.errors import ArchiveError
from index.models.embedder import CosineScale
from index.query.filters import Filters
from index.records import Citation
from index.search.pipeline import SearchPipeline
from index.search.preparation.term_weights import weigh_terms
from index.search.ranking.candidates import filter_articles, match_words, retrieve
from index.search.routing import SearchRequest
from index.search.searcher import Searcher
from index.search.stories.suggestions import suggest
from index.search.tuning import DEFAULT_TUNING
from index.store.hidden import HIDDEN_FILE, HiddenArticles
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.snapshots import Snapshots
from tests.support.archives import built, search, snapshot_of, written
from tests.support.word_embedder import WordEmbedder

CANDIDATES = DEFAULT_TUNING.lexical_candidates
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
ONE = Citation(id="satu", url="https://berita.example/satu", title="Satu", source="VIVA")
TWO = Citation(id="dua", title="Dua", published="2019-09-02")
RECORDS = [
    {"id": "satu", "url": "https://berita.example/satu", "text": "Banjir merendam kota itu."},
    {"id": "dua", "url": "https://lain.example/dua", "text": "Banjir surut di kota itu."},
    {"id": "tiga", "text": "Gempa terasa di kota itu."},
]


def hidden_in(folder: Path) -> HiddenArticles:
    return HiddenArticles(folder / HIDDEN_FILE, now=lambda: NOON)


def titles(hidden: HiddenArticles) -> list[str]:
    return [entry.article.title for entry in hidden.entries()]


def test_hiding_and_showing_append_lines(tmp_path: Path) -> None:
    hidden = hidden_in(tmp_path)
    assert hidden.entries() == ()
    hidden.hide(ONE)
    hidden.hide(TWO)
    assert titles(hidden) == titles(hidden_in(tmp_path)) == ["Satu", "Dua"]
    hidden.unhide(hidden.entries()[0])
    assert titles(hidden) == ["Dua"]
    assert [json.loads(line) for line in (tmp_path / HIDDEN_FILE).read_text().splitlines()] == [
        {"at": "2026-03-01T12:00:00+00:00", "action": "hide", "id": "satu"}
        | {"url": "https://berita.example/satu", "title": "Satu", "source": "VIVA"},
        {"at": "2026-03-01T12:00:00+00:00", "action": "hide", "id": "dua", "title": "Dua"}
        | {"published": "2019-09-02"},
        {"at": "2026-03-01T12:00:00+00:00", "action": "unhide", "id": "satu"}
        | {"url": "https://berita.example/satu", "title": "Satu", "source": "VIVA"},
    ]


def test_entries_are_read_anew_only_when_the_file_changes(tmp_path: Path) -> None:
    hidden = hidden_in(tmp_path)
    hidden.hide(ONE)
    first = hidden.entries()
    assert hidden.entries() is first
    with (tmp_path / HIDDEN_FILE).open("a") as file:
        file.write("https://lain.example/dua\n")
    assert [entry.article.url for entry in hidden.entries()] == [
        ONE.url,
        "https://lain.example/dua",
    ]
    (tmp_path / HIDDEN_FILE).unlink()
    assert hidden.entries() == ()


def test_lines_written_by_people(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lines = [
        "# dicabut oleh redaksi",
        "",
        "https://www.berita.example/satu/?utm_source=x",
        f'{{"reference": "{TWO.reference.upper()}"}}',
        '{"id": "tiga", "title": "Tiga"}',
        '{"id": "empat"}',
        '{"action": "unhide", "id": "empat"}',
        '{"action": "remove", "id": "tiga"}',
        '{"title": "Tanpa alamat"}',
        '{"reference": "g"}',
        '{"id": 5}',
        '{"id": "lima"',
        "kata",
    ]
    # No newline at the end, as editors may leave it.
    (tmp_path / HIDDEN_FILE).write_text("\n".join(lines))
    hidden = hidden_in(tmp_path)
    with caplog.at_level(logging.WARNING):
        first, second, third = hidden.entries()
    assert first.article.url == "https://www.berita.example/satu/?utm_source=x"
    assert (second.reference, third.article.title) == (TWO.reference, "Tiga")
    ignored = [record.getMessage().partition(", ")[2] for record in caplog.records]
    assert ignored[:4] == [
        'line 8 is ignored: action is \'remove\', not "hide" or "unhide"',
        "line 9 is ignored: it has neither the id, the URL nor the reference of an article",
        "line 10 is ignored: reference is not sixteen hexadecimal digits",
        "line 11 is ignored: id is not a string",
    ]
    assert [line.partition(":")[0] for line in ignored[4:]] == [
        "line 12 is ignored",
        "line 13 is ignored",
    ]
    hidden.unhide(second)
    assert [entry.article.title for entry in hidden.entries()] == ["", "Tiga"]
    hidden.hide(ONE)
    # The address was hidden before: one entry, now with what is known of the article.
    assert titles(hidden) == ["Tiga", "Satu"]
    assert len({entry.key for entry in (*hidden.entries(), first, second)}) == 4


def test_an_unreadable_file_shows_no_hidden_article(tmp_path: Path, words: WordEmbedder) -> None:
    built(tmp_path, words, written(tmp_path / "a.jsonl", *RECORDS))
    live = LiveIndex(Snapshots(tmp_path / "snapshots"), words)
    live.refresh()
    (tmp_path / HIDDEN_FILE).write_bytes(b"\xff\xfe{")
    with pytest.raises(ArchiveError, match=r"hidden\.jsonl cannot be read"):
        live.current()
    (tmp_path / HIDDEN_FILE).write_text("")
    assert live.current().hidden == ()
    blocked = HiddenArticles(tmp_path / "gone" / HIDDEN_FILE)
    with pytest.raises(ArchiveError, match="cannot be written: No such file or directory"):
        blocked.hide(ONE)


def found(snapshot: OpenSnapshot, question: str, embedder: WordEmbedder) -> list[str]:
    hits = search(Searcher(embedder), question, snapshot).hits
    return sorted(hit.article.id for hit in hits)


def test_an_article_stays_hidden_through_rebuilds_and_rollback(
    tmp_path: Path, words: WordEmbedder
) -> None:
    file = written(tmp_path / "a.jsonl", *RECORDS)
    built(tmp_path, words, file)
    hidden = hidden_in(tmp_path)
    live = LiveIndex(Snapshots(tmp_path / "snapshots"), words)
    live.refresh()
    before = live.current()
    assert found(before, "banjir kota", words) == ["dua", "satu", "tiga"]
    assert live.current() is before
    hidden.hide(ONE)
    assert found(live.current(), "banjir kota", words) == ["dua", "tiga"]
    assert live.current() is live.current()
    # A search goes on with what it began with.
    assert found(before, "banjir kota", words) == ["dua", "satu", "tiga"]
    for full in (False, True):
        built(tmp_path, words, written(file, *RECORDS, f"Banjir lagi, {full}."), full=full)
        assert live.refresh()
        assert "satu" not in found(live.current(), "banjir kota", words)
    Snapshots(tmp_path / "snapshots").rollback()
    assert live.refresh()
    assert "satu" not in found(live.current(), "banjir kota", words)
    # By hand, and from another process.
    (tmp_path / HIDDEN_FILE).write_text("https://lain.example/dua\n")
    assert found(live.current(), "banjir kota", words)[0] != "dua"
    assert "satu" in found(live.current(), "banjir kota", words)


def test_a_url_hides_all_articles_with_it(tmp_path: Path, words: WordEmbedder) -> None:
    pages = [
        {"id": "a", "url": "https://m.berita.example/satu", "text": "Banjir di kota."},
        {"id": "b", "url": "https://www.berita.example/satu", "text": "Banjir di desa."},
        {"id": "c", "url": "https://berita.example/dua", "text": "Banjir di hutan."},
    ]
    snapshot = snapshot_of(tmp_path, words, pages)
    (tmp_path / HIDDEN_FILE).write_text("https://berita.example/satu\n")
    view = snapshot.with_hidden(hidden_in(tmp_path).entries())
    assert found(view, "banjir", words) == ["c"]
    assert [view.with_reference(Citation(id=one).reference) is None for one in "abc"] == [
        True,
        True,
        False,
    ]
    assert view.with_url("berita.example/satu") is None


def test_a_hidden_article_is_not_found_by_its_url(tmp_path: Path, words: WordEmbedder) -> None:
    snapshot = snapshot_of(tmp_path, words, RECORDS)
    pipeline = SearchPipeline(Searcher(words), today=NOON.date)

    def considered(view: OpenSnapshot) -> tuple[str, list[str]]:
        result = pipeline.run(SearchRequest(text="https://berita.example/satu", limit=3), view)
        return result.input_kind.value, [hit.article.id for hit in result.hits]

    assert considered(snapshot) == ("address", ["satu", "dua"])
    hidden = hidden_in(tmp_path)
    hidden.hide(ONE)
    assert considered(snapshot.with_hidden(hidden.entries()))[0] == "unknown_address"


def test_a_hidden_article_is_not_named_as_telling_a_story(
    tmp_path: Path, words: WordEmbedder
) -> None:
    text = "Banjir merendam kota itu sejak pagi dan warga mengungsi ke sekolah di atas bukit."
    copies = [{"id": name, "source": name, "text": text} for name in ("Antara", "Tempo", "VIVA")]
    snapshot = snapshot_of(tmp_path, words, copies)
    hidden = hidden_in(tmp_path)

    def told() -> set[str]:
        view = snapshot.with_hidden(hidden.entries())
        [hit] = search(Searcher(words), "banjir kota", view).hits
        return {hit.article.id, *(other.id for other in hit.also)}

    assert told() == {"Antara", "Tempo", "VIVA"}
    # The one that stands for the story, and one that does not.
    hidden.hide(Citation(id="Antara"))
    assert told() == {"Tempo", "VIVA"}
    hidden.hide(Citation(id="VIVA"))
    assert told() == {"Tempo"}


def test_hidden_articles_do_not_displace_candidates(tmp_path: Path, words: WordEmbedder) -> None:
    best = [{"id": f"h{n:03}", "text": "Banjir lahar banjir lahar."} for n in range(CANDIDATES)]
    # Near nothing in meaning: only its word finds it.
    other = {"id": "x", "text": "Lahar dan banyak kata lain yang tidak ada hubungannya."}
    snapshot = snapshot_of(tmp_path, words, [*best, other])
    (tmp_path / HIDDEN_FILE).write_text(
        "".join(f'{{"id": "h{n:03}"}}\n' for n in range(CANDIDATES))
    )
    view = snapshot.with_hidden(hidden_in(tmp_path).entries())
    assert len(view.hidden) == CANDIDATES
    everywhere = filter_articles(view, Filters())
    terms = weigh_terms(["lahar"], view)
    gathered = retrieve(
        words.embed_query("lahar"),
        match_words(terms, [], view, within=everywhere, limit=CANDIDATES),
        view,
        within=everywhere,
        scale=CosineScale(unrelated=0.0, matched=1.0),
        spoken=np.array([0, 1]),
        limit=CANDIDATES,
    )
    assert gathered.rows.tolist() == [CANDIDATES]
    assert gathered.bm25[0] > 0


SPOKEN = (
    "Soal Palapa Ring, Menteri Rudiantara bicara. “Proyek Palapa Ring selesai tahun ini,” kata "
    "Rudiantara di Jakarta. Menurut dia, Palapa Ring membantu banyak desa."
)


def test_hidden_articles_give_no_statements_and_no_suggestions(
    tmp_path: Path, words: WordEmbedder
) -> None:
    spoken = {"id": "p", "title": "Rudiantara: Palapa Ring selesai", "text": SPOKEN}
    snapshot = snapshot_of(tmp_path, words, [spoken, *RECORDS])
    assert [subject.article for subject in suggest(snapshot)] == ["p"]
    question = "apa kata Rudiantara soal Palapa Ring"
    assert "p" in found(snapshot, question, words)
    hidden = hidden_in(tmp_path)
    hidden.hide(Citation(id="p"))
    view = snapshot.with_hidden(hidden.entries())
    assert suggest(view) == ()
    assert "p" not in found(view, question, words)


def test_a_change_within_one_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    """The clock of a file system may be coarse: the size tells."""
    hidden = hidden_in(tmp_path)
    hidden.hide(ONE)
    state = (tmp_path / HIDDEN_FILE).stat()
    assert len(hidden.entries()) == 1
    hidden.hide(TWO)
    os.utime(tmp_path / HIDDEN_FILE, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert len(hidden.entries()) == 2
