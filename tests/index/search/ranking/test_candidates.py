import datetime
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.models.embedder import CosineScale
from index.query.dates.ranges import DateRange
from index.query.filters import NO_FILTERS, Filters
from index.search.preparation.term_weights import weigh_terms
from index.search.ranking.candidates import (
    filter_articles,
    match_words,
    newest_titled,
    retrieve,
)
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

DAY = datetime.date
PLAIN = CosineScale(unrelated=0.0, matched=1.0)
RECORDS = (
    {"id": "a", "published": "2019-09-01", "source": "VIVA", "text": "Banjir melanda."}
    | {"author": "Budi Santoso, Dewi", "rubrik": "Nasional"},
    {"id": "b", "published": "2019-09-30", "source": "CNN Indonesia", "text": "Banjir surut."}
    | {"author": "Dewi Lestari", "articleSection": "Gaya Hidup"},
    {"id": "c", "published": "2019-10-01T08:00:00+07:00", "source": "viva.co.id", "text": "Gempa."},
    {"id": "d", "source": "VIVA", "text": "Gempa banjir."},
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    return snapshot_of(tmp_path_factory.mktemp("candidates"), WordEmbedder(), RECORDS)


def chosen(
    snapshot: OpenSnapshot,
    period: DateRange | None = None,
    outlets: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> str:
    """The ids of the articles that are allowed."""
    found = filter_articles(
        snapshot, Filters(period=period, outlets=outlets), without=without
    ).passages(snapshot)
    rows = range(4) if found is None else np.flatnonzero(found).tolist()
    return "".join("abcd"[row] for row in rows)


def test_without_filters_all_are_allowed(snapshot: OpenSnapshot) -> None:
    assert filter_articles(snapshot, Filters()).articles is None
    assert chosen(snapshot) == "abcd"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (DAY(2019, 9, 1), DAY(2019, 9, 30), "ab"),
        (DAY(2019, 9, 2), DAY(2019, 10, 1), "bc"),
        (DAY(2019, 10, 1), None, "c"),
        (None, DAY(2019, 9, 1), "a"),
        (None, None, "abc"),
        (DAY(2020, 1, 1), DAY(2020, 12, 31), ""),
    ],
)
def test_a_period_includes_both_ends_and_no_undated_article(
    snapshot: OpenSnapshot, first: DAY | None, last: DAY | None, expected: str
) -> None:
    assert chosen(snapshot, DateRange(first=first, last=last)) == expected


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (("viva",), "acd"),
        (("VIVA.co.id",), "c"),
        (("cnn",), "b"),
        (("CNN Indonesia", "viva"), "abcd"),
        (("indonesia cnn",), "b"),
        (("kompas",), ""),
    ],
)
def test_an_outlet_is_named_by_any_words_of_its_name(
    snapshot: OpenSnapshot, outlets: tuple[str, ...], expected: str
) -> None:
    assert chosen(snapshot, outlets=outlets) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(authors=("dewi",)), "ab"),
        (Filters(authors=("Santoso Budi",)), "a"),
        (Filters(authors=("rudi",)), ""),
        (Filters(authors=("-",)), ""),
        (Filters(sections=("gaya hidup",)), "b"),
        (Filters(sections=("nasional", "hidup")), "ab"),
        (Filters(sections=("nasional",), authors=("lestari",)), ""),
        (Filters(sections=("nasional",), outlets=("viva",)), "a"),
    ],
)
def test_authors_and_sections_are_named_by_any_words_of_theirs(
    snapshot: OpenSnapshot, filters: Filters, expected: str
) -> None:
    within = filter_articles(snapshot, filters)
    found = np.flatnonzero(within.passages(snapshot)).tolist()
    assert "".join("abcd"[row] for row in found) == expected
    # The word index is restricted in the same way.
    words = snapshot.words.bm25_scores(["banjir", "gempa"], limit=9, within=within.selection)
    assert sorted(words) == found


def test_articles_can_be_left_out(snapshot: OpenSnapshot) -> None:
    assert chosen(snapshot, without=("a", "d", "unknown")) == "bc"
    assert chosen(snapshot, DateRange(first=None, last=DAY(2019, 9, 30)), ("viva",), ("a",)) == ""


def test_only_allowed_articles_are_retrieved_whichever_side_finds_them(
    snapshot: OpenSnapshot,
) -> None:
    def rows(spoken: np.ndarray | None = None, aliases: Sequence[str] = ()) -> list[int]:
        september = DateRange(first=DAY(2019, 9, 1), last=DAY(2019, 9, 30))
        within = filter_articles(snapshot, Filters(period=september))
        asked = weigh_terms(["banjir"], snapshot)
        found = retrieve(
            WordEmbedder().embed_query("banjir"),
            match_words(asked, aliases, snapshot, within=within, limit=100),
            snapshot,
            within=within,
            scale=PLAIN,
            spoken=spoken,
            limit=100,
        )
        return sorted(found.rows.tolist())

    assert rows() == [0, 1]
    assert rows(spoken=np.array([2, 3]), aliases=["gempa"]) == [0, 1]


def test_the_newest_titled_by_a_topic(tmp_path: Path) -> None:
    records = [
        {"id": "a", "published": "2019-09-01", "title": "Banjir di kota", "text": "Air surut."},
        {"id": "b", "published": "2019-09-30", "title": "Banjir", "text": "Kota dan desa."},
        {"id": "c", "published": "2019-09-29", "title": "Gempa", "text": "Banjir melanda kota."},
        {"id": "d", "published": "2019-09-28", "title": "Banjir", "text": "Desa terendam."},
    ]
    snapshot = snapshot_of(tmp_path, WordEmbedder(), records)

    def rows(words: Sequence[str], limit: int = 9, filters: Filters = NO_FILTERS) -> list[int]:
        within = filter_articles(snapshot, filters)
        return newest_titled(
            weigh_terms(words, snapshot), snapshot, within=within, limit=limit
        ).tolist()

    assert rows(["banjir"]) == [1, 3, 0]
    assert rows(["banjir"], limit=2) == [1, 3]
    # The title has one of the words, the passage the other; “berita” asks, “zzz” is unknown.
    assert rows(["berita", "banjir", "kota", "zzz"]) == [1, 0]
    assert rows(["berita"]) == rows(["zzz"]) == []
    first = DateRange(first=None, last=DAY(2019, 9, 28))
    assert rows(["banjir"], filters=Filters(period=first)) == [3, 0]


def test_another_name_finds_but_does_not_score(tmp_path: Path) -> None:
    records = [{"id": f"{n:03}", "text": "Kota tenang."} for n in range(120)]
    data = [*records, {"id": "x", "text": "Kementerian Contoh bicara."}]
    snapshot = snapshot_of(tmp_path, WordEmbedder(), data)
    everywhere = filter_articles(snapshot, Filters())
    asked, names = weigh_terms(["kemencon"], snapshot), ["Kementerian Contoh"]
    found = retrieve(
        WordEmbedder().embed_query("kemencon"),
        match_words(asked, names, snapshot, within=everywhere, limit=100),
        snapshot,
        within=everywhere,
        scale=PLAIN,
        spoken=None,
        limit=100,
    )
    assert found.rows.tolist()[-1] == 120
    assert found.bm25.tolist() == [0.0] * 101
