"""Which calls to Telegram are retried, in whichever module they are made."""

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.transport.delivery import with_retry
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (TimedOut(), 1),
        (BadRequest("message is too long"), 1),
        (NetworkError("connection lost"), 2),
        (RetryAfter(0), 2),
    ],
)
async def test_only_calls_without_an_effect_are_made_a_second_time(
    error: Exception, calls: int
) -> None:
    made = []

    async def call() -> bool:
        made.append(1)
        raise error

    with pytest.raises(type(error)):
        await with_retry(call)
    assert len(made) == calls


async def test_a_call_that_sends_nothing_is_made_again_too(
    tg: FakeBotAPI, running: Running
) -> None:
    async with running():
        tg.fail_next("getChatMember", 502, "Bad Gateway")
        tg.say("/start", chat=tg.group)
        greeting = await tg.sent()
    statuses = [call.status for call in tg.calls if call.method == "getChatMember"]
    assert (statuses, greeting.text.split("!")[0]) == ([502, 200], "Halo")
