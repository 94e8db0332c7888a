"""What a new snapshot brings to people who follow a question."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.types import Question
from bot.presentation.i18n import Messages
from bot.services.alerts import Alert, AlertRunner, DeliveryStatus
from bot.services.async_archive import AsyncArchive
from bot.storage.database import Storage
from bot.storage.follows import FollowStore
from index.errors import SnapshotUnusable
from index.records import Citation, Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import StandIn, hit

ME, YOU = "hash of me", "hash of you"


class Post:
    """Keeps what is sent, and says what became of it."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, dict[str, list[int]]]] = []
        self.says = DeliveryStatus.SENT
        self.closed: set[int] = set()

    async def may_tell(self, chat_id: int) -> bool:
        return chat_id not in self.closed

    async def deliver(self, alerts: Sequence[Alert], messages: Messages) -> DeliveryStatus:
        told = {
            one.follow.question.text: [int(hit.article.id[1:]) for hit in one.hits]
            for one in alerts
        }
        self.sent.append((alerts[0].follow.chat_id, told))
        return self.says

    def told(self) -> list[tuple[int, dict[str, list[int]]]]:
        told, self.sent = self.sent, []
        return told


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage(tmp_path / "bot.db")
    yield opened
    opened.close()


@pytest.fixture
def archive(answers: StandIn) -> Iterator[AsyncArchive]:
    opened = AsyncArchive(answers, timeout=5)
    yield opened
    opened.close()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def runner(archive: AsyncArchive, storage: Storage, post: Post) -> AlertRunner:
    return AlertRunner(archive, storage, post, per_day=2)


async def follow(
    storage: Storage, text: str, *, chat_id: int = 71, person: str = ME, snapshot: str = "1"
) -> str:
    """Follows a question whose answer showed the first seven articles."""
    following = storage.make(FollowStore)
    return await storage.run(
        following.follow,
        Question(text=text, language="id"),
        chat_id=chat_id,
        person=person,
        snapshot=snapshot,
        shown=[hit(rank).article.reference for rank in range(1, 8)],
        most=20,
    )


def publish(answers: StandIn, name: str, *ranks: int) -> None:
    """A snapshot of the first seven articles and these; the newest stand first."""
    answers.named = name
    held = (*sorted(ranks, reverse=True), *range(1, 8))
    answers.hits = tuple(hit(rank) for rank in held)
    answers.held = {one.article.reference for one in answers.hits}


async def test_only_new_articles_that_answer_are_told_and_once(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    assert await runner.run_once()
    await follow(storage, "internet")
    await follow(storage, "related desa")
    assert (await runner.run_once(), post.told()) == (True, [])
    publish(answers, "2", 8)
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [8]})])
    assert (await runner.run_once(), post.told()) == (True, [])


async def test_articles_published_again_are_not_told_again(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    for name, ranks in (("2", (8,)), ("3", (8,)), ("1", ()), ("4", (8,)), ("5", (8, 9))):
        publish(answers, name, *ranks)
        await runner.run_once()
    assert post.told() == [(71, {"internet": [8]}), (71, {"internet": [9]})]


async def test_articles_of_several_snapshots_come_in_one_message(
    answers: StandIn,
    archive: AsyncArchive,
    storage: Storage,
    runner: AlertRunner,
    post: Post,
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    await follow(storage, "sekolah")
    await follow(storage, "internet", chat_id=72, person=YOU)
    publish(answers, "2", 8)
    # Another run of the bot, and a snapshot further.
    publish(answers, "3", 8, 9, 10)
    again = AlertRunner(archive, storage, post, per_day=2)
    assert await again.run_once()
    # Two of three on each question; an article is told under one question only.
    assert post.told() == [
        (71, {"internet": [10, 9], "sekolah": [8]}),
        (72, {"internet": [10, 9]}),
    ]


async def test_no_more_than_so_many_a_day_and_nothing_is_lost(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    for number in range(2, 5):
        publish(answers, str(number), *range(8, 7 + number))
        await runner.run_once()
    assert post.told() == [(71, {"internet": [8]}), (71, {"internet": [9]})]
    await storage.run(storage._db.execute, "update news set at = '2020-01-01'")
    await storage.run(storage._db.conn.commit)
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [10]})])


async def test_articles_since_the_snapshot_of_the_answer_are_told(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    for name, ranks in (("1", ()), ("2", (8,))):
        publish(answers, name, *ranks)
        await runner.run_once()
    await follow(storage, "internet", snapshot="1")
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [8]})])


