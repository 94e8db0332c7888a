"""Polling that neither hangs nor goes round in circles."""

import logging

import pytest

from bot.telegram.app import Timeouts
from bot.telegram.transport.polling import PollingTimeouts
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("bot.") and record.levelno >= logging.WARNING
    ]


async def test_update_that_cannot_be_read(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    async with running():
        poison = tg.push(message={"text": "rahasia"})
        tg.say("internet desa")
        await tg.sent()
        await tg.worked_off()
        assert len(tg.params_of("getUpdates")) < 5
    assert warnings(caplog) == [f"Update {poison} cannot be read and is left out: KeyError"]


async def test_deaf_connection_is_renewed(
    tg: FakeBotAPI, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    tg.delay_next("getUpdates", 20, times=2)
    timeouts = Timeouts(polling=PollingTimeouts(deaf_after=0.2))
    async with running(timeouts=timeouts):
        tg.say("internet desa")
        await tg.sent()
    renewed = [line for line in warnings(caplog) if "with a new connection" in line]
    assert renewed == ["Telegram has not answered for 0 s; polling with a new connection"]
    assert "Telegram answers again" in caplog.messages


async def test_answer_that_is_not_a_list(tg: FakeBotAPI, running: Running) -> None:
    tg.garble_next("getUpdates", body=b'{"ok":true,"result":{}}')
    tg.garble_next("getUpdates", body=b'{"ok":true,"result":[7,null,{}]}')
    async with running():
        tg.say("internet desa")
        await tg.sent()
