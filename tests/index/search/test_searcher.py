import datetime
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from index.models.embedder import CosineScale, OnnxEmbedder
from index.query.parse import parse_query
from index.records import Citation, Hit
from index.search.ranking.results import RankedHits
from index.search.searcher import Searcher
from index.search.tuning import DEFAULT_TUNING, Tuning
from index.store.snapshot.engines.embedded import connect
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.conftest import SAMPLE
from tests.support.archives import asks, opened, snapshot_of
from tests.support.archives import search as search_with
from tests.support.word_embedder import WordEmbedder

# Eight passages of one word that is its own stem, so that all are of average length.
WORDS = ("banjir", "gempa", "internet", "harga", "beras", "hutan", "kota", "desa")
IDF = math.log(1 + (8 - 1 + 0.5) / (1 + 0.5))
WHOLE = 1 + 0.1 + 0.1 + 0.015
# Found, a word counts by BM25 and by what it covers of the question, in passage and sentence.
LEXICAL = (0.3 / 3.3 + 0.1 + 0.1) / WHOLE


def dense(similarity: float) -> float:
    """The score of a passage by meaning alone; whether it holds the kind wanted is open."""
    return (0.7 * (similarity + 0.5) / 2.15 + 0.015 / 2) / WHOLE


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    records = [{"id": f"{n}", "text": word.title()} for n, word in enumerate(WORDS)]
    return snapshot_of(tmp_path_factory.mktemp("eight"), WordEmbedder(*WORDS), records)


def search(question: str, snapshot: OpenSnapshot, **options: Any) -> RankedHits:
    return search_with(Searcher(WordEmbedder(*WORDS)), question, snapshot, **options)


def ids(found: RankedHits) -> list[str]:
    return [hit.article.id for hit in found.hits]


def scores(found: RankedHits) -> list[float]:
    return [hit.score for hit in found.hits]


# -- scores by hand ---------------------------------------------------------------------------


def test_one_word_found_in_both_ways(eight: OpenSnapshot) -> None:
    found = search("Gempa?", eight)
    assert ids(found) == ["1", "0", "2", "3", "4", "5", "6", "7"]
    assert found.hits[0].score == pytest.approx(dense(1) + LEXICAL)
    assert scores(found)[1:] == pytest.approx([dense(0)] * 7)


def test_two_words_share(eight: OpenSnapshot) -> None:
    found = search("hutan dan kota", eight)
    # Each is at 45° to the question and has one of two equal terms.
    expected = dense(math.sqrt(0.5)) + LEXICAL / 2
    assert ids(found)[:2] == ["5", "6"]
    assert scores(found)[:2] == pytest.approx([expected, expected])
    assert scores(found)[2:] == pytest.approx([dense(0)] * 6)


def test_a_word_of_the_question_counts_as_often_as_it_stands(eight: OpenSnapshot) -> None:
    found = search("kota kota hutan", eight)
    assert ids(found)[:2] == ["6", "5"]
    assert scores(found)[:2] == pytest.approx(
        [dense(2 / math.sqrt(5)) + LEXICAL / 2, dense(1 / math.sqrt(5)) + LEXICAL / 2]
    )


def test_unknown_words_weigh_on_the_known(eight: OpenSnapshot) -> None:
    rarest = math.log(1 + 8.5 / 0.5)
    expected = dense(1) + LEXICAL * IDF / (IDF + rarest)
    assert search("gempa xyz", eight).hits[0].score == pytest.approx(expected)


def test_a_question_without_terms_is_ranked_by_meaning(eight: OpenSnapshot) -> None:
    found = search("apa itu?", eight)
    assert scores(found) == pytest.approx([dense(0)] * 8)
    assert found.features[0].excerpt_covered == 0


def test_cosines_are_scaled_as_the_model_asks(eight: OpenSnapshot) -> None:
    embedder = WordEmbedder(*WORDS, scale=CosineScale(unrelated=0.5, matched=0.9))
    found = search_with(Searcher(embedder), "gempa", eight)
    # (1 - .5) / .4 = 1.25; (0 - .5) / .4 is under the floor.
    assert found.hits[0].score == pytest.approx(dense(1.25) + LEXICAL)
    assert scores(found)[1:] == pytest.approx([dense(-0.5)] * 7)


