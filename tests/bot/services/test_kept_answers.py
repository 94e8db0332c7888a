"""Answers kept in bot.db, seen from the event loop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.types import AskedBy
from bot.services.kept_answers import KeptAnswers
from bot.storage.database import Storage
from tests.support.stand_in import StandIn, answer, hit

ASKED_BY = AskedBy(kind="private", person="person", place="place")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage(tmp_path / "bot.db")
    yield opened
    opened.close()


@pytest.fixture
def kept(storage: Storage, answers: StandIn) -> KeptAnswers:
    return KeptAnswers(storage, answers.admin)


async def test_answers_are_kept(kept: KeptAnswers) -> None:
    answer_id = await kept.keep(answer(), ASKED_BY)
    assert [await kept.find(answer_id), await kept.find("unknown")] == [answer(), None]
    await kept.record_message(answer_id, "place", 12, 11)
    assert [await kept.shown_in("place", 12), await kept.shown_in("elsewhere", 12)] == [
        answer_id,
        "",
    ]
    assert [await kept.reply_to("place", 11), await kept.reply_to("place", 12)] == [12, None]
    assert [await kept.asked_in("place", 12), await kept.asked_in("place", 11)] == [11, None]


async def test_only_the_owner_sees_what_was_hidden_since(
    kept: KeptAnswers, answers: StandIn
) -> None:
    answer_id = await kept.keep(answer(hits=(hit(1), hit(2))), ASKED_BY)
    answers.admin.hide(hit(1).article)
    shown, whole = await kept.find(answer_id), await kept.find_whole(answer_id)
    assert shown is not None
    assert whole is not None
    assert ([one.rank for one in shown.hits], shown.withdrawn) == ([2], 1)
    assert [one.rank for one in whole.hits] == [1, 2]


async def test_broken_database_does_not_keep_people_from_answers(
    storage: Storage, kept: KeptAnswers, caplog: pytest.LogCaptureFixture
) -> None:
    await storage.run(storage._db.close)
    assert await kept.keep(answer(), ASKED_BY) == ""
    await kept.record_message("answer", "place", 12, 11)
    await kept.record_message("", "place", 12, 11)
    assert [record.getMessage() for record in caplog.records] == [
        "An answer could not be stored",
        "The message of an answer could not be stored",
    ]
