import pytest

from index.entities.names import is_known_as, is_named, name_of


def names(text: str) -> list[tuple[str, ...]]:
    return [name_of(name.split()) for name in text.split(" | ")]


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        ("budi | budi ahmad", True),
        ("budi ahmad | budi", False),
        ("laode syarif | laode m syarif", True),
        ("moh nasir | mohamad nasir", True),
        ("m nasir | mohamad nasir", True),
        ("johnny g plate | johnny plate", True),
        ("basaria panjaitan | rafles b panjaitan", False),
        ("edhy prabowo | prabowo subianto", False),
        ("sari | budi s", False),
    ],
)
def test_is_named(pair: str, expected: bool) -> None:
    asked, name = names(pair)
    assert is_named(asked, name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("jk", True), ("kalla", False), ("m jusuf kalla", True), ("jusuf", False)],
)
def test_a_single_word_must_be_a_whole_name_of_somebody_known(name: str, expected: bool) -> None:
    assert is_known_as(names("jusuf kalla | jk"), name_of(name.split())) is expected