def test_the_features_of_a_hit(eight: OpenSnapshot) -> None:
    first = search("gempa xyz", eight).features[0]
    rarest = math.log(1 + 8.5 / 0.5)
    share = IDF / (IDF + rarest)
    assert first.similarity == pytest.approx(1.0)
    # The prior of its sentence is 13.2 · 1 - 17.1; the others, at a right angle, have the least.
    assert (first.read, first.answer) == (False, pytest.approx(-3.9))
    assert (first.foreign, first.names_absent) == (0, 0)
    assert first.excerpt_covered == pytest.approx(share)
    assert (first.names_absent, first.names_apart, first.answer_type, first.heard) == (0, 0, 0, 0)


def test_english_words_are_found_as_indonesian_ones(tmp_path: Path) -> None:
    texts = ["Kota itu aman dan tenang.", "Gempa itu terjadi di kota dan mereda."]
    # No axis in common: by meaning alone both are as far away.
    snapshot = snapshot_of(tmp_path, WordEmbedder("tanpa"), texts)
    found = search_with(
        Searcher(WordEmbedder("tanpa")), "when did the earthquake happen to Zork", snapshot
    )
    assert found.hits[0].quote == texts[1]
    features = found.features[0]
    idf = {1: math.log(1 + 1.5 / 1.5), 0: math.log(1 + 2.5 / 0.5)}
    # The name is nowhere, and “happen” is in no glossary.
    share = idf[1] / (idf[1] + idf[0])
    assert features.foreign == 1
    assert features.excerpt_covered == pytest.approx(share)
    # The name is the rarest of what is looked for.
    assert features.names_absent == 1.0


def test_words_without_translation_do_not_count_across_languages(tmp_path: Path) -> None:
    text = "Banjir dan gempa di kota itu tidak ada."
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), [text])
    english = search("what is the banjir about", snapshot).features[0]
    assert (english.foreign, english.excerpt_covered) == (1, 0)
    same = search("apa itu banjir", snapshot).features[0]
    assert (same.foreign, same.excerpt_covered) == (0, 1)


# -- which passage, which sentence, which articles --------------------------------------------


def test_an_article_comes_once_with_its_best_passage_and_sentence(tmp_path: Path) -> None:
    filler = "Kota tenang. " * 100
    text = f"{filler}Hutan terbakar. Gempa terasa. {filler}".strip()
    records = [
        {"id": "long", "title": "Kabar", "url": "https://x.id/1", "text": text, "source": "VIVA"},
        {"id": "short", "published": "2020-05-01", "text": "Desa tenang."},
    ]
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    assert snapshot.manifest.passages == 3
    found = search("gempa", snapshot)
    assert ids(found) == ["long", "short"]
    first, second = found.hits
    expected = Citation(id="long", url="https://x.id/1", title="Kabar", source="VIVA")
    assert (first.rank, first.article, first.quote) == (1, expected, "Gempa terasa.")
    assert first.quote in first.passage in text
    assert second == Hit(
        rank=2,
        score=second.score,
        article=Citation(id="short", published="2020-05-01"),
        passage="Desa tenang.",
        quote="Desa tenang.",
    )


def test_a_sentence_lifts_its_passage(tmp_path: Path) -> None:
    # Both passages hold the words once, at one angle; in the second they stand in one sentence.
    records = ["Hutan kota. Gempa banjir.", "Hutan gempa. Kota banjir."]
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    found = search("kota banjir", snapshot)
    passages = [hit.passage for hit in found.hits]
    assert passages == ["Hutan gempa. Kota banjir.", "Hutan kota. Gempa banjir."]
    # Where each of two sentences has half of it, both are shown.
    assert [hit.quote for hit in found.hits] == ["Kota banjir.", "Hutan kota. Gempa banjir."]
    whole, half = math.sqrt(0.5), 0.5
    difference = dense(0.3 * whole + 0.7) - dense(0.3 * whole + 0.7 * half) + 0.1 / 2 / WHOLE
    # Sentences are kept in half precision.
    assert found.hits[0].score - found.hits[1].score == pytest.approx(difference, abs=1e-4)


def test_titles_are_searched_by_word(tmp_path: Path) -> None:
    records = [{"id": str(n), "title": f"Nomor {n}", "text": "Kabar biasa."} for n in range(9)]
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    assert ids(search("nomor 7", snapshot))[0] == "7"


