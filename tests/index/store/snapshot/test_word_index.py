"""The word index, on passages whose scores can be worked out by hand."""

import datetime
import math
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import SnapshotUnusable
from index.store.snapshot.engines.selection import Selection
from index.store.snapshot.word_index import IndexedArticle, WordIndex, WordIndexWriter
from index.text.analysis import index_text, stem, terms

DAY = datetime.date
LAST_SECOND = "2019-09-30T23:59:59+07:00"


def written(folder: Path, *passages: tuple[int, str, str, str, str]) -> WordIndex:
    """An index of passages: number of the article, title, text, outlet, date of publication."""
    writer = WordIndexWriter(folder)
    positions: dict[int, int] = {}
    for row, (number, title, text, outlet, published) in enumerate(passages):
        article = IndexedArticle(
            number=number, title=index_text(title), outlet=outlet, published=published
        )
        positions[number] = positions.get(number, -1) + 1
        writer.add(row, positions[number], index_text(text), article)
    return writer.finish()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    return written(
        tmp_path_factory.mktemp("words"),
        (0, "Banjir di kota", "Air surut.", "VIVA", "2019-09-01"),
        (1, "Banjir", "Kota dan desa terendam banjir.", "CNN Indonesia", LAST_SECOND),
        (1, "Banjir", "Palapa Ring selesai di kota.", "CNN Indonesia", LAST_SECOND),
        (2, "", "Menteri membuka sekolah kota.", "", ""),
    )


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    found = ["Banjir di Jakarta", "Menteri membuka sekolah", "Café di Zürich", "a OR b NOT c"]
    folder = tmp_path_factory.mktemp("texts")
    return written(folder, *((n, "", text, "", "") for n, text in enumerate(found)))


def rows(index: WordIndex, *phrases: str, limit: int = 9, **selection: object) -> list[int]:
    within = Selection(**selection)  # type: ignore[arg-type]  # as each test names them
    return sorted(index.bm25_scores(phrases, limit=limit, within=within))


# -- scores -----------------------------------------------------------------------------------


def test_the_score_is_bm25_of_title_and_text(tmp_path: Path) -> None:
    # Four words each, two of them in the title: every length is the average.
    index = written(
        tmp_path,
        (0, "banjir kota", "air desa", "", ""),
        (1, "gempa kota", "banjir banjir", "", ""),
        (2, "api kota", "air abu", "", ""),
    )
    found = index.bm25_scores(["banjir"], limit=9)
    # idf = log(1 + (N - n + .5) / (n + .5)), k1 = 1.2.
    idf = math.log(1 + 1.5 / 2.5)
    assert found == {
        0: pytest.approx(idf * 2.2 * 1 / (1 + 1.2)),
        1: pytest.approx(idf * 2.2 * 2 / (2 + 1.2)),
    }
    both = index.bm25_scores(["banjir", "air"], limit=9)
    assert both == {
        0: pytest.approx(2 * idf),
        1: pytest.approx(found[1]),
        2: pytest.approx(idf),
    }


def test_the_best_come_first_and_no_more_than_asked(index: WordIndex) -> None:
    assert list(index.bm25_scores(["banjir"], limit=1)) == [1]
    assert index.bm25_scores(["banjir"], limit=0) == {}
    assert index.bm25_scores([], limit=9) == index.bm25_scores(["?!", ""], limit=9) == {}


def test_phrases_stand_in_one_text(index: WordIndex) -> None:
    assert rows(index, "Palapa ring") == [2]
    assert rows(index, "ring palapa") == []
    # The last word of the title and the first of the text are no phrase.
    assert rows(index, "kota air") == rows(index, "banjir kota") == []
    assert index.count_phrases(["palapa ring", "di kota", "kota di", ""]) == [1, 2, 0, 0]


# -- selections -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"dated": True}, [0, 1, 2]),
        ({"first": DAY(2019, 9, 1), "last": DAY(2019, 9, 1)}, [0]),
        ({"first": DAY(2019, 9, 2)}, [1, 2]),
        ({"last": DAY(2019, 9, 29)}, [0]),
        # The last second of the last day.
        ({"last": DAY(2019, 9, 30)}, [0, 1, 2]),
        ({"outlets": frozenset({"CNN Indonesia"})}, [1, 2]),
        ({"outlets": frozenset({"CNN"})}, []),
        ({"outlets": frozenset({"", "VIVA"})}, [0, 3]),
        ({"outlets": frozenset()}, []),
        ({"articles": (0, 2, 99)}, [0, 3]),
        ({"articles": ()}, []),
        ({"without": (1, 99)}, [0, 3]),
        ({"articles": (0, 1), "without": (1,), "dated": True}, [0]),
    ],
)
def test_only_what_is_selected_counts(
    index: WordIndex, selection: dict[str, object], expected: list[int]
) -> None:
    assert rows(index, "kota", "banjir", **selection) == expected


