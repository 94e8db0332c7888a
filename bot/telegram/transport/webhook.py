"""Webhook: Telegram delivers updates, and gets its 200 when they are in the update log."""

import contextlib
import hmac
import json
import logging
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.services.health_server import listening_socket
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.transport.connection import ALLOWED_UPDATES
from bot.telegram.transport.intake import Intake

log = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
_LONGEST_BODY = 4 * 1024 * 1024
# Telegram delivers the updates of one chat one after the other, those of many chats at once.
_CONNECTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAddress:
    """Where Telegram delivers updates (`url`), and where this process listens for them."""

    url: str
    secret: Secret = field(default_factory=lambda: Secret(secrets.token_urlsafe(32)))
    listen: str = "127.0.0.1"
    port: int = 8443

    @classmethod
    def of(cls, settings: Settings) -> "WebhookAddress":
        """That of the settings, with a new secret for this run if they have none."""
        secret = settings.webhook_secret or Secret(secrets.token_urlsafe(32))
        return cls(
            url=settings.webhook_url,
            secret=secret,
            listen=settings.webhook_listen,
            port=settings.webhook_port,
        )


class Webhook:
    """The server that receives updates. TLS is the business of the proxy in front of it."""

    def __init__(self, app: AnyApplication, intake: Intake, address: WebhookAddress) -> None:
        self._app = app
        self._address = address
        given = {"intake": intake, "secret": address.secret}
        # Any path: a proxy may cut off what it has matched.
        routes = Application([(r".*", _Delivery, given)], log_function=lambda _: None)
        self._server = HTTPServer(routes, max_body_size=_LONGEST_BODY)
        self._listening = False

    @property
    def age(self) -> None:
        """Telegram is not asked for updates."""
        return None

    async def announce(self) -> None:
        """Listens, and tells Telegram the address; TelegramError, OSError if the port is taken."""
        if not self._listening:
            self._server.add_socket(listening_socket(self._address.listen, self._address.port))
            self._listening = True
        await self._app.bot.set_webhook(
            self._address.url,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._address.secret.reveal(),
            max_connections=_CONNECTIONS,
        )

    @contextlib.asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """Does nothing: the server listens already, and Telegram keeps what it cannot deliver."""
        yield

    async def close(self) -> None:
        """Stops listening."""
        self._server.stop()
        await self._server.close_all_connections()


class _Delivery(RequestHandler):
    def initialize(self, intake: Intake, secret: Secret) -> None:
        self._intake = intake
        self._secret = secret

    async def post(self) -> None:
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.reveal().encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
            return
        try:
            update = json.loads(self.request.body)
        except ValueError:
            # With an error status Telegram would deliver it again and again.
            log.warning("A delivery is not JSON and is left out")
            return
        await self._intake.accept([update])

    def write_error(self, status_code: int, **_: object) -> None:
        """Answers with the status only."""
        self.set_status(status_code)
        self.finish()
