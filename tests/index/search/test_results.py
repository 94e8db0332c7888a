import pytest

from index.search.results import whole_quotation
from index.text.sentence_features import AnswerType

SPANS = [(0, 100), (101, 200), (201, 300), (301, 400), (401, 900)]
ON, END = int(AnswerType.QUOTED | AnswerType.QUOTE_CONTINUES), int(AnswerType.QUOTED)


@pytest.mark.parametrize(
    ("kinds", "number", "expected"),
    [
        ([0, 0, 0, 0, 0], 1, (101, 200)),
        ([0, ON, END, 0, 0], 1, (101, 300)),
        ([0, ON, END, 0, 0], 2, (101, 300)),
        ([ON, ON, END, 0, 0], 1, (0, 300)),
        # Four sentences are too many: from the beginning if that is near, else the one alone.
        ([ON, ON, ON, END, 0], 1, (0, 300)),
        ([ON, ON, ON, END, 0], 3, (301, 400)),
        # So are more than 450 characters.
        ([0, 0, 0, ON, END], 3, (301, 400)),
        ([0, 0, 0, ON, END], 4, (401, 900)),
    ],
)
def test_a_quotation_is_shown_whole(
    kinds: list[int], number: int, expected: tuple[int, int]
) -> None:
    assert whole_quotation(bytes(kinds), SPANS, number) == expected
