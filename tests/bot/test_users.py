from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.users import Users, spoken


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("id", "id"),
        ("en", "en"),
        ("en-GB", "en"),
        ("ms", "id"),
        ("EN", "en"),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_spoken(code: str | None, language: str | None) -> None:
    assert spoken(code) == language


def test_choices_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    users = Users(Database(path))
    assert users.language(71) is None
    users.choose(71, "en")
    users.choose(-500, "en")
    users.choose(71, "id")
    again = Users(Database(path))
    assert (again.language(71), again.language(-500), again.language(5)) == ("id", "en", None)


def test_choice_moves_with_the_group() -> None:
    users = Users(Database(memory=True))
    users.choose(-500, "en")
    users.move(-500, -100500)
    users.move(-1, -2)
    assert [users.language(chat) for chat in (-500, -100500, -2)] == [None, "en", None]