def test_limit(eight: OpenSnapshot) -> None:
    found = search("gempa", eight, limit=3)
    assert ids(found) == ["1", "0", "2"]
    assert [hit.rank for hit in found.hits] == [1, 2, 3]
    assert search("gempa", eight, limit=0).hits == ()


def test_articles_can_be_treated_as_missing(eight: OpenSnapshot) -> None:
    assert ids(search("gempa", eight, without=["1", "3"])) == ["0", "2", "4", "5", "6", "7"]
    nothing = search("gempa", eight, without=[str(number) for number in range(8)])
    assert (nothing.hits, len(nothing.features)) == ((), 0)


def test_among_some_articles(eight: OpenSnapshot) -> None:
    found = search("gempa", eight, among={1, 3})
    assert ids(found) == ["1", "3"]
    whole = search("gempa", eight)
    # What a hit is worth is told by all there are.
    assert found.features[0] == whole.features[0]
    assert scores(found)[0] == scores(whole)[0]
    assert search("gempa", eight, among=()).hits == ()
    assert ids(search("gempa", eight, among={1, 3}, without=["1"])) == ["3"]


def test_among_many_the_words_of_a_few_are_found(tmp_path: Path) -> None:
    """Also words that stand in more passages than filters let through."""
    records = [{"id": f"{n:02}", "text": f"Banjir banjir {n:02}."} for n in range(40)]
    records.append({"id": "new", "text": "Kabar panjang dari kota tetangga soal banjir."})
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    number = snapshot.lookup.with_reference(Citation(id="new").reference)
    of_all = search("banjir", snapshot, among=[number])
    one = Searcher(WordEmbedder(*WORDS), tuning=Tuning(lexical_candidates=1))
    of_one = search_with(one, "banjir", snapshot, among=[number])
    assert ids(of_one) == ["new"]
    assert scores(of_one) == scores(of_all)


def test_ties_go_by_the_order_of_the_archive(tmp_path: Path) -> None:
    # Each with a word of its own, or they would be one story.
    records = [{"id": f"{n:03}", "text": f"Banjir {n:03}."} for n in range(150)]
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    expected = [f"{number:03}" for number in range(10)]
    assert ids(search("banjir", snapshot)) == expected
    assert ids(search("apa itu", snapshot)) == expected


def test_the_sentences_of_the_best_of_many_are_scored(tmp_path: Path) -> None:
    records = [{"id": f"{n:03}", "text": "Kota."} for n in range(149)]
    snapshot = snapshot_of(
        tmp_path, WordEmbedder(*WORDS), [*records, {"id": "149", "text": "Gempa."}]
    )
    assert ids(search("gempa", snapshot, limit=2)) == ["149", "000"]


def test_one_article_is_an_archive(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), ["Banjir."])
    found = search("gempa", snapshot)
    assert [hit.quote for hit in found.hits] == ["Banjir."]


# -- whose words, from when, how often told -----------------------------------------------------


SAID = (
    {
        "id": "budi",
        "published": "2019-09-10",
        "text": 'Banjir melanda desa. "Banjir itu surut dalam dua hari," kata Budi Santoso.',
    },
    {
        "id": "sari",
        "published": "2019-09-20",
        "text": '"Banjir itu paling parah," kata Kepala Badan Contoh, Sari Dewi. Gempa reda.',
    },
    {"id": "none", "published": "2019-09-30", "text": "Banjir dan gempa melanda kota."},
)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("spoken"), WordEmbedder(*WORDS), SAID)


@pytest.mark.parametrize(
    ("question", "first", "speaker"),
    [
        ("apa kata Budi Santoso soal banjir", "budi", "Budi Santoso"),
        ("what did Budi say about the banjir", "budi", "Budi Santoso"),
        ("apa kata Sari Dewi soal banjir", "sari", "Sari Dewi, Kepala Badan Contoh"),
        ("kata Badan Contoh gmn ttg banjir", "sari", "Sari Dewi, Kepala Badan Contoh"),
    ],
)
def test_statements_of_the_speaker_asked_for_come_first(
    spoken: OpenSnapshot, question: str, first: str, speaker: str
) -> None:
    found = search(question, spoken)
    assert ids(found)[0] == first
    assert found.hits[0].speaker == speaker
    assert found.hits[0].quote.startswith('"Banjir itu')
    assert found.heard == (True, False, False)
    assert [features.heard for features in found.features] == [1, -1, -1]


