import asyncio

from bot.telegram.transport.message_locks import MOMENT, Turns


async def test_a_message_is_served_in_order_and_others_do_not_wait() -> None:
    turns, done = Turns(), []

    async def work(chat: int, name: str, seconds: float) -> None:
        async with turns.of(chat, 1):
            await asyncio.sleep(seconds)
            done.append(name)

    await asyncio.gather(work(1, "slow", 0.05), work(1, "quick", 0), work(2, "other", 0.01))
    assert done == ["other", "slow", "quick"]


def test_the_same_within_a_moment_is_a_repetition() -> None:
    now = 0.0
    turns = Turns(now=lambda: now)
    assert turns.repeated(1, 2, "open") is False
    assert turns.repeated(1, 2, "open") is True
    assert [turns.repeated(*other) for other in ((1, 2, "other"), (1, 3, "open"))] == [False] * 2
    now += MOMENT
    assert turns.repeated(1, 2, "open") is False


def test_few_presses_are_remembered() -> None:
    turns = Turns(now=lambda: 0.0)
    for number in range(1001):
        turns.repeated(1, number, "open")
    assert [turns.repeated(1, number, "open") for number in (1000, 0)] == [True, False]
