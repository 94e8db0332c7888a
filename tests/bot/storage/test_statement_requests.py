"""Requests for statements are kept for their buttons, and forgotten."""

import datetime

import pytest
from sqlite_utils import Database

from bot.answers.types import AskedBy
from bot.storage.statement_requests import StatementRequestStore
from index.query.dates.ranges import DateRange
from index.quotes.listing.statements import StatementOrder, StatementRequest

REQUEST = StatementRequest(
    speaker="Kominfo",
    about="media sosial",
    period=DateRange(first=datetime.date(2019, 1, 1), last=None),
    order=StatementOrder.OLDEST,
    only="Rudiantara",
)
ANI = AskedBy(kind="private", person="ani", place="ani")


@pytest.fixture
def store() -> StatementRequestStore:
    return StatementRequestStore(Database(memory=True))


@pytest.mark.parametrize("request_", [REQUEST, StatementRequest(speaker="Jokowi")])
def test_a_request_comes_back_as_it_was(
    store: StatementRequestStore, request_: StatementRequest
) -> None:
    assert store.find(store.keep(request_, ANI)) == request_


def test_what_is_gone_or_of_another_version_is_none(store: StatementRequestStore) -> None:
    kept = store.keep(REQUEST, ANI)
    store._db.execute("update statement_requests set request = '{}'")
    assert (store.find(kept), store.find("unknown")) == (None, None)


def test_requests_of_a_person_and_old_ones_are_forgotten(store: StatementRequestStore) -> None:
    ani = store.keep(REQUEST, ANI)
    budi = store.keep(REQUEST, AskedBy(kind="private", person="budi", place="budi"))
    store.forget_person("ani")
    assert (store.find(ani), store.find(budi)) == (None, REQUEST)
    store.forget_before(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1))
    assert store.find(budi) is None
