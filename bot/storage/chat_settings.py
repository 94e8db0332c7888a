"""The settings of each chat: language, summaries; in groups also trigger and number of hits."""

import datetime
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, Literal, get_args

from sqlite_utils import Database, Migrations

GroupTrigger = Literal["all", "commands"]
"""What makes the bot answer in a group: commands, replies and mentions, or only commands."""
TRIGGERS: Final[tuple[GroupTrigger, ...]] = get_args(GroupTrigger)
SummaryChoice = Literal["asked", "always", "never"]
"""When answers have a summary by a language model, if there is one: only where it is asked for."""
SUMMARY_CHOICES: Final[tuple[SummaryChoice, ...]] = get_args(SummaryChoice)
HITS_IN_GROUP: Final = 2
"""The default is small: a group has other things to read, too."""
MOST_HITS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """The settings of a chat; without a `language` everybody is answered in their own."""

    language: str | None = None
    trigger: GroupTrigger = "all"
    hits: int = HITS_IN_GROUP
    summary: SummaryChoice = "asked"


def _migrations(hashed: Callable[[int], str]) -> Migrations:
    """The tables since the first version; what people chose is taken over."""
    migrations = Migrations("users")

    @migrations()
    def chosen_languages(db: Database) -> None:
        """One row for each chat, by its id."""
        db.table("chosen_languages").create(
            {"chat_id": int, "language": str, "chosen_at": str},
            pk="chat_id",
            not_null={"language", "chosen_at"},
        )

    @migrations()
    def languages(db: Database) -> None:
        """The same, by the hash of the chat's id."""
        old = list(db.query("select chat_id, language, chosen_at from chosen_languages"))
        db.table("chosen_languages").drop()
        db.table("languages").create(
            {"place": str, "language": str, "chosen_at": str},
            pk="place",
            not_null={"language", "chosen_at"},
        )
        db.table("languages").insert_all(
            {"place": hashed(row.pop("chat_id")), **row} for row in old
        )

    @migrations()
    def chat_settings(db: Database) -> None:
        """All settings of a chat."""
        db.table("chat_settings").create(
            {"place": str, "language": str, "trigger": str, "hits": int, "changed_at": str},
            pk="place",
            not_null={"trigger", "hits", "changed_at"},
        )
        db.execute(
            "insert into chat_settings select place, language, 'all', ?, chosen_at from languages",
            [HITS_IN_GROUP],
        )
        db.table("languages").drop()

    @migrations()
    def summaries(db: Database) -> None:
        """When a chat's answers have a summary."""
        db.table("chat_settings").add_column("summary", str, not_null_default="asked")

    return migrations


class ChatSettingsStore:
    """Chat settings, in bot.db. Use it only in the thread that opened `db`.

    `place` is the pseudonym of a chat; that of a private chat is its person's. `hashed` makes
    pseudonyms of the ids that the first version stored.
    """

    def __init__(self, db: Database, *, hashed: Callable[[int], str]) -> None:
        _migrations(hashed).apply(db)
        self._db = db

    def settings(self, place: str) -> ChatSettings:
        """The settings of a chat, the defaults if nobody changed them."""
        query = "select language, trigger, hits, summary from chat_settings where place = ?"
        row = next(iter(self._db.query(query, [place])), None)
        return ChatSettings(**row) if row else ChatSettings()

    def choose(self, place: str, settings: ChatSettings) -> None:
        """Stores the settings of a chat in place of earlier ones."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        row = {"place": place, "changed_at": now} | asdict(settings)
        self._db.table("chat_settings").upsert(row, pk="place")

    def move(self, old: str, new: str) -> None:
        """Moves the settings of a group that became a supergroup, which has another id."""
        with self._db.atomic():
            settings = self.settings(old)
            if settings != ChatSettings():
                self.choose(new, settings)
                self._db.table("chat_settings").delete(old)

    def forget_person(self, person: str) -> None:
        """Deletes the settings of this person's private chat."""
        self._db.table("chat_settings").delete_where("place = ?", [person])
