"""Questions that people follow, the articles they know, and when each article arrived.

An article is new to a follow if it arrived with a later snapshot than the one that the follow was
last searched in. Each reference arrives once, however often snapshots are rebuilt, rolled back and
published again. Names of snapshots begin with their time, so those of later ones are greater.
"""

import datetime
import json
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database, Migrations

from bot.answers.types import Question, SnapshotArticles
from bot.storage.codec import question_from_json, question_to_json

_migrations = Migrations("following")

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A question that somebody follows. Alerts go to their private chat, `chat_id`.

    `searched` is the name of the snapshot in which it was last searched.
    """

    id: str
    chat_id: int
    person: str
    question: Question
    searched: str


class FollowLimitReached(Exception):
    """Somebody already follows as many questions as they may."""


@_migrations()
def follows(db: Database) -> None:
    """Chats are stored by their ids here: a message cannot be sent to a pseudonym."""
    db.table("follows").create(
        {
            "id": str,
            "chat_id": int,
            "person": str,
            "question": str,
            "searched": str,
            "at": str,
        },
        pk="id",
        not_null={"chat_id", "person", "question", "searched", "at"},
    ).create_index(["person", "question"], unique=True).create_index(["searched"])
    db.table("followed_articles").create(
        {"follow_id": str, "reference": str}, pk=("follow_id", "reference")
    )
    db.table("arrivals").create(
        {"reference": str, "snapshot": str}, pk="reference", not_null={"snapshot"}
    ).create_index(["snapshot"])
    db.table("news").create({"person": str, "at": str}, not_null={"person", "at"}).create_index(
        ["person", "at"]
    )


class FollowStore:
    """Followed questions and alerts, in bot.db. Use it only in the thread that opened `db`.

    `person` is a pseudonym.
    """

    def __init__(self, db: Database) -> None:
        _migrations.apply(db)
        self._db = db

    # -- people ------------------------------------------------------------------------------

    def follow(
        self,
        question: Question,
        *,
        chat_id: int,
        person: str,
        snapshot: str,
        shown: Iterable[str],
        most: int,
    ) -> str:
        """Follows a question from `snapshot` on; returns the follow's id, old or new.

        `shown` are the references of articles that the person knows. Raises FollowLimitReached if
        they already follow `most` questions.
        """
        followed = self.of_person(person)
        if there := next((one for one in followed if one.question == question), None):
            return there.id
        if len(followed) >= most:
            raise FollowLimitReached
        follow_id = secrets.token_urlsafe(9)
        row = {
            "id": follow_id,
            "chat_id": chat_id,
            "person": person,
            "question": json.dumps(question_to_json(question), ensure_ascii=False, sort_keys=True),
            "searched": snapshot,
            "at": _now().isoformat(),
        }
        with self._db.atomic():
            self._db.table("follows").insert(row)
            self._add_known(follow_id, shown)
        return follow_id

    def of_person(self, person: str) -> tuple[Follow, ...]:
        """What a person follows, the oldest follow first."""
        return self._follows("person = ?", person)

    def stop(self, follow_id: str, person: str) -> bool:
        """Ends one follow of a person; whether there was one with that id."""
        return self._end("id = ? and person = ?", follow_id, person) > 0

    def stop_all(self, person: str) -> int:
        """Ends all follows of a person; returns how many there were."""
        return self._end("person = ?", person)

    def forget_person(self, person: str) -> None:
        """Deletes all that is known about what a person follows."""
        self.stop_all(person)
        self._db.table("news").delete_where("person = ?", [person])

    def forget_before(self, moment: datetime.datetime) -> None:
        """Deletes the times of earlier alerts; follows stay until they are ended."""
        self._db.table("news").delete_where("at < ?", [min(moment, _now() - DAY).isoformat()])

    # -- alerts --------------------------------------------------------------------------------

    def record_arrivals(self, holdings: SnapshotArticles) -> None:
        """Records which articles came with a snapshot; all those in the very first are old."""
        first = next(iter(self._db.query("select 1 from arrivals limit 1")), None) is None
        name = "" if first else holdings.snapshot
        rows = [(reference, name) for reference in sorted(holdings.references)]
        with self._db.atomic():
            self._db.conn.executemany("insert or ignore into arrivals values (?, ?)", rows)

    def arrived_after(self, snapshot: str) -> frozenset[str]:
        """The references of the articles that came with later snapshots."""
        query = "select reference from arrivals where snapshot > ?"
        return frozenset(row["reference"] for row in self._db.query(query, [snapshot]))

    def due(self, snapshot: str, *, news_per_day: int) -> tuple[str, ...]:
        """People with follows not yet searched in `snapshot` who may get another alert today."""
        query = (
            "select person from follows where searched < ? and (select count(*) from news"
            " where news.person = follows.person and news.at > ?) < ?"
            " group by person order by min(at), person"
        )
        values = [snapshot, (_now() - DAY).isoformat(), news_per_day]
        return tuple(row["person"] for row in self._db.query(query, values))

    def due_of(self, person: str, snapshot: str) -> tuple[Follow, ...]:
        """The follows of a person not yet searched in `snapshot`, the oldest first."""
        return self._follows("person = ? and searched < ?", person, snapshot)

    def known_to(self, person: str) -> frozenset[str]:
        """The references of all articles that a person was shown for what they follow."""
        query = (
            "select reference from followed_articles"
            " where follow_id in (select id from follows where person = ?)"
        )
        return frozenset(row["reference"] for row in self._db.query(query, [person]))

    def mark_searched(self, follow_ids: Collection[str], snapshot: str) -> None:
        """Records that follows were searched in `snapshot` without a new article."""
        with self._db.atomic():
            for follow_id in follow_ids:
                query = "update follows set searched = ? where id = ?"
                self._db.execute(query, [snapshot, follow_id])

    def record_alert(
        self, person: str, articles: Mapping[str, Collection[str]], snapshot: str
    ) -> None:
        """Records an alert to a person about articles, by follow, before it is sent.

        So nobody is alerted twice, whatever happens in between.
        """
        with self._db.atomic():
            self.mark_searched(articles.keys(), snapshot)
            for follow_id, references in articles.items():
                self._add_known(follow_id, references)
            self._db.table("news").insert({"person": person, "at": _now().isoformat()})

    def undo_alert(self, told: Iterable[Follow], articles: Mapping[str, Collection[str]]) -> None:
        """Undoes `record_alert` if nothing was sent. `told` are the follows as they were before."""
        told = tuple(told)
        known = [(follow.id, one) for follow in told for one in articles[follow.id]]
        people = [(person,) for person in {follow.person for follow in told}]
        last = "(select max(rowid) from news where person = ?)"
        with self._db.atomic():
            for follow in told:
                self.mark_searched([follow.id], follow.searched)
            forget = "delete from followed_articles where follow_id = ? and reference = ?"
            self._db.conn.executemany(forget, known)
            self._db.conn.executemany(f"delete from news where rowid = {last}", people)  # noqa: S608

    def _add_known(self, follow_id: str, references: Iterable[str]) -> None:
        rows = [(follow_id, reference) for reference in references]
        self._db.conn.executemany("insert or ignore into followed_articles values (?, ?)", rows)

    def _follows(self, where: str, *values: object) -> tuple[Follow, ...]:
        found = self._db.table("follows").rows_where(where, list(values), order_by="at, rowid")
        return tuple(made for row in found if (made := _follow(row)))

    def _end(self, where: str, *values: object) -> int:
        ended = [(row["id"],) for row in self._db.table("follows").rows_where(where, list(values))]
        with self._db.atomic():
            for table, column in (("follows", "id"), ("followed_articles", "follow_id")):
                self._db.conn.executemany(f"delete from {table} where {column} = ?", ended)  # noqa: S608
        return len(ended)


def _follow(row: Mapping[str, Any]) -> Follow | None:
    """None if the question was stored by a version that cannot be read."""
    try:
        question = question_from_json(json.loads(row["question"]))
    except (KeyError, TypeError, ValueError):
        return None
    return Follow(
        id=row["id"],
        chat_id=row["chat_id"],
        person=row["person"],
        question=question,
        searched=row["searched"],
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