def test_statements_of_others_are_not_heard(spoken: OpenSnapshot) -> None:
    assert search("apa kata Tuti Rahayu soal banjir", spoken).heard == (False, False, False)
    assert search("apa kata polisi soal banjir", spoken).heard == (False, False, False)
    assert search("apa kata orang soal banjir", spoken).heard == (True, True, True)
    found = search("kapan banjir surut", spoken)
    assert found.heard == (True, True, True)
    assert [features.heard for features in found.features] == [0, 0, 0]


def test_a_time_in_the_question_filters(spoken: OpenSnapshot) -> None:
    assert ids(search("banjir pada 20 September 2019", spoken)) == ["sari"]
    assert ids(search("banjir before:2019-09-20", spoken)) == ["budi"]
    assert ids(search("banjir after:2030-01-01", spoken)) == []


def test_the_latest_of_the_best_come_first(tmp_path: Path) -> None:
    records = [
        {"id": "a", "published": "2019-09-01", "text": "Banjir surut pagi."},
        {"id": "b", "published": "2019-09-03", "text": "Banjir datang malam."},
        {"id": "c", "text": "Banjir melanda desa."},
        {"id": "d", "published": "2019-09-09", "text": "Gempa reda."},
    ]
    snapshot = snapshot_of(tmp_path, WordEmbedder("banjir", "gempa"), records)

    def order(question: str) -> str:
        searcher = Searcher(WordEmbedder("banjir", "gempa"))
        return "".join(hit.article.id for hit in search_with(searcher, question, snapshot).hits)

    assert order("banjir") == "abcd"
    # “d” is the latest of all, but not on the subject; “c” may be as old as it likes.
    assert order("banjir sort:new") == order("banjir terbaru") == "bacd"


def test_the_newest_on_a_topic_are_those_titled_by_it(tmp_path: Path) -> None:
    """Among more passages on the topic than are scored, and newer ones that only mention it."""
    old = [
        {"id": f"o{n:03}", "published": "2019-09-01", "title": "Banjir", "text": f"Banjir {n}."}
        for n in range(150)
    ]
    newest = [
        {
            "id": "n1",
            "published": "2019-09-25",
            "title": "Banjir",
            "text": "Korban banjir pulih.",
        },
        {"id": "n2", "published": "2019-09-26", "title": "Gempa", "text": "Gempa lagi."},
        {"id": "n3", "published": "2019-09-28", "title": "Gempa", "text": "Gempa dan banjir kota."},
        {"id": "n4", "published": "2019-09-27", "title": "Banjir", "text": "Jalan ditutup banjir."},
    ]
    embedder = WordEmbedder("banjir", "gempa")
    snapshot = snapshot_of(tmp_path, embedder, [*old, *newest])
    found = search_with(Searcher(embedder), "berita terbaru soal banjir", snapshot)
    assert ids(found)[:2] == ["n4", "n1"]


def test_a_story_comes_once_with_all_who_tell_it(tmp_path: Path) -> None:
    text = "Banjir melanda tiga desa di pesisir selatan dan merusak jembatan utama kemarin sore."
    outlets = ("VIVA", "Tempo", "Antara")
    records = [
        {"id": f"{n}", "source": outlet, "published": f"2019-09-0{n + 1}", "text": text}
        for n, outlet in enumerate(outlets)
    ]
    snapshot = snapshot_of(
        tmp_path, WordEmbedder(*WORDS), [*records, {"id": "x", "text": "Gempa."}]
    )
    found = search("banjir", snapshot)
    assert ids(found) == ["0", "x"]
    assert [article.source for article in found.hits[0].also] == ["Tempo", "Antara"]
    assert found.hits[1].also == ()


