from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.users import ChatSettings, Users, spoken


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


ENGLISH = ChatSettings(language="en", trigger="commands", hits=1)


def test_choices_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    users = Users(Database(path))
    assert users.settings("me") == ChatSettings(language=None, trigger="all", hits=2)
    users.choose("me", ENGLISH)
    users.choose("group", ENGLISH)
    users.choose("me", ChatSettings(language="id"))
    again = Users(Database(path))
    places = ("me", "group", "other")
    assert [again.settings(place) for place in places] == [
        ChatSettings(language="id"),
        ENGLISH,
        ChatSettings(),
    ]


def test_choices_move_with_the_group() -> None:
    users = Users(Database(memory=True))
    users.choose("group", ENGLISH)
    users.move("group", "supergroup")
    # Telegram says it in both chats.
    users.move("group", "supergroup")
    users.move("x", "y")
    places = ("group", "supergroup", "y")
    assert [users.settings(place) for place in places] == [
        ChatSettings(),
        ENGLISH,
        ChatSettings(),
    ]


def test_person_is_forgotten_and_groups_are_not() -> None:
    users = Users(Database(memory=True))
    users.choose("me", ENGLISH)
    users.choose("group", ENGLISH)
    users.forget_person("me")
    assert [users.settings(place) for place in ("me", "group")] == [ChatSettings(), ENGLISH]


def test_languages_chosen_in_an_earlier_version_stay() -> None:
    db = Database(memory=True)
    Users(db)
    # As the version before left it.
    db.table("chat_settings").drop()
    db.table("_sqlite_migrations").delete_where("name = ?", ["chat_settings"])
    db.table("languages").insert({"place": "me", "language": "en", "chosen_at": "2026"}, pk="place")
    assert Users(db).settings("me") == ChatSettings(language="en")
    assert "languages" not in db.table_names()
