"""Connections to public addresses only: a feed must not make this machine ask its own network.

A name is looked up once, every address that it has is checked, and the connection goes to the very
address that was checked, so that a name server cannot answer differently the second time. It holds
for every connection, so also after each redirect. Proxies of the environment are not used: a proxy
would look names up by itself.
"""

import asyncio
import functools
import ipaddress
import socket
import ssl
from collections.abc import Iterable
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks whose IPv6 addresses hold one of IPv4 in their last 32 bits: mapped, compatible, NAT64.
_HOLDING_IPV4 = tuple(
    map(ipaddress.IPv6Network, ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/96"))
)
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")
_WEB_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024
# Addresses of one host that are tried, and seconds for which an idle connection is kept.
_MOST_ADDRESSES = 2
_KEPT_OPEN = 30.0


class AddressRefused(httpcore.ConnectError):
    """A host that is not asked: it has an address that is not public."""


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet, not of a machine, a local or a shared network."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := _inner_ipv4(address):
            return is_public(inner)
        if address in _SITE_LOCAL:
            return False
    return address.is_global and not address.is_multicast


def _inner_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in network for network in _HOLDING_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.sixtofour or (teredo[1] if teredo else None)


def is_web_port(port: int | None) -> bool:
    """Whether a port (None: the scheme's) may be a web server's; below 1024 other services are."""
    return port is None or port in _WEB_PORTS or port >= _FIRST_FREE_PORT


def http_client(
    *, agent: str, private: bool = False, connect: float, read: float
) -> httpx.AsyncClient:
    """A client that follows no redirects, keeps no cookies and asks for nothing but gzip.

    With `private`, private and loopback addresses are asked, too. Timeouts are in seconds.
    """
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.AsyncClient(
        transport=_GuardedTransport(private=private),
        headers={
            "User-Agent": agent,
            "Accept-Encoding": "gzip",
            "Accept-Language": "id, en;q=0.7, *;q=0.3",
        },
        timeout=httpx.Timeout(read, connect=connect, pool=None),
        cookies=no_cookies,
        follow_redirects=False,
        trust_env=False,
    )


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Those of the system or of SSL_CERT_FILE; to read them takes 40 ms."""
    return httpx.create_ssl_context()


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a backend that checks addresses; httpx has no option for that."""

    def __init__(self, *, private: bool) -> None:
        certificates = _certificates()
        super().__init__(verify=certificates, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=certificates,
            keepalive_expiry=_KEPT_OPEN,
            network_backend=_GuardedBackend(private=private),
        )


class _GuardedBackend(httpcore.AnyIOBackend):
    """Looks a host up, checks all its addresses, and connects to one of them."""

    def __init__(self, *, private: bool) -> None:
        super().__init__()
        self._private = private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the protocol's parameter)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that answers."""
        error: Exception | None = None
        for address in await self._addresses(host, port):
            try:
                return await super().connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error or httpcore.ConnectError(f"{host} has no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """No fetch asks a socket of this machine."""
        raise AddressRefused(path)

    async def _addresses(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known ({error})") from error
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            # "fe80::1%eth0" has a zone behind the address.
            if not self._private and not is_public(ipaddress.ip_address(address.partition("%")[0])):
                raise AddressRefused(
                    f"{host} is {address}, which is no public address; FETCH_PRIVATE=yes allows it"
                )
        return addresses[:_MOST_ADDRESSES]
