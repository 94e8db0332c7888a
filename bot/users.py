"""The language each person and each group has chosen."""

import datetime

from sqlite_utils import Database, Migrations

_migrations = Migrations("users")


@_migrations()
def chosen_languages(db: Database) -> None:
    """One row a chat; a private chat has the id of its person, groups have ids below zero."""
    db.table("chosen_languages").create(
        {"chat_id": int, "language": str, "chosen_at": str},
        pk="chat_id",
        not_null={"language", "chosen_at"},
    )


class Users:
    """Choices kept in the bot's own database. Use it only in the thread that opened `db`."""

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def language(self, chat_id: int) -> str | None:
        """What was chosen for this chat, None when nobody chose."""
        rows = self._db.query("select language from chosen_languages where chat_id = ?", [chat_id])
        return next((str(row["language"]) for row in rows), None)

    def choose(self, chat_id: int, language: str) -> None:
        """Remembers a choice; a later one replaces it."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        row = {"chat_id": chat_id, "language": language, "chosen_at": now}
        self._db.table("chosen_languages").upsert(row, pk="chat_id")

    def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup and got another id; its choice moves along."""
        language = self.language(old_chat_id)
        if language:
            self.choose(new_chat_id, language)
            self._db.table("chosen_languages").delete(old_chat_id)


def spoken(language_code: str | None) -> str | None:
    """The language of ours that a Telegram `language_code` stands for, None when there is none."""
    code = (language_code or "").lower().split("-")[0]
    # Malay readers understand Indonesian better than English.
    return {"id": "id", "in": "id", "ms": "id", "en": "en"}.get(code)
