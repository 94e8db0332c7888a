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
    assert users.language("me") is None
    users.choose("me", "en")
    users.choose("group", "en")
    users.choose("me", "id")
    again = Users(Database(path))
    assert (again.language("me"), again.language("group"), again.language("other")) == (
        "id",
        "en",
        None,
    )


def test_choice_moves_with_the_group() -> None:
    users = Users(Database(memory=True))
    users.choose("group", "en")
    users.move("group", "supergroup")
    users.move("x", "y")
    assert [users.language(chat) for chat in ("group", "supergroup", "y")] == [None, "en", None]


def test_person_is_forgotten_and_groups_are_not() -> None:
    users = Users(Database(memory=True))
    users.choose("me", "en")
    users.choose("group", "en")
    users.forget_person("me")
    assert [users.language(place) for place in ("me", "group")] == [None, "en"]
