"""A news site on loopback: feeds, sitemaps, robots.txt, pages; as good and as bad as real ones."""

import contextlib
import gzip
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

HTML = "text/html; charset=utf-8"
XML = "application/xml"
# Sends the answer by itself, byte for byte: what comes after the request was read.
Raw = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Reply:
    """What the site answers: a body with status and headers."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """A request that arrived, when (monotonic), and what was answered."""

    path: str
    headers: Mapping[str, str]
    at: float
    method: str = "GET"


class NewsSite:
    """A web server in a thread. `replies` has an answer for each path, also a list of them in turn.

    With `etags`, answers have one, and 304 is given for it. HEAD is refused, as by many sites.
    """

    def __init__(self, *, etags: bool = False, host: str = "127.0.0.1") -> None:
        self.replies: dict[str, Reply | Raw | list[Reply | Raw]] = {}
        self.requests: list[Request] = []
        self.etags = etags
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt left out."""
        return [one.path for one in self.requests if one.path != "/robots.txt"]

    def put(self, path: str, body: str | bytes, content_type: str = HTML, **headers: str) -> str:
        """Answer with a body; returns the address."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(content, content_type, headers=named)
        return self.url + path

    def put_redirect(self, path: str, target: str, status: int = 301) -> str:
        """Answer with a redirect."""
        self.replies[path] = Reply(status=status, headers={"Location": target})
        return self.url + path

    def put_article(self, path: str, title: str, *paragraphs: str, head: str = "") -> str:
        """Answer with an article's page."""
        return self.put(path, page(title, *paragraphs, head=head))

    def put_feed(self, path: str, items: Iterable[Mapping[str, str]], **headers: str) -> str:
        """Answer with an RSS feed."""
        return self.put(path, rss(items), "application/rss+xml", **headers)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Header and body are two packets; the second one would wait 40 ms.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                site.answer(self)

            def do_HEAD(self) -> None:
                site.note(self)
                self.send_error(405)

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler

    def note(self, handler: BaseHTTPRequestHandler) -> None:
        """Keep a request."""
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.requests.append(Request(handler.path, headers, time.monotonic(), handler.command))

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        self.note(handler)
        reply = self.replies.get(handler.path, Reply(b"not found", status=404))
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if not isinstance(reply, Reply):
            handler.close_connection = True
            # The client may not wait for the end.
            with contextlib.suppress(OSError):
                reply(handler)
            return
        headers = {"Content-Type": reply.content_type, **reply.headers}
        body = reply.body
        if self.etags and reply.status == 200:
            headers["ETag"] = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
            if handler.headers.get("If-None-Match") == headers["ETag"]:
                reply, body = Reply(status=304), b""
        handler.send_response(reply.status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if reply.status != 304:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def page(title: str, *paragraphs: str, head: str = "", foot: str = "") -> str:
    """The page of an article in the form of many Indonesian outlets."""
    text = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>{escape(title)}</title>{head}</head><body>'
        f"<nav><a href='/'>Beranda</a></nav><article><h1>{escape(title)}</h1>{text}</article>"
        f"{foot}</body></html>"
    )


def rss(items: Iterable[Mapping[str, str]]) -> str:
    """An RSS 2.0 feed; each item has its elements by name."""
    parts = (
        "".join(f"<{name}>{escape(text)}</{name}>" for name, text in one.items()) for one in items
    )
    entries = "".join(f"<item>{one}</item>" for one in parts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Kabar</title>'
        f"<link>https://kabar.example/</link><description>Berita</description>{entries}"
        "</channel></rss>"
    )


def sitemap(urls: Iterable[Mapping[str, str]], *, index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps; `news title` and `news date` make it a news sitemap."""
    kind = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{kind[1]}>{_located(one)}</{kind[1]}>" for one in urls)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{kind[0]} '
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        f"{entries}</{kind[0]}>"
    ).encode()


def _located(one: Mapping[str, str]) -> str:
    text = "".join(
        f"<{name}>{escape(one[name])}</{name}>" for name in ("loc", "lastmod") if name in one
    )
    if "news title" in one:
        text += (
            f"<news:news><news:publication_date>{one['news date']}</news:publication_date>"
            f"<news:title>{escape(one['news title'])}</news:title></news:news>"
        )
    return text + "<image:image><image:loc>https://gambar.example/1.jpg</image:loc></image:image>"


def dripping(body: bytes, pause: float) -> Raw:
    """An answer that comes byte by byte."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        handler.wfile.write(f"Content-Length: {len(body)}\r\n\r\n".encode())
        for byte in body:
            handler.wfile.write(bytes([byte]))
            time.sleep(pause)

    return send


def raw(content: bytes) -> Raw:
    """An answer of exactly these bytes, after which the connection ends."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(content)

    return send


def bomb(size: int) -> Reply:
    """A gzip answer that is `size` zeros when it is unpacked."""
    return Reply(gzip.compress(bytes(size)), headers={"Content-Encoding": "gzip"})
