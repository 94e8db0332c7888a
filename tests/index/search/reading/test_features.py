"""What speaks for an answer, each feature worked out by hand."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.confidence import Features
from index.search.preparation.prepared_query import PreparedQuery
from index.search.reading.features import absent_names, compute_features, is_heard
from index.search.reading.read_articles import ArticleReading, ReadArticle
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import asks, snapshot_of
from tests.support.word_embedder import WordEmbedder

# The excerpt is the sentence on “banjir”; Ratna and Bima stand three sentences away from it.
ARTICLE = {
    "id": "a",
    "title": "Kabar Ambon",
    "published": "2019-09-10",
    "text": (
        "Banjir melanda pasar pada hari Senin. Pedagang pulang lebih awal. "
        "Sekolah di sana libur. Hutan masih hijau. Ratna tidak hadir bersama Bima."
    ),
}
OTHER = {"id": "b", "text": "Gempa terasa di Kupang."}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("features"), WordEmbedder(), [ARTICLE, OTHER])


def read(
    question: str, snapshot: OpenSnapshot, numbers: Sequence[int] = (0,)
) -> tuple[PreparedQuery, list[ReadArticle]]:
    """The articles read for the question, the excerpt of the first its best sentence alone."""
    query = Searcher(WordEmbedder()).prepare(asks(question), snapshot)
    articles = ArticleReading(None).read(query, numbers)
    first = articles[0]
    assert first.excerpt is not None
    best = first.excerpt.best
    start, end = first.article.spans[best]
    excerpt = replace(first.excerpt, start=start, end=end, first=best, last=best)
    return query, [replace(first, excerpt=excerpt), *articles[1:]]


def features(question: str, snapshot: OpenSnapshot) -> Features:
    query, articles = read(question, snapshot)
    return compute_features(query, [0.7], articles)[0]


def information(passages: int, of: int = 2) -> float:
    """The weight of a word that this many passages of so many hold."""
    return math.log(1 + (of - passages + 0.5) / (passages + 0.5))


def test_words_of_the_question_in_the_article_and_in_its_excerpt(snapshot: OpenSnapshot) -> None:
    found = features("banjir pedagang hutan", snapshot)
    # All three are as rare; “hutan” stands too far from the excerpt, “pedagang” beside it.
    assert found.excerpt_covered == pytest.approx(2 / 3)
    assert (found.names_absent, found.names_apart) == (0, 0)
    assert found.breadth == pytest.approx(1 / 3)
    assert (found.read, found.similarity, found.foreign) == (False, 0.7, 0)


def test_names_that_the_article_lacks_and_those_far_from_the_excerpt(
    snapshot: OpenSnapshot,
) -> None:
    found = features("banjir di Ambon, Ratna dan Surabaya", snapshot)
    # Ambon is in the title, Ratna apart, Surabaya nowhere and therefore rarer.
    held, absent = information(1), information(0)
    whole = 2 * held + absent
    assert found.names_absent == pytest.approx(absent / whole)
    assert found.names_apart == pytest.approx(held / whole)
    assert found.excerpt_covered == pytest.approx(2 * held / (whole + held))


def test_names_are_told_as_they_were_asked(snapshot: OpenSnapshot) -> None:
    asked = "banjir di Ambon atau Surabaya Timur, kata Ratna Bima dan Surabaya Timur 2018"
    query, (article,) = read(asked, snapshot)
    missing, elsewhere = absent_names(replace(query, speaker=None), article)
    assert missing[0] == "Surabaya Timur"
    assert "Ambon" not in missing + elsewhere
    query, (article,) = read("banjir di Ambon, Ratna Bima, Surabaya", snapshot)
    assert absent_names(query, article) == (("Surabaya",), ("Ratna Bima",))
    query, (article,) = read("banjir di ambon surabaya", snapshot)
    assert absent_names(query, article) == ((), ())


def test_the_year_of_publication_counts_as_held(tmp_path: Path) -> None:
    # Here the year is searched as a word: nothing is filtered by it.
    records = [ARTICLE, OTHER | {"text": "Gempa terasa pada 2018 dan 2019."}]
    snapshot = snapshot_of(tmp_path, WordEmbedder(), records)
    query = Searcher(WordEmbedder()).prepare(asks("banjir"), snapshot)
    for year, missing in (("2019", ()), ("2018", ("2018",))):
        parsed = replace(query.parsed, text=f"banjir {year}", content=f"banjir {year}")
        again = Searcher(WordEmbedder()).prepare(parsed, snapshot)
        (article,) = ArticleReading(None).read(again, [0])
        found = compute_features(again, [0.7], [article])[0]
        assert absent_names(again, article) == (missing, ())
        assert found.numbers_absent == float(bool(missing))
        assert found.is_complete is not bool(missing)


@pytest.mark.parametrize(
    ("question", "article", "missing"),
    [
        ("banjir Kominfo", "Kementerian Komunikasi dan Informatika membantu.", ()),
        ("banjir Kominfo", "Kementerian Pertanian membantu.", ("Kominfo",)),
        # All of the name counts, not its words here and there.
        ("banjir Kominfo", "Kementerian memberi informatika dan komunikasi.", ("Kominfo",)),
        ("banjir Kementerian Komunikasi dan Informatika", "Kominfo membantu.", ()),
        (
            "banjir Kementerian Komunikasi dan Informatika",
            "Ambon membantu.",
            ("Kementerian Komunikasi dan Informatika",),
        ),
        ("banjir, Menkominfo", "Menteri Komunikasi dan Informatika datang.", ()),
        ("apakah JK soal banjir", "Jusuf Kalla datang.", ()),
        # A number in words.
        ("banjir di 5 Desa", "Lima desa terendam.", ()),
        ("banjir di 5 desa", "Enam desa terendam.", ("5",)),
        # Two words that are one elsewhere, either way round.
        ("banjir di Tik Tok", "Video itu ada di TikTok.", ()),
        ("banjir di TikTok", "Video itu ada di Tik Tok.", ()),
        ("banjir di TikTok", "Video itu ada di Tok Tik.", ("TikTok",)),
        # The number of a name is no name without it.
        ("banjir satelit SATRIA-2", "Satelit SATRIA-1 merekam.", ("SATRIA-2",)),
        ("banjir satelit SATRIA-1", "Satelit SATRIA-1 merekam.", ()),
        ("banjir di Jakarta-Bogor", "Jakarta terendam.", ("Bogor",)),
    ],
)
def test_a_name_by_its_other_names_is_not_missing(
    tmp_path: Path, question: str, article: str, missing: tuple[str, ...]
) -> None:
    text = f"Banjir melanda kota. {article} Warga pulang."
    snapshot = snapshot_of(tmp_path, WordEmbedder(), [text])
    query, (found,) = read(question, snapshot)
    assert absent_names(query, found) == (missing, ())
    assert compute_features(query, [0.7], [found])[0].is_complete is not bool(missing)


def test_only_words_with_a_translation_are_looked_for_in_another_language(
    snapshot: OpenSnapshot,
) -> None:
    found = features("when did the flood happen in Ambon and Surabaya", snapshot)
    # “flood” is “banjir”; “happen” is not looked for.
    held, absent = information(1), information(0)
    assert found.foreign == 1
    assert found.excerpt_covered == pytest.approx(2 * held / (2 * held + absent))
    assert found.names_absent == pytest.approx(absent / (held + absent))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kapan banjir melanda pasar", 1),
        ("berapa rumah kena banjir", -1),
        ("siapa kena banjir", 0),
    ],
)
def test_whether_the_excerpt_holds_the_type_of_answer(
    snapshot: OpenSnapshot, question: str, expected: float
) -> None:
    assert features(question, snapshot).answer_type == expected


def test_whose_words_the_excerpt_is(tmp_path: Path) -> None:
    text = '"Banjir itu surut dalam dua hari," kata Budi Santoso. Hutan masih hijau.'
    snapshot = snapshot_of(tmp_path, WordEmbedder(), [text])
    heard = {
        question: (features(question, snapshot).heard, is_heard(*_first(question, snapshot)))
        for question in (
            "apa kata Budi Santoso soal banjir",
            "apa kata Tuti Rahayu soal banjir",
            "kapan banjir surut",
        )
    }
    assert list(heard.values()) == [(1, True), (-1, False), (0, True)]


@pytest.mark.parametrize(
    ("asked", "article", "missing"),
    [
        ("Tuti Rahayu", "Pasar buka lagi.", ("Tuti Rahayu",)),
        # Mentioned, if not quoted.
        ("Tuti Rahayu", "Pasar dibuka Tuti lagi.", ()),
        ("Kominfo", "Menurut pedagang, kementerian diam.", ("Kominfo",)),
        ("Kominfo", "Kementerian Komunikasi dan Informatika diam.", ()),
        # Nobody in particular.
        ("warga", "Pasar buka lagi.", ()),
    ],
)
def test_a_speaker_whom_the_article_does_not_know_is_missing(
    tmp_path: Path, asked: str, article: str, missing: tuple[str, ...]
) -> None:
    snapshot = snapshot_of(tmp_path, WordEmbedder(), [f"Banjir surut hari ini. {article}"])
    query, (found,) = read(f"apa kata {asked} soal banjir", snapshot)
    assert absent_names(query, found)[0] == missing


def _first(question: str, snapshot: OpenSnapshot) -> tuple[PreparedQuery, ReadArticle]:
    query, (article,) = read(question, snapshot)
    return query, article


def test_the_logit_counts_from_its_knots_on(snapshot: OpenSnapshot) -> None:
    query, (first,) = read("banjir", snapshot)
    # 13.2 · 1 - 17.1 without a reader.
    assert compute_features(query, [0.7], [first])[0].answer == pytest.approx(-3.9)
    for logit, above_even in ((-4.0, 0), (-1.0, 0), (2.0, 2)):
        made = replace(first, logits=first.logits * 0 + logit)
        found = compute_features(query, [0.7], [made])[0]
        assert (found.answer, found.above_even) == (logit, above_even)


def test_logits_beyond_reason_are_cut(snapshot: OpenSnapshot) -> None:
    query, (article,) = read("banjir", snapshot)
    for logit, expected in ((99.0, 6.0), (-99.0, -10.0)):
        made = replace(article, logits=article.logits * 0 + logit)
        assert compute_features(query, [0.7], [made])[0].answer == expected


@pytest.mark.parametrize(
    ("question", "lacking"), [("revisi pertama banjir", 1 / 3), ("revisi kedua banjir", 0.0)]
)
def test_another_ordinal_is_a_number_that_lacks(
    tmp_path: Path, question: str, lacking: float
) -> None:
    text = "Revisi kedua aturan banjir disetujui pada Mei. Warga pulang."
    snapshot = snapshot_of(tmp_path, WordEmbedder(), [text])
    query, (found,) = read(question, snapshot)
    features = compute_features(query, [0.7], [found])[0]
    assert features.numbers_absent == pytest.approx(lacking)
    assert features.is_complete is not bool(lacking)
