import math

import pytest

from index.search.preparation.term_weights import TermWeights, weigh_terms
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

TEXTS = ("Banjir surut.", "Banjir melanda kota.", "Gempa reda.", "Menteri membuka sekolah.")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    data = tmp_path_factory.mktemp("term_weights")
    return snapshot_of(data, WordEmbedder(), ({"id": text, "text": text} for text in TEXTS))


def idf(frequency: int) -> float:
    """Of a word that stands in so many of the four passages."""
    return math.log(1 + (4 - frequency + 0.5) / (frequency + 0.5))


@pytest.mark.parametrize(
    ("term", "frequency"),
    [
        ("gempa", 1),
        ("banjir", 2),
        ("hutan", 0),
        # Only its stem is there: “buka” of “membuka”.
        ("dibuka", 1),
        ("buka", 1),
        ("menteri", 1),
    ],
)
def test_the_weight_of_a_term_is_its_rarity(
    snapshot: OpenSnapshot, term: str, frequency: int
) -> None:
    assert weigh_terms([term], snapshot).weights == {term: pytest.approx(idf(frequency))}


def test_no_terms_have_no_weight(snapshot: OpenSnapshot) -> None:
    nothing = weigh_terms([], snapshot)
    assert (nothing.weights, nothing.total, nothing.known, nothing.unknown) == ({}, 0, 0, ())
    assert nothing.all_forms == []


def test_known_is_the_share_the_archive_has(snapshot: OpenSnapshot) -> None:
    asked = weigh_terms(["gempa", "hutan"], snapshot)
    assert asked.unknown == ("hutan",)
    assert asked.known == pytest.approx(idf(1) / (idf(1) + idf(0)))
    assert asked.total == pytest.approx(idf(1) + idf(0))
    assert weigh_terms(["gempa", "banjir"], snapshot).known == pytest.approx(1.0)
    assert weigh_terms(["hutan"], snapshot).known == 0.0


def test_some_of_the_terms(snapshot: OpenSnapshot) -> None:
    asked = weigh_terms(["gempa", "hutan", "banjir"], snapshot).only(["banjir", "lain"])
    assert asked.weights == {"banjir": pytest.approx(idf(2))}
    assert asked.unknown == ()


def made(**frequencies: int) -> TermWeights:
    return TermWeights(weights=dict.fromkeys(frequencies, 1.0), frequencies=frequencies, others={})


def test_a_term_and_its_stem_are_two_forms(snapshot: OpenSnapshot) -> None:
    assert weigh_terms(["membuka"], snapshot).all_forms == ["buka", "membuka"]
    assert weigh_terms(["dibuka"], snapshot).all_forms == ["buka"]


def test_words_that_mean_a_term_are_its_forms(snapshot: OpenSnapshot) -> None:
    asked = weigh_terms(["flood", "forest"], snapshot, others={"flood": ("banjir", "genangan")})
    # As rare as the more frequent of its forms.
    assert asked.weights == {"flood": pytest.approx(idf(2)), "forest": pytest.approx(idf(0))}
    assert asked.unknown == ("forest",)
    assert asked.all_forms == ["banjir"]
    assert asked.only(["flood"]).all_forms == ["banjir"]


@pytest.mark.parametrize(
    ("others", "usual"),
    [
        # The first that the archive has, though another is more frequent.
        (("genangan", "gempa", "banjir"), "gempa"),
        (("genangan",), "flood"),
        ((), "flood"),
    ],
)
def test_the_usual_word_is_the_archives_own(
    snapshot: OpenSnapshot, others: tuple[str, ...], usual: str
) -> None:
    assert weigh_terms(["flood"], snapshot, others={"flood": others}).usual("flood") == usual


def test_a_word_the_archive_has_as_often_stays(snapshot: OpenSnapshot) -> None:
    others = {"gempa": ("sekolah",), "reda": ("banjir",)}
    asked = weigh_terms(others, snapshot, others=others)
    assert [asked.usual(term) for term in others] == ["gempa", "banjir"]
