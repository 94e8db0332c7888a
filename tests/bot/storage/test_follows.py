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
def following(db: Database) -> FollowStore:
    return FollowStore(db)


def question(text: str = "apa?") -> Question:
    return Question(text=text, language="id")


def follow(
    following: FollowStore,
    text: str = "apa?",
    *,
    person: str = ME,
    snapshot: str = "2",
    shown: tuple[str, ...] = (),
    most: int = 3,
) -> str:
    return following.follow(
        question(text), chat_id=71, person=person, snapshot=snapshot, shown=shown, most=most
    )


def holdings(snapshot: str, references: str) -> SnapshotArticles:
    return SnapshotArticles(snapshot=snapshot, references=frozenset(references))


def test_what_is_followed_is_found_as_it_was_asked(following: FollowStore) -> None:
    asked = Question(
        text="kalau DPR?",
        language="en",
        context=interpretation(topic="PSE", outlets=("viva",)),
        without=("period",),
        newest=True,
    )
    one = following.follow(asked, chat_id=71, person=ME, snapshot="2", shown=(), most=3)
    other = follow(following)
    follow(following, person=YOU)
    assert following.of(ME) == (
        Follow(id=one, chat_id=71, person=ME, question=asked, searched="2"),
        Follow(id=other, chat_id=71, person=ME, question=question(), searched="2"),
    )
    # "unfollow:" + id has to stay within Telegram's 64 bytes.
    assert (len(one), one != other) == (12, True)


def test_a_question_is_followed_once(following: FollowStore) -> None:
    first = follow(following)
    assert follow(following, snapshot="3", most=1) == first
    assert [one.searched for one in following.of(ME)] == ["2"]


def test_nobody_follows_too_much(following: FollowStore) -> None:
    follow(following, "a", most=2)
    follow(following, "b", most=2)
    with pytest.raises(FollowLimitReached):
        follow(following, "c", most=2)
    follow(following, "c", most=2, person=YOU)
    assert [len(following.of(person)) for person in (ME, YOU)] == [2, 1]


def test_follows_end_only_for_their_own_person(db: Database, following: FollowStore) -> None:
    mine = follow(following, shown=("x",))
    assert (following.stop(mine, YOU), following.stop(mine, ME)) == (False, True)
    assert (following.of(ME), db.table("followed_articles").count) == ((), 0)
    follow(following, "a")
    follow(following, "b")
    assert (following.stop_all(YOU), following.stop_all(ME)) == (0, 2)


def test_an_article_arrives_once(following: FollowStore) -> None:
    following.arrived(holdings("2", "ab"))
    following.arrived(holdings("3", "bc"))
    # Rolled back, and published again with what had gone.
    following.arrived(holdings("2", "ab"))
    following.arrived(holdings("4", "abcd"))
    # What the first one holds is old for everybody, also for who asked before it.
    assert [following.arrived_after(name) for name in ("1", "2", "3", "4")] == [
        frozenset("cd"),
        frozenset("cd"),
        frozenset("d"),
        frozenset(),
    ]


def test_who_is_due(following: FollowStore) -> None:
    mine = follow(following, "a", snapshot="2")
    later = follow(following, "b", snapshot="3")
    follow(following, "c", snapshot="3", person=YOU)
    due = [following.due(name, news_per_day=1) for name in ("2", "3", "4")]
    assert due == [(), (ME,), (ME, YOU)]
    assert [one.id for one in following.due_of(ME, "3")] == [mine]
    following.searched([mine], "3")
    assert following.due("3", news_per_day=1) == ()
    assert [one.id for one in following.due_of(ME, "4")] == [mine, later]


def test_who_was_told_today_waits(db: Database, following: FollowStore) -> None:
    mine, other = follow(following, "a"), follow(following, "b")
    following.tell(ME, {mine: {"x", "y"}}, "3")
    assert [one.id for one in following.due_of(ME, "3")] == [other]
    assert [following.due("3", news_per_day=most) for most in (1, 2)] == [(), (ME,)]
    assert following.known_to(ME) == {"x", "y"}
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=25)
    db.execute("update news set at = ?", [yesterday.isoformat()])
    assert following.due("3", news_per_day=1) == (ME,)


def test_what_was_not_sent_is_taken_back(db: Database, following: FollowStore) -> None:
    mine, other = follow(following, "a", shown=("x",)), follow(following, "b", snapshot="1")
    before = following.of(ME)
    following.tell(ME, {mine: {"y"}}, "3")
    articles = {mine: {"y2", "y"}, other: {"z"}}
    following.tell(ME, articles, "4")
    following.take_back(before, articles)
    assert following.of(ME) == before
    assert (following.known_to(ME), db.table("news").count) == ({"x"}, 1)


def test_a_person_is_forgotten(db: Database, following: FollowStore) -> None:
    following.tell(ME, {follow(following): {"x"}}, "3")
    yours = follow(following, person=YOU, shown=("z",))
    following.forget_person(ME)
    assert (following.of(ME), following.known_to(YOU)) == ((), {"z"})
    assert [row["follow_id"] for row in db.table("followed_articles").rows] == [yours]
    assert db.table("news").count == 0


def test_old_news_are_forgotten_and_what_is_followed_stays(
    db: Database, following: FollowStore
) -> None:
    mine = follow(following)
    following.tell(ME, {mine: {"x"}}, "3")
    now = datetime.datetime.now(datetime.UTC)
    following.forget_before(now + datetime.timedelta(days=1))
    # Today's count, or more would be sent.
    assert db.table("news").count == 1
    db.execute("update news set at = ?", [(now - datetime.timedelta(days=31)).isoformat()])
    following.forget_before(now - datetime.timedelta(days=30))
    assert (db.table("news").count, following.known_to(ME)) == (0, {"x"})


def test_a_follow_of_another_version_is_passed_over(db: Database, following: FollowStore) -> None:
    mine = follow(following)
    db.table("follows").update(mine, {"question": '{"words": "nobody knows"}'})
    assert following.of(ME) == ()
