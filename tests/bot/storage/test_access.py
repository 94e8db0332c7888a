import datetime

from sqlite_utils import Database

from bot.storage.access import AccessStore


class Clock:
    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


def test_decisions_are_kept_and_move_with_the_group() -> None:
    db = Database(memory=True)
    access = AccessStore(db)
    assert access.state(71) is None
    access.put(71, "me", "asked")
    access.put(-5, "group", "approved")
    access.put(71, "me", "refused")
    access.move(-5, -1005, "supergroup")
    access.move(-5, -1005, "supergroup")
    again = AccessStore(db)
    assert [again.state(chat) for chat in (71, -5, -1005)] == ["refused", None, "approved"]


def test_each_place_is_turned_away_once_a_day() -> None:
    clock = Clock()
    access = AccessStore(Database(memory=True), now=clock)
    assert [access.tell("here"), access.tell("there"), access.tell("here")] == [True, True, False]
    clock.now += datetime.timedelta(hours=23, minutes=59)
    assert access.tell("here") is False
    clock.now += datetime.timedelta(minutes=1)
    assert [access.tell("here"), access.tell("here")] == [True, False]


def test_forgotten_person_has_no_pending_request() -> None:
    access = AccessStore(Database(memory=True))
    access.put(71, "me", "asked")
    access.put(72, "other", "asked")
    access.put(73, "third", "refused")
    assert [access.tell(place) for place in ("guest:me", "guest:other")] == [True, True]
    for person in ("me", "third"):
        access.forget_person(person)
    # Nobody knows any more that they were told.
    assert [access.tell(place) for place in ("guest:me", "guest:other")] == [True, False]
    assert [access.state(chat) for chat in (71, 72, 73)] == [None, "asked", "refused"]