async def test_the_same_story_of_another_outlet_is_not_told(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    publish(answers, "2", 8)
    told = Citation(id="a3")
    answers.hits = (hit(8, also=(told,)),)
    assert (await runner.run_once(), post.told()) == (True, [])


async def test_articles_beyond_the_filters_are_not_told(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    answers.interpretation = interpretation(dropped=("period",))
    publish(answers, "2", 8)
    assert (await runner.run_once(), post.told()) == (True, [])


async def test_alert_that_could_not_be_sent_is_sent_later(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    publish(answers, "2", 8)
    post.says = DeliveryStatus.FAILED
    assert [await runner.run_once(), await runner.run_once()] == [False, False]
    post.says = DeliveryStatus.SENT
    assert await runner.run_once()
    assert post.told() == [(71, {"internet": [8]})] * 3
    assert (await runner.run_once(), post.told()) == (True, [])


async def test_follows_of_an_unreachable_person_end(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    for text in ("internet", "related lain"):
        await follow(storage, text)
    await follow(storage, "internet", chat_id=72, person=YOU)
    publish(answers, "2", 8)
    post.says = DeliveryStatus.GONE
    assert await runner.run_once()
    following = storage.make(FollowStore)
    assert [await storage.run(following.of_person, person) for person in (ME, YOU)] == [(), ()]


async def test_alerts_wait_until_a_person_may_use_the_bot_again(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    await follow(storage, "internet", chat_id=72, person=YOU)
    publish(answers, "2", 8)
    post.closed.add(71)
    assert (await runner.run_once(), post.told()) == (True, [(72, {"internet": [8]})])
    post.closed.clear()
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [8]})])


async def test_person_being_served_is_told_before_the_stop(
    answers: StandIn,
    archive: AsyncArchive,
    storage: Storage,
    runner: AlertRunner,
    post: Post,
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    await follow(storage, "internet", chat_id=72, person=YOU)
    publish(answers, "2", 8)
    deliver, sending, go_on = post.deliver, asyncio.Event(), asyncio.Event()

    async def slowly(alerts: Sequence[Alert], messages: Messages) -> DeliveryStatus:
        sending.set()
        await go_on.wait()
        return await deliver(alerts, messages)

    post.deliver = slowly  # type: ignore[method-assign]
    looking = asyncio.create_task(runner.keep_running(every=0.01, after_failure=9))
    await sending.wait()
    runner.stop()
    go_on.set()
    await asyncio.wait_for(looking, 5)
    assert post.told() == [(71, {"internet": [8]})]
    # The other one waits for the next run.
    again = AlertRunner(archive, storage, post, per_day=2)
    assert (await again.run_once(), post.told()) == (True, [(72, {"internet": [8]})])


async def test_more_than_a_message_holds_comes_in_another(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    texts = [f"pertanyaan {number}" for number in range(12)]
    for text in texts:
        await follow(storage, text)
    publish(answers, "2", *range(8, 32))
    long = replace(hit(1).article, title="judul " * 15, source="media " * 10)
    answers.hits = tuple(
        hit(rank, quote="kata " * 80, article=replace(long, id=f"a{rank}")) for rank in range(8, 32)
    )
    assert await runner.run_once()
    first = post.told()
    assert await runner.run_once()
    told = [text for _, message in (*first, *post.told()) for text in message]
    assert (1 < len(first[0][1]) < 12, told[:6]) == (True, texts[:6])


async def test_an_archive_that_cannot_be_searched_is_searched_later(
    answers: StandIn,
    storage: Storage,
    runner: AlertRunner,
    post: Post,
    caplog: pytest.LogCaptureFixture,
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "internet")
    publish(answers, "2", 8)
    answers.error = SnapshotUnusable("it is damaged")
    assert not await runner.run_once()
    assert caplog.messages == ["Followed questions could not be searched: it is damaged"]
    answers.error = None
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [8]})])


async def test_a_question_that_hangs_does_not_delay_other_alerts(
    answers: StandIn, storage: Storage, post: Post
) -> None:
    archive = AsyncArchive(answers, timeout=0.2)
    runner = AlertRunner(archive, storage, post, per_day=2)
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "hang")
    await follow(storage, "internet")
    publish(answers, "2", 8)
    assert (await runner.run_once(), post.told()) == (True, [(71, {"internet": [8]})])
    answers.gate.set()
    assert (await runner.run_once(), post.told()) == (True, [])
    archive.close()


async def test_a_question_without_an_answer_is_told_when_it_gets_one(
    answers: StandIn, storage: Storage, runner: AlertRunner, post: Post
) -> None:
    publish(answers, "1")
    await runner.run_once()
    await follow(storage, "gempa Ambon")
    answers.outcomes["gempa Ambon"] = Outcome.RELATED
    publish(answers, "2", 8)
    assert (await runner.run_once(), post.told()) == (True, [])
    answers.outcomes["gempa Ambon"] = Outcome.ANSWER
    publish(answers, "3", 8, 9)
    # The eighth was searched before, and was none.
    assert (await runner.run_once(), post.told()) == (True, [(71, {"gempa Ambon": [9]})])
