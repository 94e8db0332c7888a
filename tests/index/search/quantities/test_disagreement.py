import pytest

from index.records import Citation, Hit
from index.search.quantities.disagreement import (
    DifferingValue,
    Disagreement,
    find_disagreement,
    in_order,
)

DEAD = "Berapa korban tewas banjir Sukamaju?"


def hit(rank: int, day: str, quote: str, title: str = "Banjir di Sukamaju", missing=()) -> Hit:
    article = Citation(id=f"a{rank}", title=title, source="VIVA", published=day)
    return Hit(rank=rank, score=1, article=article, passage=quote, quote=quote, missing=missing)


def values(question: str, *hits: Hit) -> list[str]:
    found = find_disagreement(question, hits)
    return [value.value for value in found.values] if found else []


def test_figures_of_one_thing_latest_first():
    hits = (
        hit(1, "2019-09-23", "Banjir menewaskan 16 orang dan melukai 65 orang."),
        hit(2, "2019-09-30", "Ralat: korban tewas 33 orang."),
        hit(3, "2019-09-25", "Korban tewas dua puluh enam orang."),
        hit(4, "2019-09-24", "Enam belas orang tewas."),
    )
    found = find_disagreement(DEAD, hits)
    assert found == Disagreement(
        kind="number",
        values=(
            DifferingValue(
                value="33 orang",
                article="a2",
                source="VIVA",
                published="2019-09-30",
                corrected=True,
            ),
            DifferingValue(
                value="dua puluh enam orang", article="a3", source="VIVA", published="2019-09-25"
            ),
            DifferingValue(
                value="Enam belas orang", article="a4", source="VIVA", published="2019-09-24"
            ),
        ),
    )
    ordered = in_order(hits, found)
    assert [(one.article.id, one.rank) for one in ordered] == [
        ("a2", 1),
        ("a3", 2),
        ("a4", 3),
        ("a1", 4),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sebanyak 16 orang tewas.", "Sebanyak 65 orang luka-luka."),
        ("Sebanyak 16 orang tewas.", "Korban tewas enam belas orang."),
        ("Lebih dari 50 orang tewas.", "Korban tewas 53 orang."),
        ("Sekitar 300 orang tewas.", "Korban tewas 297 orang."),
        ("Sebanyak 16 orang tewas.", "Korban tewas bertambah 7 orang."),
        ("Sebanyak 16 orang tewas.", "Hari ini 2 orang tewas."),
        ("Pada 2018 banjir menewaskan 16 orang.", "Banjir 2019 menewaskan 3 orang."),
    ],
)
def test_what_only_looks_different(first, second):
    assert values(DEAD, hit(1, "2019-09-24", first), hit(2, "2019-09-25", second)) == []


def test_another_event_is_another_thing():
    first = hit(1, "2019-09-24", "Banjir di Sukamaju menewaskan 16 orang.")
    later = hit(2, "2019-11-24", "Banjir di Sukamaju menewaskan 3 orang.")
    elsewhere = hit(3, "2019-09-24", "Banjir di Citarum menewaskan 3 orang.", "Banjir Citarum")
    lacking = hit(4, "2019-09-24", "Banjir menewaskan 3 orang.", missing=("Sukamaju",))
    assert values(DEAD, first, later, elsewhere, lacking) == []


def test_money_is_compared_with_money_only():
    question = "Berapa kerugian akibat banjir Sukamaju?"
    rupiah = hit(1, "2019-09-24", "Kerugian akibat banjir Rp 3 miliar.")
    more = hit(2, "2019-09-25", "Kerugian akibat banjir ditaksir Rp4,5 miliar.")
    houses = hit(3, "2019-09-25", "Kerugian akibat banjir berupa 12 rumah.")
    assert values(question, rupiah, more, houses) == ["Rp4,5 miliar", "Rp 3 miliar"]
    assert values(question, rupiah, houses) == []


def test_days_in_different_forms_are_equal():
    question = "Kapan pelantikan bupati Sukamaju?"
    first = hit(1, "2019-09-24", "Pelantikan bupati digelar 20 Oktober 2019.")
    same = hit(2, "2019-09-25", "Pelantikan bupati Sukamaju pada Minggu (20/10).")
    other = hit(3, "2019-09-26", "Pelantikan bupati Sukamaju digelar 21 Oktober.")
    assert values(question, first, same) == []
    assert values(question, first, same, other) == ["21 Oktober", "20/10"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dalam banjir itu 16 orang tewas.", "Satu orang korban tewas lagi ditemukan."),
        ("Sebanyak 16 orang tewas.", "Banjir tahun lalu menewaskan 3 orang."),
        ("Sebanyak 16 orang tewas.", "Sebanyak 40 orang tewas selama tiga tahun terakhir."),
        ("Sebanyak 8 orang tewas.", "Dari 8 korban tewas, lima orang warga Sukamaju."),
        ("Sebanyak 8 orang tewas.", "Rinciannya, 3 orang tewas di Cibuntu."),
        ("Sebanyak 16 orang tewas.", "Paling banyak di Desa Cibuntu, 9 orang tewas."),
    ],
)
def test_parts_and_other_times_are_no_total(first, second):
    assert values(DEAD, hit(1, "2019-09-24", first), hit(2, "2019-09-25", second)) == []


def test_an_english_question_compares_indonesian_quotes():
    first = hit(1, "2019-09-24", "Banjir di Sukamaju menewaskan 16 orang.")
    second = hit(2, "2019-09-25", "Korban tewas banjir Sukamaju 26 orang.")
    question = "How many people died in the Sukamaju flood?"
    assert values(question, first, second) == ["26 orang", "16 orang"]


def test_the_day_of_something_else_is_no_other_day():
    question = "Kapan sidang perdana Budi digelar?"
    first = hit(1, "2019-09-24", "Sidang perdana Budi digelar 9 September 2019.")
    second = hit(2, "2019-09-25", "Sidang kedua Budi digelar 16 September 2019.")
    third = hit(3, "2019-09-25", "Sidang perdana Budi diputuskan 2 September 2019.")
    assert values(question, first, second, third) == []


def test_a_correction_in_the_title_counts_before_the_old_figure_in_the_quote():
    question = "Berapa orang hilang karena banjir Sukamaju?"
    title = "Banjir Sukamaju, Jumlah Orang Hilang Diralat dari 2.500 Menjadi 1.300 jiwa"
    first = hit(1, "2019-09-12", "Banjir Sukamaju: 2.500 orang hilang.")
    second = hit(2, "2019-09-13", "Sebelumnya disebut 2.500 orang hilang.", title)
    found = find_disagreement(question, (first, second))
    assert found is not None
    assert [(one.value, one.corrected) for one in found.values] == [
        ("1.300 jiwa", True),
        ("2.500 orang", False),
    ]


def test_only_questions_for_a_number_or_a_day_have_values():
    hits = (hit(1, "2019-09-24", "16 orang tewas."), hit(2, "2019-09-25", "26 orang tewas."))
    assert find_disagreement("Siapa korban tewas banjir Sukamaju?", hits) is None


def test_among_fewer_articles_it_may_be_none():
    hits = (hit(1, "2019-09-24", "16 orang tewas."), hit(2, "2019-09-25", "26 orang tewas."))
    found = find_disagreement(DEAD, hits)
    assert found is not None
    assert found.among(["a1", "a2"]) == found
    assert found.among(["a1"]) is None
