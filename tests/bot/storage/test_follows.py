"""What is followed, what each follow knows, and when an article counts as new."""

import datetime

import pytest
from sqlite_utils import Database

from bot.answers.types import Question, SnapshotArticles
from bot.storage.follows import Follow, FollowLimitReached, FollowStore
from tests.support.interpretations import interpretation

ME, YOU = "hash of me", "hash of you"


@pytest.fixture
def db() -> Database:
    return Database(memory=True)


@pytest.fixture
def follows(db: Database) -> FollowStore:
    return FollowStore(db)


def question(text: str = "apa?") -> Question:
    return Question(text=text, language="id")


def follow(
    follows: FollowStore,
    text: str = "apa?",
    *,
    person: str = ME,
    snapshot: str = "2",
    shown: tuple[str, ...] = (),
    most: int = 3,
) -> str:
    return follows.follow(
        question(text), chat_id=71, person=person, snapshot=snapshot, shown=shown, most=most
    )


def holdings(snapshot: str, references: str) -> SnapshotArticles:
    return SnapshotArticles(snapshot=snapshot, references=frozenset(references))


def test_followed_question_is_found_as_it_was_asked(follows: FollowStore) -> None:
    asked = Question(
        text="kalau DPR?",
        language="en",
        context=interpretation(topic="PSE", outlets=("viva",)),
        without=("period",),
        newest=True,
    )
    one = follows.follow(asked, chat_id=71, person=ME, snapshot="2", shown=(), most=3)
    other = follow(follows)
    follow(follows, person=YOU)
    assert follows.of_person(ME) == (
        Follow(id=one, chat_id=71, person=ME, question=asked, searched="2"),
        Follow(id=other, chat_id=71, person=ME, question=question(), searched="2"),
    )
    # "unfollow:" + id has to stay within Telegram's 64 bytes.
    assert (len(one), one != other) == (12, True)


def test_a_question_is_followed_once(follows: FollowStore) -> None:
    first = follow(follows)
    assert follow(follows, snapshot="3", most=1) == first
    assert [one.searched for one in follows.of_person(ME)] == ["2"]


def test_limit_of_followed_questions(follows: FollowStore) -> None:
    follow(follows, "a", most=2)
    follow(follows, "b", most=2)
    with pytest.raises(FollowLimitReached):
        follow(follows, "c", most=2)
    follow(follows, "c", most=2, person=YOU)
    assert [len(follows.of_person(person)) for person in (ME, YOU)] == [2, 1]


def test_follows_end_only_for_their_own_person(db: Database, follows: FollowStore) -> None:
    mine = follow(follows, shown=("x",))
    assert (follows.stop(mine, YOU), follows.stop(mine, ME)) == (False, True)
    assert (follows.of_person(ME), db.table("followed_articles").count) == ((), 0)
    follow(follows, "a")
    follow(follows, "b")
    assert (follows.stop_all(YOU), follows.stop_all(ME)) == (0, 2)


def test_an_article_arrives_once(follows: FollowStore) -> None:
    follows.record_arrivals(holdings("2", "ab"))
    follows.record_arrivals(holdings("3", "bc"))
    # Rolled back, and published again with what had gone.
    follows.record_arrivals(holdings("2", "ab"))
    follows.record_arrivals(holdings("4", "abcd"))
    # What the first one holds is old for everybody, also for those who asked before it.
    assert [follows.arrived_after(name) for name in ("1", "2", "3", "4")] == [
        frozenset("cd"),
        frozenset("cd"),
        frozenset("d"),
        frozenset(),
    ]


def test_people_due_for_a_search(follows: FollowStore) -> None:
    mine = follow(follows, "a", snapshot="2")
    later = follow(follows, "b", snapshot="3")
    follow(follows, "c", snapshot="3", person=YOU)
    due = [follows.due(name, news_per_day=1) for name in ("2", "3", "4")]
    assert due == [(), (ME,), (ME, YOU)]
    assert [one.id for one in follows.due_of(ME, "3")] == [mine]
    follows.mark_searched([mine], "3")
    assert follows.due("3", news_per_day=1) == ()
    assert [one.id for one in follows.due_of(ME, "4")] == [mine, later]


def test_person_alerted_today_waits(db: Database, follows: FollowStore) -> None:
    mine, other = follow(follows, "a"), follow(follows, "b")
    follows.record_alert(ME, {mine: {"x", "y"}}, "3")
    assert [one.id for one in follows.due_of(ME, "3")] == [other]
    assert [follows.due("3", news_per_day=most) for most in (1, 2)] == [(), (ME,)]
    assert follows.known_to(ME) == {"x", "y"}
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=25)
    db.execute("update news set at = ?", [yesterday.isoformat()])
    assert follows.due("3", news_per_day=1) == (ME,)


def test_alert_that_was_not_sent_is_undone(db: Database, follows: FollowStore) -> None:
    mine, other = follow(follows, "a", shown=("x",)), follow(follows, "b", snapshot="1")
    before = follows.of_person(ME)
    follows.record_alert(ME, {mine: {"y"}}, "3")
    articles = {mine: {"y2", "y"}, other: {"z"}}
    follows.record_alert(ME, articles, "4")
    follows.undo_alert(before, articles)
    assert follows.of_person(ME) == before
    assert (follows.known_to(ME), db.table("news").count) == ({"x"}, 1)


def test_a_person_is_forgotten(db: Database, follows: FollowStore) -> None:
    follows.record_alert(ME, {follow(follows): {"x"}}, "3")
    yours = follow(follows, person=YOU, shown=("z",))
    follows.forget_person(ME)
    assert (follows.of_person(ME), follows.known_to(YOU)) == ((), {"z"})
    assert [row["follow_id"] for row in db.table("followed_articles").rows] == [yours]
    assert db.table("news").count == 0


def test_old_alerts_are_deleted_and_follows_stay(db: Database, follows: FollowStore) -> None:
    mine = follow(follows)
    follows.record_alert(ME, {mine: {"x"}}, "3")
    now = datetime.datetime.now(datetime.UTC)
    follows.forget_before(now + datetime.timedelta(days=1))
    # Today's count, or more would be sent.
    assert db.table("news").count == 1
    db.execute("update news set at = ?", [(now - datetime.timedelta(days=31)).isoformat()])
    follows.forget_before(now - datetime.timedelta(days=30))
    assert (db.table("news").count, follows.known_to(ME)) == (0, {"x"})


def test_follow_of_an_unknown_version_is_skipped(db: Database, follows: FollowStore) -> None:
    mine = follow(follows)
    db.table("follows").update(mine, {"question": '{"words": "nobody knows"}'})
    assert follows.of_person(ME) == ()