def test_a_selection_leaves_the_scores_and_takes_nobodys_place(index: WordIndex) -> None:
    everywhere = index.bm25_scores(["kota", "banjir"], limit=9)
    within = Selection(articles=(0,), first=DAY(2019, 1, 1), outlets=frozenset({"VIVA"}))
    assert index.bm25_scores(["kota", "banjir"], limit=1, within=within) == {
        0: pytest.approx(everywhere[0])
    }


# -- the newest, the first, counts ------------------------------------------------------------


def test_the_newest_have_a_word_of_each_group_and_one_in_the_title(index: WordIndex) -> None:
    def newest(groups: Sequence[Sequence[str]], **options: object) -> list[int]:
        within = Selection(**options)  # type: ignore[arg-type]  # as each test names them
        return index.newest(groups, limit=9, within=within).tolist()

    assert newest([["banjir"]]) == [1, 2, 0]
    assert newest([["banjir"], ["desa", "surut"]]) == [1, 0]
    # “sekolah” and “surut” stand in no title.
    assert newest([["sekolah"]]) == newest([["surut"]]) == newest([["zzz"]]) == newest([]) == []
    assert newest([["banjir"]], without=(1,)) == [0]
    assert index.newest([["banjir"]], limit=1).tolist() == [1]


def test_counts(index: WordIndex) -> None:
    asked = ["kota", "buka", "membuka", "zzz", "kota"]
    assert index.count_passages(asked) == {"kota": 4, "buka": 1, "membuka": 1}
    # Articles, not passages; an article without a title has none.
    titles = ["banjir", "di kota", "sekolah", "?"]
    assert [index.count_titles(one) for one in titles] == [2, 1, 0, 0]
    assert (index.first_with("kota", limit=2), index.first_with("zzz", limit=2)) == ([0, 1], [])
    assert len(index) == 4
    known = dict(index.vocabulary())
    # Words and, where they differ, stems.
    some = ["banjir", "buka", "membuka", "palapa"]
    assert [known[word] for word in some] == [3, 1, 1, 1]


# -- any text ---------------------------------------------------------------------------------


def found(index: WordIndex, question: str) -> list[int]:
    asked = terms(question)
    return rows(index, *asked, *map(stem, asked))


def test_queries_find_their_rows(texts: WordIndex) -> None:
    assert found(texts, "banjir jakarta") == [0]
    assert found(texts, "pembukaan sekolah") == [1]
    assert found(texts, "dibuka") == [1]
    assert found(texts, "CAFE zurich") == [2]
    assert found(texts, "banjir dan sekolah") == [0, 1]
    assert found(texts, "apa itu?") == []


def test_operators_are_only_words(texts: WordIndex) -> None:
    assert found(texts, "b AND zurich") == [2, 3]
    assert found(texts, "zurich NOT jakarta") == [0, 2]
    assert found(texts, "title:banjir") == [0]
    assert found(texts, 'NEAR("banjir" jakarta)') == [0]


QUERY_SYNTAX = st.sampled_from(
    ['"', "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR", "banjir", "^", ":", "-", "+", "{", "}"]
)


@given(st.text(st.characters()) | st.lists(QUERY_SYNTAX).map(" ".join))
@example('"')
@example("_ __")
@example("\x00 \ud800 \udcff")
@example("² ½ ℡ ﷺ")
@example("kata" * 20_000)
@example(" ".join(f"kata{number}" for number in range(3_000)))
def test_any_text_is_a_safe_query(texts: WordIndex, text: str) -> None:
    assert set(found(texts, text)) <= {0, 1, 2, 3}
    assert 0 in found(texts, text + " banjir")


# -- files ------------------------------------------------------------------------------------


def test_words_longer_than_the_index_takes_are_left_out(tmp_path: Path) -> None:
    index = written(tmp_path, (0, "", "x" * 70_000 + " banjir", "", ""))
    assert (rows(index, "banjir"), rows(index, "x" * 70_000)) == ([0], [])


def test_an_open_index_outlives_its_folder(tmp_path: Path) -> None:
    index = written(tmp_path, (0, "Banjir", "Palapa Ring.", "VIVA", "2019-09-01"))
    shutil.rmtree(tmp_path)
    assert rows(index, "palapa ring", first=DAY(2019, 9, 1)) == [0]
    assert index.count_titles("banjir") == 1


@pytest.mark.parametrize("name", ["meta.json", "*.term"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    written(tmp_path, (0, "", "Banjir.", "", ""))
    for file in (tmp_path / "words").glob(name):
        file.unlink()
    with pytest.raises(SnapshotUnusable, match="words is not a readable word index"):
        WordIndex.open(tmp_path)
