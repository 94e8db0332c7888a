import asyncio

from bot.telegram.chat.message_locks import MOMENT, MessageLocks


async def test_a_message_is_served_in_order_and_others_do_not_wait() -> None:
    locks, done = MessageLocks(), []

    async def work(chat: int, name: str, seconds: float) -> None:
        async with locks.of(chat, 1):
            await asyncio.sleep(seconds)
            done.append(name)

    await asyncio.gather(work(1, "slow", 0.05), work(1, "quick", 0), work(2, "other", 0.01))
    assert done == ["other", "slow", "quick"]


def test_the_same_within_a_moment_is_a_repetition() -> None:
    now = 0.0
    locks = MessageLocks(now=lambda: now)
    assert locks.repeated(1, 2, "open") is False
    assert locks.repeated(1, 2, "open") is True
    assert [locks.repeated(*other) for other in ((1, 2, "other"), (1, 3, "open"))] == [False] * 2
    now += MOMENT
    assert locks.repeated(1, 2, "open") is False


def test_few_presses_are_remembered() -> None:
    locks = MessageLocks(now=lambda: 0.0)
    for number in range(1001):
        locks.repeated(1, number, "open")
    assert [locks.repeated(1, number, "open") for number in (1000, 0)] == [True, False]
