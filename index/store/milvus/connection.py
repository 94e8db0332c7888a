"""The connection to a Milvus server: bounded in time, with errors that say what is wrong.

pymilvus 3.0 speaks to Milvus 2.3 and newer; full-text search, which snapshots need, came with 2.5.
"""

import contextlib
import importlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import EngineUnavailable, Hint

if TYPE_CHECKING:
    from pymilvus import MilvusClient

# A search of a million passages takes milliseconds: a server that takes longer than this is away.
TIMEOUT = 10.0
CONNECTED_WITHIN = 3.0
_INSTALL = (
    "SEARCH_ENGINE=milvus needs the package pymilvus; install it with "
    "“pip install 'tanya-arsip[milvus]'” (in a checkout “.venv/bin/pip install -e '.[milvus]'”)"
)


@dataclass(frozen=True, kw_only=True)
class MilvusAddress:
    """Where the server is; `token` is "user:password" or an API key, "" without authentication.

    Collections and the alias of the live snapshot begin with `prefix`.
    """

    uri: str
    token: str = field(default="", repr=False)
    prefix: str = "tanya_arsip"

    @property
    def shown(self) -> str:
        """The server as messages name it."""
        return urlsplit(self.uri).netloc or self.uri


class MilvusConnection:
    """Connected when first used; safe to share between threads."""

    def __init__(self, address: MilvusAddress, *, timeout: float = TIMEOUT) -> None:
        self.address = address
        self.timeout = timeout
        self._lock = threading.Lock()
        self._connected: MilvusClient | None = None

    def client(self) -> "MilvusClient":
        """The client of pymilvus."""
        with self._lock:
            if self._connected is None:
                pymilvus = library()
                # It logs an error before it raises it, with all that was passed.
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
                within = min(CONNECTED_WITHIN, self.timeout)
                self._connected = pymilvus.MilvusClient(
                    self.address.uri, token=self.address.token, timeout=within
                )
            return self._connected

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turn errors of the client into EngineUnavailable, without anything that was passed."""
        try:
            yield
        except library().MilvusException as error:
            reason = " ".join(str(error.message).split())[:200] or type(error).__name__
            if token := self.address.token:
                reason = reason.replace(token, "***")
            raise EngineUnavailable(
                f"Milvus at {self.address.shown} cannot be used: {reason}", hint=Hint.CHECK_ENGINE
            ) from None


def library() -> ModuleType:
    """The package pymilvus; EngineUnavailable if it is not installed."""
    try:
        return importlib.import_module("pymilvus")
    except ImportError:
        raise EngineUnavailable(_INSTALL) from None
