from pathlib import Path

from sqlite_utils import Database

from bot.storage.chat_settings import ChatSettings, ChatSettingsStore

ENGLISH = ChatSettings(language="en", trigger="commands", hits=1, summary="always")


def test_choices_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    users = ChatSettingsStore(Database(path), hashed=str)
    assert users.settings("me") == ChatSettings(language=None, trigger="all", hits=2)
    users.choose("me", ENGLISH)
    users.choose("group", ENGLISH)
    users.choose("me", ChatSettings(language="id"))
    again = ChatSettingsStore(Database(path), hashed=str)
    places = ("me", "group", "other")
    assert [again.settings(place) for place in places] == [
        ChatSettings(language="id"),
        ENGLISH,
        ChatSettings(),
    ]


def test_choices_move_with_the_group() -> None:
    users = ChatSettingsStore(Database(memory=True), hashed=str)
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
    users = ChatSettingsStore(Database(memory=True), hashed=str)
    users.choose("me", ENGLISH)
    users.choose("group", ENGLISH)
    users.forget_person("me")
    assert [users.settings(place) for place in ("me", "group")] == [ChatSettings(), ENGLISH]


def test_languages_chosen_in_earlier_versions_stay() -> None:
    db = Database(memory=True)
    ChatSettingsStore(db, hashed=str)
    # As the first version left it.
    db.table("chat_settings").drop()
    db.table("_sqlite_migrations").delete_where("name != ?", ["chosen_languages"])
    row = {"chat_id": -5, "language": "en", "chosen_at": "2026"}
    db["chosen_languages"].insert(row, pk="chat_id")
    users = ChatSettingsStore(db, hashed=lambda chat_id: f"hash of {chat_id}")
    assert users.settings("hash of -5") == ChatSettings(language="en")
    assert {"chosen_languages", "languages"}.isdisjoint(db.table_names())
