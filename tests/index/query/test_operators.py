import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.operators import Operators, parse_operators


def period(first: str, last: str) -> DateRange:
    return DateRange(
        first=datetime.date.fromisoformat(first) if first else None,
        last=datetime.date.fromisoformat(last) if last else None,
    )


@pytest.mark.parametrize(
    ("operators", "first", "last"),
    [
        ("after:2019-09-01", "2019-09-01", ""),
        ("sejak:2019-09", "2019-09-01", ""),
        ("AFTER:2019", "2019-01-01", ""),
        ("sejak:11/9/2019", "2019-09-11", ""),
        ('after:"11 September 2019"', "2019-09-11", ""),
        ("before:2019-09-30", "", "2019-09-29"),
        ("sebelum:2019-09", "", "2019-08-31"),
        ("Sebelum:2019.", "", "2018-12-31"),
        ("after:2019-09-01 before:2019-09-30", "2019-09-01", "2019-09-29"),
        ("after:2019-09-01 before:2019-09-02", "2019-09-01", "2019-09-01"),
        ("after:2018 sejak:2019-09-01", "2019-09-01", ""),
        ("before:2018 sebelum:2019", "", "2017-12-31"),
    ],
)
def test_operators_of_dates(operators: str, first: str, last: str) -> None:
    expected = Operators(text="harga cabai", filters=Filters(period=period(first, last)))
    assert parse_operators(f"harga cabai {operators}") == expected
    assert parse_operators(f"{operators}  harga  cabai") == expected


@pytest.mark.parametrize(
    ("question", "text", "outlets"),
    [
        ("source:viva harga cabai", "harga cabai", ("viva",)),
        ('harga source:"CNN Indonesia" cabai', "harga cabai", ("CNN Indonesia",)),
        ("harga cabai source:“CNN Indonesia”?", "harga cabai", ("CNN Indonesia",)),
        ("Sumber:detik.com, harga cabai", "harga cabai", ("detik.com",)),
        ("sumber:detik.com source:viva cabai", "cabai", ("detik.com", "viva")),
        ("source:viva source:viva", "", ("viva",)),
    ],
)
def test_operators_of_outlets(question: str, text: str, outlets: tuple[str, ...]) -> None:
    assert parse_operators(question) == Operators(text=text, filters=Filters(outlets=outlets))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("author:Budi harga cabai", Filters(authors=("Budi",))),
        ('harga cabai penulis:"Budi Santoso"', Filters(authors=("Budi Santoso",))),
        ("harga cabai author:Dewi Penulis:budi", Filters(authors=("Dewi", "budi"))),
        ("rubrik:ekonomi harga cabai", Filters(sections=("ekonomi",))),
        ('harga section:"Gaya Hidup" cabai', Filters(sections=("Gaya Hidup",))),
    ],
)
def test_operators_of_authors_and_sections(question: str, expected: Filters) -> None:
    assert parse_operators(question) == Operators(text="harga cabai", filters=expected)


@pytest.mark.parametrize("operator", ["sort:new", "urut:baru", "Sort:Latest", "urut:terbaru"])
def test_operators_of_order(operator: str) -> None:
    assert parse_operators(f"harga {operator} cabai") == Operators(
        text="harga cabai", filters=Filters(latest=True)
    )


def test_all_operators_at_once() -> None:
    question = 'after:2019-09 source:viva apa kata Sari sumber:"Radio Kota" sort:new before:2020'
    assert parse_operators(question) == Operators(
        text="apa kata Sari",
        filters=Filters(
            period=period("2019-09-01", "2019-12-31"), outlets=("viva", "Radio Kota"), latest=True
        ),
    )


@pytest.mark.parametrize(
    "operator",
    [
        "after:kemarin",
        "before:2019-13",
        "sejak:31/2/2019",
        "sebelum:0001",
        "after:20190901",
        "after:x2019-09-01",
        "after:1553155200",
        "sort:old",
        'source:""',
    ],
)
def test_a_value_of_no_use_stays_in_the_text(operator: str) -> None:
    assert parse_operators(f"harga {operator} cabai") == Operators(
        text=f"harga {operator} cabai", problems=(operator,)
    )


def test_a_date_that_would_leave_no_day() -> None:
    assert parse_operators("cabai after:2019-09-30 before:2019-09-30") == Operators(
        text="cabai before:2019-09-30",
        filters=Filters(period=period("2019-09-30", "")),
        problems=("before:2019-09-30",),
    )


@pytest.mark.parametrize(
    "question",
    [
        "",
        "rapat 10:30 di aula",
        "apa isi https://contoh.id/source:viva ini",
        "catatan:penting",
        "resource:viva",
        "source: viva",
        "skor 3:2",
        "sebelum 2019",
    ],
)
def test_other_words_are_text(question: str) -> None:
    assert parse_operators(question) == Operators(text=question)


NAMES = st.sampled_from(
    'after: before: source: sort: Sejak: 2019 -09 30 " “ ” new viva . \t'.split(" ")
)


@given(st.text() | st.lists(NAMES, max_size=12).map("".join))
def test_anything_typed(question: str) -> None:
    found = parse_operators(question)
    assert found.text == " ".join(found.text.split())
    # What stays is text for good: the same words, the same problems, nothing more asked for.
    again = parse_operators(found.text)
    assert again == Operators(text=found.text, problems=again.problems)
    assert set(found.text.split()) <= set(question.split())
    narrowed = found.filters.period
    if narrowed and narrowed.first and narrowed.last:
        assert narrowed.first <= narrowed.last
