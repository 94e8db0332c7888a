import datetime
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index.attribution.mentions import Speaker
from index.building.publishing.officeholders import DatedStatement, learn_terms
from index.entities.matcher import EntityIndex
from index.search.searcher import Searcher
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.snapshots import PASSAGES, Snapshots
from tests.support.archives import built, opened, search, snapshot_of, written
from tests.support.word_embedder import WordEmbedder

GAZETTEER = EntityIndex.shipped().gazetteer
DAY = datetime.date(2019, 9, 1).toordinal()


def speaker(text: str) -> Speaker:
    name, role, institution = (part.strip() for part in text.split("|"))
    return Speaker(name=name, role=role, institution=institution)


def learned(*said: tuple[int, str]) -> list[tuple[str, int, int, int, list[str]]]:
    """Days with a speaker, each of a story of its own → who held what: name, days, articles, meant.

    Days count from the first of September.
    """
    texts = list(dict.fromkeys(text for _, text in said))
    pairs = [
        DatedStatement(texts.index(text), story, DAY + day)
        for story, (day, text) in enumerate(said)
    ]
    return [
        (
            texts[term.speaker].split("|")[0].strip(),
            term.first - DAY,
            term.last - DAY,
            term.articles,
            [texts[number] for number in term.meant],
        )
        for term in learn_terms(GAZETTEER, list(map(speaker, texts)), pairs)
    ]


BUDI = "Budi Santoso | Bupati | Sukamaju"
SARI = "Sari Dewi | Bupati | Sukamaju"
BARE, ALONE = " | Bupati | Sukamaju", "Budi Santoso | | "


def test_an_office_and_a_name_are_one_person() -> None:
    found = learned((0, BUDI), (5, BUDI), (7, BARE), (8, ALONE))
    assert found == [("Budi Santoso", -30, 35, 2, [BARE, BUDI, ALONE])]


def test_one_article_is_not_enough() -> None:
    assert learned((0, BUDI), (7, BARE), (8, ALONE)) == []


def test_a_story_that_many_tell_is_one_article() -> None:
    texts = [speaker(BUDI)]
    said = [DatedStatement(0, 0, DAY), DatedStatement(0, 0, DAY + 1)]
    assert list(learn_terms(GAZETTEER, texts, said)) == []


def test_two_holders_have_each_their_time() -> None:
    found = learned((0, BUDI), (5, BUDI), (7, BARE), (10, SARI), (12, SARI))
    assert [term[:4] for term in found] == [("Budi Santoso", -30, 5, 2), ("Sari Dewi", 10, 42, 2)]


def test_a_former_holder_holds_nothing() -> None:
    former = "Ahmad Hidayat | mantan Bupati | Sukamaju"
    assert learned((0, former), (5, former), (7, BARE)) == []
    found = learned((0, BUDI), (1, former), (2, former), (5, BUDI), (7, "Ahmad Hidayat | | "))
    assert found == [("Budi Santoso", -30, 35, 2, [BUDI])]


@pytest.mark.parametrize(
    "office",
    [
        "Anggota | DPR",
        "Juru Bicara | Partai Golkar",
        "Menteri | ",
        "Direktur | ",
        "Wakil Ketua | KPK",
    ],
)
def test_offices_with_several_holders_give_no_terms(office: str) -> None:
    one, other = f"Budi Santoso | {office}", f"Sari Dewi | {office}"
    assert learned((0, one), (1, one), (2, f" | {office}"), (3, ALONE)) == []
    assert learned((0, one), (1, other), (2, one), (3, other)) == []


def test_offices_of_different_places_are_not_one() -> None:
    jabar, jatim = (
        "Budi Santoso | Kabid Humas | Polda Jabar",
        "Sari Dewi | Kabid Humas | Polda Jatim",
    )
    found = learned(
        (0, jabar), (1, jatim), (2, jabar), (3, jatim), (4, " | Kabid Humas | Polda Jabar")
    )
    assert [(name, meant) for name, _, _, _, meant in found] == [
        ("Budi Santoso", [" | Kabid Humas | Polda Jabar", jabar]),
        ("Sari Dewi", [jatim]),
    ]


