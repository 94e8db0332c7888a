"""Which texts name another thing of a kind than the one asked for."""

import pytest

from index.search.reading.ordinals import names_another
from index.text.analysis import words


@pytest.mark.parametrize(
    ("asked", "said", "another"),
    [
        ("kapan revisi pertama disetujui", "DPR menyetujui revisi kedua pada Mei", True),
        ("kapan revisi kedua disetujui", "DPR menyetujui revisi kedua pada Mei", False),
        ("kapan revisi kedua disetujui", "Revisi pertama dan kedua disetujui", False),
        ("kapan revisi ketiga disetujui", "Revisi pertama dan kedua disetujui", True),
        # Of another thing, or of none.
        ("kapan revisi pertama disetujui", "Gelombang kedua datang bersama revisi itu", False),
        ("kapan revisi pertama disetujui", "Revisi itu disetujui", False),
        ("kapan revisi disetujui", "Revisi kedua disetujui", False),
        # Both of them; the first time.
        ("kapan kedua tersangka ditangkap", "Kedua tersangka ditangkap", False),
        ("kapan pertama kali diuji", "Diuji kedua kali", False),
        ("when was the first revision passed", "The second revision was passed in May", True),
        ("when was the first revision passed", "For the first time a revision passed", False),
        ("", "", False),
    ],
)
def test_names_another(asked: str, said: str, another: bool) -> None:
    assert names_another(words(asked), words(said)) is another
