"""The HTTP server for monitoring: `/healthz` and `/metrics`."""

import contextlib
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.services import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """The problems, one line each (none: the bot is healthy), and the current figures.

    `warnings` are what somebody should mend although the bot works.
    """

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


HealthProbe: TypeAlias = Callable[[], Awaitable[HealthReport]]


@contextlib.asynccontextmanager
async def serve_health(address: str, port: int, examine: HealthProbe) -> AsyncIterator[None]:
    """Serves both pages as long as the context is open; nothing if `port` is 0. OSError."""
    if not port:
        yield
        return
    given = {"examine": examine}
    routes = [(r"/healthz", _Health, given), (r"/metrics", _Metrics, given)]
    server = HTTPServer(Application(routes, log_function=lambda _: None))
    server.add_socket(listening_socket(address, port))
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()


class _Page(RequestHandler):
    def initialize(self, examine: HealthProbe) -> None:
        self._examine = examine

    def write_error(self, status_code: int, **_: object) -> None:
        """Answers with the status only."""
        self.set_status(status_code)
        self.finish()


class _Health(_Page):
    async def get(self) -> None:
        report = await self._examine()
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE if report.problems else HTTPStatus.OK)
        self.set_header("Content-Type", "application/json")
        well = {
            "ok": not report.problems,
            "problems": report.problems,
            "warnings": report.warnings,
        }
        self.write(json.dumps(well | report.figures) + "\n")


class _Metrics(_Page):
    async def get(self) -> None:
        metrics.set_gauges((await self._examine()).figures)
        self.set_header("Content-Type", metrics.CONTENT_TYPE)
        self.write(metrics.page())


def listening_socket(address: str, port: int) -> socket.socket:
    """A listening socket for a server; OSError if the port cannot be opened."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.create_server((address, port), family=family, backlog=128)
    opened.setblocking(False)
    return opened
