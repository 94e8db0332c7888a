import pytest

from index.attribution.lexicon.office_words import _NOT_IN_ARTICLES, OFFICES
from index.attribution.lexicon.title_words import DEGREES, TITLES
from index.entities.table import load_shipped_table


def test_offices_titles_and_degrees_are_those_of_the_table_and_more() -> None:
    assert {"rektor", "sekjen", "co-founder", "kapuspen"} <= OFFICES
    assert {"kombes", "purn", "kapten"} <= TITLES
    assert {"msi", "sked"} <= DEGREES


@pytest.mark.parametrize("word", sorted(_NOT_IN_ARTICLES))
def test_an_exception_is_an_office_of_the_table(word: str) -> None:
    rows = load_shipped_table().synonyms["offices"].items()
    assert word in {name.lower() for office, others in rows for name in (office, *others)}
    assert word not in OFFICES
