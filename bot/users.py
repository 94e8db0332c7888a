"""The language each person and each group has chosen."""

import datetime

from sqlite_utils import Database, Migrations

_migrations = Migrations("users")


@_migrations()
def chosen_languages(db: Database) -> None:
    """One row a chat, by its id."""
    db.table("chosen_languages").create(
        {"chat_id": int, "language": str, "chosen_at": str},
        pk="chat_id",
        not_null={"language", "chosen_at"},
    )


@_migrations()
def languages(db: Database) -> None:
    """The same by hashes; whose ids are known is not kept, they choose once more."""
    db.table("chosen_languages").drop()
    db.table("languages").create(
        {"place": str, "language": str, "chosen_at": str},
        pk="place",
        not_null={"language", "chosen_at"},
    )


class Users:
    """Choices kept in the bot's own database. Use it only in the thread that opened `db`.

    `place` is the hash of a chat's id (see Identities); a private chat has that of its person.
    """

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    def language(self, place: str) -> str | None:
        """What was chosen for this chat, None when nobody chose."""
        rows = self._db.query("select language from languages where place = ?", [place])
        return next((str(row["language"]) for row in rows), None)

    def choose(self, place: str, language: str) -> None:
        """Remembers a choice; a later one replaces it."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        row = {"place": place, "language": language, "chosen_at": now}
        self._db.table("languages").upsert(row, pk="place")

    def move(self, old: str, new: str) -> None:
        """A group became a supergroup and got another id; its choice moves along."""
        language = self.language(old)
        if language:
            self.choose(new, language)
            self._db.table("languages").delete(old)

    def forget_person(self, person: str) -> None:
        """The choice for this person's private chat goes."""
        self._db.table("languages").delete_where("place = ?", [person])


def spoken(language_code: str | None) -> str | None:
    """The language of ours that a Telegram `language_code` stands for, None when there is none."""
    code = (language_code or "").lower().split("-")[0]
    # Malay readers understand Indonesian better than English.
    return {"id": "id", "in": "id", "ms": "id", "en": "en"}.get(code)
