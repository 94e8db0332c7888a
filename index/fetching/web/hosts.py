"""Hosts asked one request at a time, with a pause after each, and not before they want it."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from index.fetching.web.request import HostUnavailable


class HostTimes(Protocol):
    """Where it is kept when a host may be asked again, in seconds since 1970."""

    def not_before(self, host: str) -> float:
        """The moment before which the host wants no request, 0 if it has said nothing."""
        ...

    def put_off(self, host: str, until: float) -> None:
        """The host wants no request before this moment."""
        ...


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # by the monotonic clock


class Hosts:
    """All hosts of a run.

    A wait that a host asks for is kept to up to `patience` seconds; a longer one ends its turn, and
    the next runs keep to it.
    """

    def __init__(
        self, times: HostTimes, *, patience: float = 60.0, now: Callable[[], float] = time.time
    ) -> None:
        self._times = times
        self._patience = patience
        self._now = now
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """The only request to a host, `pause` seconds or more after the end of the one before.

        Raises HostUnavailable if the host wants no request for long.
        """
        state = self._hosts[host]
        async with state.turn:
            await self._until_wanted(host)
            await asyncio.sleep(state.free_at - time.monotonic())
            try:
                yield
            finally:
                state.free_at = time.monotonic() + pause

    async def _until_wanted(self, host: str) -> None:
        left = self._times.not_before(host) - self._now()
        if left > self._patience:
            raise HostUnavailable(f"{host} wants no request for another {left:,.0f} s", wait=left)
        await asyncio.sleep(left)

    def put_off(self, host: str, seconds: float) -> None:
        """The host has asked for no request within these seconds."""
        self._times.put_off(host, self._now() + seconds)
