import io
import logging

import pytest
from telegram.error import Conflict

from bot import logs
from bot.configuration.values import Secret

TOKEN = "42:very-secret"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pytest has put among the handlers stays open."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])


def logged(level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level, secrets=[Secret(TOKEN), Secret()], stream=stream)
    return stream


def test_token_is_taken_out_of_messages_arguments_and_tracebacks() -> None:
    stream = logged()
    log = logging.getLogger("test")
    log.info("calling %s", f"https://api.telegram.org/bot{TOKEN}/getMe")
    log.error("it failed", exc_info=RuntimeError(f"bad token {TOKEN}"), stack_info=True)
    text = stream.getvalue()
    assert TOKEN not in text
    assert "calling https://api.telegram.org/bot***/getMe" in text
    assert "RuntimeError: bad token ***" in text


def test_clients_that_log_addresses_are_quiet_at_any_level() -> None:
    stream = logged("DEBUG")
    for name in ("httpx", "httpcore.connection"):
        logging.getLogger(name).info("POST something")
        logging.getLogger(name).warning("trouble of %s", name)
    logging.getLogger("bot").debug("shown")
    lines = [line.split(" ", 2)[2].strip() for line in stream.getvalue().splitlines()]
    assert lines == [
        "WARNING httpx: trouble of httpx",
        "WARNING httpcore.connection: trouble of httpcore.connection",
        "DEBUG   bot: shown",
    ]


def test_errors_of_the_wire_have_no_traceback() -> None:
    stream = logged()
    error = Conflict("terminated by other getUpdates request")
    logging.getLogger("telegram.ext.Updater").error("Polling failed.", exc_info=error)
    logging.getLogger("telegram.ext.Updater").error("A bug.", exc_info=KeyError("x"))
    lines = stream.getvalue().splitlines()
    assert lines[0].endswith("Polling failed. (terminated by other getUpdates request)")
    assert lines[1].endswith("A bug.")
    assert lines[-1] == "KeyError: 'x'"
    assert len(lines) == 3


def test_second_call_replaces_the_first() -> None:
    first, second = logged(), logged("WARNING")
    logging.getLogger("test").warning("once")
    logging.getLogger("test").info("not at all")
    assert (first.getvalue(), second.getvalue().count("once")) == ("", 1)
    assert "not at all" not in second.getvalue()