def test_names_and_titles_that_mean_the_same_are_counted_together() -> None:
    found = learned(
        (0, "Johnny Plate | Menkominfo | "),
        (1, "Johnny G. Plate | Menteri Komunikasi dan Informatika | "),
        (2, " | Menteri | Kominfo"),
        (3, "Johnny G Plate | Menteri | "),
    )
    assert [(name, articles) for name, _, _, articles, _ in found] == [("Johnny G. Plate", 2)]
    assert set(found[0][4]) >= {" | Menteri | Kominfo", "Johnny G Plate | Menteri | "}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], True),
        # Other people of that name.
        (["Santoso Hidayat | | "], False),
        (["Budi Santoso | warga | Sukasari"], False),
        (["Santoso | Camat | Sukasari"], False),
    ],
)
def test_a_single_name_must_be_nobody_elses(others: Sequence[str], expected: bool) -> None:
    office, alone = "Santoso | Bupati | Sukamaju", "Santoso | | "
    said = [(0, office), (1, office), (2, alone), *((3, other) for other in others)]
    ((_, _, _, _, meant),) = learned(*said)
    assert (alone in meant) is expected


def test_a_common_first_name_does_not_count() -> None:
    office, alone = "Muhammad Nasir | Bupati | Sukamaju", "M. Nasir | | "
    other = "Mohamad Nasir | Kasat Lantas | Polres Sukasari"
    ((_, _, _, _, meant),) = learned((0, office), (1, office), (2, alone))
    assert alone in meant
    ((_, _, _, _, meant),) = learned((0, office), (1, office), (2, alone), (3, other))
    assert alone not in meant


def test_a_name_with_an_institution_in_it_is_no_name() -> None:
    torn = "Bappenas Budi Santoso | Bupati | Sukamaju"
    assert learned((0, torn), (1, torn), (2, BARE)) == []


def test_many_speakers_are_not_compared_in_pairs() -> None:
    texts = [f"Budi Santoso{n} | Bupati | Sukamaju{n}" for n in range(2_000)]
    texts += [f"Budi Santoso{n} | | " for n in range(2_000)]
    pairs = [DatedStatement(n, story, DAY) for n in range(4_000) for story in (2 * n, 2 * n + 1)]
    started = time.process_time()
    assert len(list(learn_terms(GAZETTEER, list(map(speaker, texts)), pairs))) == 2_000
    # 0.5 s; comparing every two names takes minutes.
    assert time.process_time() - started < 10


# -- built and asked --------------------------------------------------------------------------

WORDS = WordEmbedder("pasar", "jalan", "beras")
ARTICLES = {
    "first": ("2019-09-01", "Bupati Bekasi Budi Santoso mengatakan jalan ditutup."),
    "second": ("2019-09-05", "Menurut Bupati Bekasi Budi Santoso, jalan dibuka."),
    "role": ("2019-09-07", "Bupati Bekasi mengatakan pasar pindah."),
    "name": ("2019-09-08", "Budi Santoso mengatakan beras habis."),
    "later": ("2020-03-01", "Bupati Bekasi mengatakan pasar kembali."),
    "undated": ("", "Bupati Bekasi mengatakan pasar ramai."),
}


def records(**changes: tuple[str, str] | None) -> list[dict[str, str]]:
    kept = {name: said for name, said in {**ARTICLES, **changes}.items() if said}
    return [{"id": n, "published": day, "text": text} for n, (day, text) in kept.items()]


def heard(question: str, data: Path) -> set[str]:
    """The articles whose quotes are by who is asked for."""
    found = search(Searcher(WORDS), question, opened(data, WORDS))
    return {hit.article.id for hit, by in zip(found.hits, found.heard, strict=True) if by}


def rebuilt(data: Path, **changes: tuple[str, str] | None) -> None:
    built(data, WORDS, written(data / "articles.jsonl", *records(**changes)))