def test_a_misspelt_name_is_searched_as_the_archive_writes_it(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": f"Palangkaraya dilanda kabut hari ke-{n}."} for n in range(5)]
    snapshot = snapshot_of(
        tmp_path, WordEmbedder(*WORDS), [*records, {"id": "x", "text": "Kabut di kota."}]
    )
    found = search("kabut palangkraya", snapshot)
    assert found.corrections == (("palangkraya", "palangkaraya"),)
    assert "x" not in ids(found)[:5]
    assert search("kabut palangkaraya", snapshot).corrections == ()
    # In English a name may be misspelt, a word is just another word.
    assert search("where is palangkraya", snapshot).corrections == ()
    assert search("where is Palangkraya", snapshot).corrections == found.corrections


def test_the_vector_is_that_of_the_corrected_query(tmp_path: Path) -> None:
    records = [{"id": str(n), "text": f"Palangkaraya dilanda kabut hari ke-{n}."} for n in range(5)]
    embedder = WordEmbedder("kabut", "palangkaraya")
    snapshot = snapshot_of(tmp_path, embedder, records)

    def vector(question: str) -> list[float]:
        query = parse_query(question, today=datetime.date(2019, 10, 1))
        return Searcher(embedder).prepare(query, snapshot).vector.tolist()

    half = pytest.approx(math.sqrt(0.5))
    assert vector("kabut palangkraya") == vector("kabut palangkaraya") == [0, half, half]
    assert vector("kabut") == [0, 1, 0]


def test_a_misspelt_speaker_is_heard(tmp_path: Path) -> None:
    said = '"Banjir itu akan surut besok pagi juga," kata Budi Santoso di kota {}.'
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), [said.format(n) for n in range(3)])
    found = search("apa kata Budi Santosso soal banjir", snapshot)
    assert found.corrections == (("santosso", "santoso"),)
    assert found.heard[0]


@pytest.mark.parametrize("name", ["Nu’aim", "Nu'aim", "Nu`aim", "Nuaim", "nu‘aim", "nuaim"])
def test_a_name_with_any_apostrophe_is_heard(tmp_path: Path, name: str) -> None:
    texts = [
        '"Banjir itu akan surut besok pagi juga," kata Nu’aim Rifa`i, Kamis.',
        '"Banjir itu akan surut besok pagi juga," kata Ketua Umum PBNU Said Aqil Siradj, Kamis.',
    ]
    found = search(f"apa kata {name} soal banjir", snapshot_of(tmp_path, WordEmbedder(), texts))
    assert (found.hits[0].speaker, found.heard) == ("Nu’aim Rifa`i", (True, False))
    assert found.features[0].excerpt_covered == 1


def test_a_relative_is_known_by_how_the_article_introduces_them(tmp_path: Path) -> None:
    records = [
        {
            "id": "a",
            "title": "Lima tahun setelah Banjir, Keluarga Tarno Menunggu",
            "text": "Tarno meninggalkan istri, Sukesi, dan dua anak di desa itu. "
            '"Banjir itu datang tanpa peringatan apa pun kepada kami," kata Sukesi di sana.',
        },
        {
            "id": "b",
            "title": "Tarno dan istri",
            "text": "Tarno dan istrinya mengungsi ke kantor desa sejak kemarin. "
            '"Banjir itu akan surut besok pagi juga," kata Budi Santoso, camat, Kamis.',
        },
    ]
    # Beside others, without which no word would be rare.
    records += [{"id": f"z{n}", "text": f"Pasar nomor {n} buka."} for n in range(5)]
    snapshot = snapshot_of(tmp_path, WordEmbedder(*WORDS), records)
    for asked in ("istri Tarno", "istri tarno", "istrinya Tarno"):
        found = search(f"apa kata {asked} soal banjir", snapshot)
        assert (ids(found)[:2], found.heard[:2]) == (["a", "b"], (True, False)), asked
        assert found.hits[0].speaker == "Sukesi, istri"


# -- whatever is asked ------------------------------------------------------------------------


QUESTIONS = st.text(st.characters(), max_size=200) | st.lists(
    st.sampled_from(["gempa", "apa", '"', "*", "AND", "?", "hutan", "\n", "NEAR("]), max_size=12
).map(" ".join)


@given(QUESTIONS)
@example("")
@example("\ud800 gempa \udcff")
@example("\x00")
@example("gem\u00adpa")
def test_any_question_has_hits(eight: OpenSnapshot, question: str) -> None:
    # “KEMAREN” asks for articles of a day, and these have none.
    assume(not asks(question).filters.narrowing)
    found = search(question, eight)
    assert len(found.hits) == 8
    assert all(0 <= score <= 1 for score in scores(found))
    assert scores(found) == sorted(scores(found), reverse=True)


