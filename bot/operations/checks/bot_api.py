"""Checks of the bot at Telegram: token, privacy mode, inline mode, where updates go, the clock.

Only methods that change nothing are called. `getUpdates` is not among them: it would take updates
away from the bot that is running.
"""

import datetime
import email.utils
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, fail, ok, warn

# Seconds: long enough for a slow line, short enough to wait for.
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
# Seconds, as in `bot.telegram.chat.clock`: dates are in whole seconds and answers take a while.
_CLOCK_TOLERATED = 60.0
_RECENT = datetime.timedelta(hours=1)
_UNREACHABLE = "check the network, a proxy, and the setting TELEGRAM_API_URL"


class _CallFailed(Exception):
    """A call without a usable result: what was found, and what to do."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class _Answer:
    """The result of a call, and how many seconds this machine's clock is ahead, None if unknown."""

    result: dict[str, Any]
    ahead: float | None


def check_bot(settings: Settings) -> Iterator[Check]:
    """The checks of the bot whose token is set; one line alone if none is."""
    if not settings.telegram_bot_token:
        yield ok(
            "token",
            "none is set, so this is a chat in the terminal",
            "for Telegram set TELEGRAM_BOT_TOKEN to a token from @BotFather",
        )
        return
    with httpx.Client(timeout=_TIMEOUT) as client:
        try:
            me = _call(client, settings, "getMe")
        except _CallFailed as failure:
            yield fail("token", str(failure), failure.advice)
            return
        name = me.result.get("username", "?")
        yield ok("token", f"it is that of @{name}, at {settings.telegram_api_url}")
        yield _clock(me.ahead)
        yield _privacy(me.result)
        yield _inline(me.result)
        try:
            webhook = _call(client, settings, "getWebhookInfo").result
        except _CallFailed as failure:
            yield fail("updates", str(failure), failure.advice)
            return
        yield _updates(settings, webhook)


def _call(client: httpx.Client, settings: Settings, method: str) -> _Answer:
    """The result of a method without parameters; _CallFailed never contains the token."""
    address = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.reveal()}/{method}"
    started = time.time()
    try:
        response = client.get(address)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        found = f"{settings.telegram_api_url} cannot be reached ({type(error).__name__})"
        raise _CallFailed(found, _UNREACHABLE) from None
    # Telegram says 404 where not even the form of the token is right.
    if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND}:
        advice = "set TELEGRAM_BOT_TOKEN to a valid token from @BotFather"
        raise _CallFailed(f"{settings.telegram_api_url} rejects the token", advice)
    try:
        result = response.json()["result"]
    except (ValueError, KeyError, TypeError):
        result = None
    if not isinstance(result, dict):
        found = f"{settings.telegram_api_url} answers with {response.status_code} and no result"
        raise _CallFailed(found, "try again later; check the setting TELEGRAM_API_URL")
    return _Answer(result, _ahead(response, started))


def _ahead(response: httpx.Response, started: float) -> float | None:
    try:
        date = email.utils.parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return (started + time.time()) / 2 - date.timestamp()


def _clock(ahead: float | None) -> Check:
    if ahead is None:
        return ok("clock", "the server does not tell the time, so it was not compared")
    if abs(ahead) <= _CLOCK_TOLERATED:
        return ok("clock", "it agrees with Telegram's")
    how = "ahead of" if ahead > 0 else "behind"
    return warn("clock", f"it is {abs(ahead):,.0f} s {how} Telegram's", "set it right, as with NTP")


def _privacy(me: dict[str, Any]) -> Check:
    if me.get("can_read_all_group_messages"):
        return ok(
            "privacy mode",
            "off: Telegram sends the bot every message of its groups; mentions and keywords work",
        )
    return ok(
        "privacy mode",
        "on: in groups the bot hears commands and replies to it, but no mentions (unless an admin)",
        "for mentions turn it off with /setprivacy in @BotFather, then remove the bot from its "
        "groups and add it again",
    )


def _inline(me: dict[str, Any]) -> Check:
    if me.get("supports_inline_queries"):
        return ok("inline mode", "on")
    return ok("inline mode", "off", "for answers in any chat turn it on with /setinline")


def _updates(settings: Settings, info: dict[str, Any]) -> Check:
    """Whether Telegram gives updates in the way that the settings want."""
    registered, wanted = str(info.get("url") or ""), settings.webhook_url
    waiting = f"{info.get('pending_update_count', 0):,} of them wait there"
    if registered and not wanted:
        return warn(
            "updates",
            f"Telegram delivers them to {_host(registered)}, but WEBHOOK_URL is empty; {waiting}",
            "a bot that starts with these settings ends that and polls; if another program uses "
            "this token, give one of them another",
        )
    if not wanted:
        return ok("updates", f"by long polling; {waiting}")
    if not registered or registered.rstrip("/") != wanted:
        now = f"delivers them to {_host(registered)}" if registered else "does not deliver them"
        return warn(
            "updates",
            f"WEBHOOK_URL is {_host(wanted)}, but Telegram {now}; {waiting}",
            "start the bot: it registers the address",
        )
    if problem := _delivery_problem(info):
        return warn("updates", f"{problem}; {waiting}", "check the proxy in front of the bot")
    return ok("updates", f"delivered to {_host(registered)}; {waiting}")


def _delivery_problem(info: dict[str, Any]) -> str:
    moment = info.get("last_error_date")
    if not isinstance(moment, int) or time.time() - moment > _RECENT.total_seconds():
        return ""
    at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    return f"at {at:%H:%M} UTC Telegram could not deliver: {info.get('last_error_message', '?')}"


def _host(address: str) -> str:
    """The server of an address; its path may be a secret."""
    return urlsplit(address).hostname or "?"