def test_the_officeholder_is_found_by_name_and_by_office(tmp_path: Path) -> None:
    rebuilt(tmp_path)
    assert heard("apa kata Budi Santoso soal pasar", tmp_path) == {
        "first", "second", "name", "role",
    }  # fmt: skip
    assert heard("apa kata Bupati Bekasi soal beras", tmp_path) == set(ARTICLES)
    assert heard("what did Budi Santoso say about pasar", tmp_path) >= {"role"}


def test_the_speaker_is_shown_as_the_article_has_it(tmp_path: Path) -> None:
    rebuilt(tmp_path)
    found = search(Searcher(WORDS), "apa kata Budi Santoso soal pasar", opened(tmp_path, WORDS))
    assert (found.hits[0].article.id, found.hits[0].speaker) == ("role", "Bupati Bekasi")


def test_terms_are_learnt_anew_from_the_current_archive(tmp_path: Path) -> None:
    rebuilt(tmp_path, second=None)
    asked = "apa kata Budi Santoso soal pasar"
    assert heard(asked, tmp_path) == {"first", "name"}
    # Added, changed, removed.
    rebuilt(tmp_path)
    assert "role" in heard(asked, tmp_path)
    said = "Menurut Bupati Bekasi Sari Dewi, jalan dibuka."
    rebuilt(tmp_path, second=("2019-09-05", said))
    assert heard(asked, tmp_path) == {"first", "name"}
    rebuilt(tmp_path)
    assert "role" in heard(asked, tmp_path)
    rebuilt(tmp_path, first=None)
    assert heard(asked, tmp_path) == {"second", "name"}


def test_of_two_holders_each_is_meant_in_his_time(tmp_path: Path) -> None:
    after = {
        "third": ("2020-02-01", "Bupati Bekasi Sari Dewi mengatakan jalan ditutup."),
        "fourth": ("2020-03-05", "Menurut Bupati Bekasi Sari Dewi, jalan dibuka."),
    }
    rebuilt(tmp_path, **after)
    assert heard("apa kata Sari Dewi soal pasar", tmp_path) == {"third", "fourth", "later"}
    # On September 7 it is open who held it: he is named until the 5th, she from February on.
    assert heard("apa kata Budi Santoso soal pasar", tmp_path) == {"first", "second", "name"}
    rebuilt(tmp_path, role=("2019-09-03", ARTICLES["role"][1]), **after)
    assert "role" in heard("apa kata Budi Santoso soal pasar", tmp_path)
    assert "role" not in heard("apa kata Sari Dewi soal pasar", tmp_path)


def test_the_owners_table_says_which_offices_are_one(tmp_path: Path) -> None:
    said = {
        "first": ("2019-09-01", "Kepala BBI Bekasi, Budi Santoso, mengatakan jalan ditutup."),
        "second": ("2019-09-05", "Menurut Kepala Balai Benih Ikan Bekasi, Budi Santoso, hujan."),
        "role": ("2019-09-07", "Kepala Balai Benih Ikan Bekasi mengatakan pasar pindah."),
    }
    rebuilt(tmp_path, **said)
    assert "role" not in heard("apa kata Budi Santoso soal pasar", tmp_path)
    own = '[[entity]]\nnames = ["Balai Benih Ikan", "BBI"]\n'
    (tmp_path / "aliases.toml").write_text(own, encoding="utf-8")
    rebuilt(tmp_path, **said)
    assert "role" in heard("apa kata Budi Santoso soal pasar", tmp_path)


def test_terms_are_stored_with_days_and_counts(tmp_path: Path) -> None:
    rebuilt(tmp_path)
    path = Snapshots(tmp_path / "snapshots").current()
    assert path
    with closing(sqlite3.connect(path / PASSAGES)) as db:
        rows = db.execute(
            "SELECT name, role, institution, first, last, articles FROM holders"
            " JOIN speakers ON speakers.id = speaker"
        ).fetchall()
    assert rows == [("Budi Santoso", "Bupati Bekasi", "", "2019-08-02", "2019-10-05", 2)]


def test_an_archive_without_speakers(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, WORDS, ["Pasar ramai."])
    assert connect(snapshot.path).execute("SELECT count(*) FROM holders").fetchone() == (0,)
