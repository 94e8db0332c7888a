from pathlib import Path

import numpy as np
import pytest

from index.search.reading.article_text import (
    KEPT_ARTICLES,
    ArticleText,
    KeptArticles,
    load_articles,
)
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.sentence_features import AnswerType
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

# At most 16 words a passage, so that there are several.
SENTENCES = (
    "Banjir surut pagi.",
    "Gempa terasa di lima kota pada hari Senin lalu sekali.",
    '"Kami membangun rumah di desa.',
    'Kereta berjalan besok pagi," kata Ratna.',
    "Selesai sudah.",
)
RECORDS = (
    {"id": "a", "text": "Kabar tentang beras."},
    {
        "id": "b",
        "title": "Banjir Surut Pagi",
        "source": "Harian",
        "published": "2019-09-10T08:00:00+07:00",
        "text": f"{SENTENCES[0]} {SENTENCES[1]}\n{SENTENCES[2]} {SENTENCES[3]}\n{SENTENCES[4]}",
    },
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("text"), WordEmbedder(max_tokens=16), RECORDS)


@pytest.fixture(scope="module")
def article(snapshot: OpenSnapshot) -> ArticleText:
    (found,) = load_articles(snapshot, [1])
    return found


def test_all_sentences_of_all_passages(article: ArticleText) -> None:
    assert article.sentences == list(SENTENCES)
    assert article.text == RECORDS[1]["text"]
    assert len(article.passages) > 1
    assert article.rows.tolist() == sorted(article.rows.tolist())
    # In each passage they are counted from 0.
    for row in article.passages:
        places = article.places[article.rows == row]
        assert places.tolist() == list(range(len(places)))
    assert article.heading == "Banjir Surut Pagi (Harian, 2019-09-10)"


def test_what_is_stored_of_them(article: ArticleText) -> None:
    model = WordEmbedder()
    expected = np.array([model.embed_query(text) for text in SENTENCES])
    assert article.vectors == pytest.approx(expected, abs=1e-3)
    quoted = (article.kinds & int(AnswerType.QUOTED)) > 0
    assert quoted.tolist() == [False, False, True, True, False]
    assert article.goes_on.tolist() == [False, False, True, False, False]
    assert len(article.terms) == article.term_counts.sum()
    assert article.term_counts[0] == 3


def test_the_title_and_what_is_no_sentence_are_excluded(article: ArticleText) -> None:
    assert article.excluded.tolist() == [True, False, False, False, True]


def test_the_passages_around_a_range(article: ArticleText) -> None:
    ranges = list(article.passages.values())
    (first, first_end), (second, second_end) = ranges[:2]
    assert article.passage_around(first, first + 1) == (first, first_end)
    assert article.passage_around(second, second_end) == (second, second_end)
    assert article.passage_around(first_end - 1, second + 1) == (first, second_end)
    assert all(article.text[start:end].strip() for start, end in ranges)


def test_articles_come_as_asked_for(snapshot: OpenSnapshot) -> None:
    assert [one.number for one in load_articles(snapshot, [1, 0])] == [1, 0]
    assert load_articles(snapshot, []) == []
    (short,) = load_articles(snapshot, [0])
    assert short.heading == ""


def test_a_picture_credit_is_excluded(tmp_path: Path) -> None:
    text = "Banjir melanda tiga desa. Ilustrasi: pasar lama di desa. Foto itu dijual mahal."
    snapshot = snapshot_of(tmp_path, WordEmbedder(), [text])
    (article,) = load_articles(snapshot, [0])
    assert dict(zip(article.sentences, article.excluded.tolist(), strict=True)) == {
        "Banjir melanda tiga desa.": False,
        "Ilustrasi: pasar lama di desa.": True,
        "Foto itu dijual mahal.": False,
    }


def test_where_there_is_nothing_else_nothing_is_excluded(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, WordEmbedder(), ["Banjir besar."])
    (article,) = load_articles(snapshot, [0])
    assert article.excluded.tolist() == [False]


def test_articles_are_kept_until_too_many_others_were_loaded(tmp_path: Path) -> None:
    records = [{"id": f"{n:03}", "text": f"Kabar ke-{n}."} for n in range(KEPT_ARTICLES + 1)]
    large = snapshot_of(tmp_path / "large", WordEmbedder(), records)
    other = snapshot_of(tmp_path / "other", WordEmbedder(), [{"id": "x", "text": "Kabar lain."}])
    kept = KeptArticles()
    first, second = kept.load(large, [0, 1])
    assert (first.text, second.text) == ("Kabar ke-0.", "Kabar ke-1.")
    again, third, back = kept.load(large, [1, 2, 0])
    assert (again, third.text, back) == (second, "Kabar ke-2.", first)
    # An article of another snapshot is another one, whatever its number.
    assert [one.text for one in kept.load(other, [0])] == ["Kabar lain."]
    kept.load(large, [*range(3, KEPT_ARTICLES + 1)])
    assert kept.load(large, [0])[0] is first
    assert kept.load(large, [2])[0] is not third