def test_invisible_characters_do_not_hide_a_word(eight: OpenSnapshot) -> None:
    assert search("ge\u00admpa", eight) == search("gempa", eight)


@given(QUESTIONS)
@example("\ud800")
@example("apa kata Kominfo " * 500)
@settings(max_examples=25)
def test_quotes_are_verbatim_whatever_is_asked(
    embedder: OnnxEmbedder, sample: OpenSnapshot, question: str
) -> None:
    found = search_with(Searcher(embedder), question, sample)
    assert len(found.hits) == 10
    for hit in found.hits:
        assert hit.quote
        assert hit.quote in hit.passage
        number = sample.with_reference(hit.article.reference)
        assert number is not None
        assert hit.passage in sample.tables.article(number).text


# -- the sample archive, with the real model --------------------------------------------------


@pytest.fixture(scope="module")
def sample(embedder: OnnxEmbedder, sample_data: Path) -> OpenSnapshot:
    return opened(sample_data, embedder)


def ask(embedder: OnnxEmbedder, sample: OpenSnapshot, question: str) -> Hit:
    return search_with(Searcher(embedder), question, sample).hits[0]


@pytest.mark.parametrize(
    "question",
    [
        "what did Kominfo say about social media",
        "apa kata Kominfo tentang media sosial",
        "Apa tanggapan Kominfo soal medsos?",
    ],
)
def test_what_kominfo_said(embedder: OnnxEmbedder, sample: OpenSnapshot, question: str) -> None:
    hit = ask(embedder, sample, question)
    assert "1312976" in hit.article.url
    assert hit.article.source == "VIVA"


def test_an_english_question_finds_an_indonesian_article(
    embedder: OnnxEmbedder, sample: OpenSnapshot
) -> None:
    hit = ask(embedder, sample, "when was Palapa Ring inaugurated?")
    assert "Palapa Ring" in hit.article.title
    assert "meresmikan pengoperasian Palapa Ring" in hit.quote
    assert "14 Oktober 2019" in hit.quote


def test_every_article_is_found_by_its_title(embedder: OnnxEmbedder, sample: OpenSnapshot) -> None:
    titles = [title for (title,) in connect(sample.path).execute("SELECT title FROM articles")]
    assert len(titles) == len(list(SAMPLE.glob("*.md")))
    assert [ask(embedder, sample, title).article.title for title in titles] == titles


# -- tuning -----------------------------------------------------------------------------------


def test_numbers_of_the_tuning_decide(eight: OpenSnapshot) -> None:
    def scored(**numbers: float) -> list[float]:
        searcher = Searcher(WordEmbedder(*WORDS), tuning=replace(DEFAULT_TUNING, **numbers))
        return scores(search_with(searcher, "gempa", eight))

    # By meaning alone the one that is meant has all of the range up to 1, the others up to 0.
    meaning = {"dense_weight": 1.0, "covered_weight": 0.0, "sentence_covered_weight": 0.0}
    whole = 1 + 0.015
    expected = [(1.5 / 2.15 + 0.0075) / whole, *[(0.5 / 2.15 + 0.0075) / whole] * 7]
    assert scored(**meaning) == pytest.approx(expected)
    # Without a lexical side only as many are found as the vectors may give.
    assert len(scored(lexical_candidates=0, dense_candidates=3)) == 3


def test_parts_can_be_switched_off(tmp_path: Path) -> None:
    texts = [f"Banjir melanda desa nomor {number}." for number in range(6)]
    snapshot = snapshot_of(tmp_path, WordEmbedder("tanpa"), texts)

    def covered(question: str, **parts: bool) -> float:
        searcher = Searcher(WordEmbedder("tanpa"), tuning=replace(DEFAULT_TUNING, **parts))
        return search_with(searcher, question, snapshot).features[0].excerpt_covered

    assert covered("what about the flood in the village") == 1.0
    assert covered("what about the flood in the village", translates=False) == 0.0
    assert covered("banjirr desa") == 1.0
    assert covered("banjirr desa", corrects_spelling=False) < 1.0
