"""A server with OpenAI's chat completions API on loopback, as good and as bad as real ones."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

# Sends the response by itself, byte for byte: what comes after the request was read.
Behaviour = Callable[[BaseHTTPRequestHandler], None]


def draft(*sentences: tuple[str, Sequence[int]], answering: Sequence[int] | None = None) -> str:
    """A reply in the form that is asked for."""
    cited = sorted({number for _, quotes in sentences for number in quotes})
    return json.dumps(
        {
            "answering": cited if answering is None else list(answering),
            "sentences": [{"text": text, "quotes": list(quotes)} for text, quotes in sentences],
        },
        ensure_ascii=False,
    )


def completion(text: str | None, **message: Any) -> Behaviour:
    """A chat completion with this text."""
    record = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "small",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": text, **message},
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    return sending(200, json.dumps(record).encode())


def sending(status: int, body: bytes, **headers: str) -> Behaviour:
    """A response with this status and body."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return send


def refusing(status: int, message: str = "no") -> Behaviour:
    """An error as OpenAI's servers word it."""
    return sending(status, json.dumps({"error": {"message": message, "type": "x"}}).encode())


def late(seconds: float, then: Behaviour) -> Behaviour:
    """The same, after a while."""

    def send(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        then(request)

    return send


def dripping(every: float = 0.05) -> Behaviour:
    """A response that begins at once and never ends, a blank at a time."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.end_headers()
        for _ in range(400):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(every)

    return send


def endless(request: BaseHTTPRequestHandler) -> None:
    """A response as fast and as long as the reader takes it, at most a gigabyte."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.end_headers()
    for _ in range(1024):
        request.wfile.write(b" " * 2**20)


def hanging_up(request: BaseHTTPRequestHandler) -> None:
    """The connection ends without a response."""
    request.close_connection = True


class LanguageModelServer:
    """Runs in a thread. `behaviours` are what it does in turn, the last of them for ever.

    `requests` are the bodies that came, `keys` their keys; `asked` is set when there is one.
    """

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = list(behaviours) or [completion(draft())]
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.asked = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

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

    @property
    def question(self) -> dict[str, Any]:
        """What the last request asked: the question and its quotes."""
        asked: dict[str, Any] = json.loads(self.requests[-1]["messages"][-1]["content"])
        return asked

    def _next(self, request: BaseHTTPRequestHandler) -> None:
        size = int(request.headers["Content-Length"])
        self.requests.append(json.loads(request.rfile.read(size)))
        self.keys.append(request.headers.get("Authorization", ""))
        self.asked.set()
        do = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        try:
            do(request)
        except OSError:
            # Whoever asked has gone.
            request.close_connection = True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server._next(self)

            def do_GET(self) -> None:
                """The models, to whoever has no key or the right one."""
                wrong = self.headers.get("Authorization", "Bearer right") != "Bearer right"
                models = json.dumps({"data": [{"id": "small:latest"}, {"id": "large"}]}).encode()
                self.send_response(401 if wrong else 404 if self.path != "/v1/models" else 200)
                self.send_header("Content-Length", str(len(models)))
                self.end_headers()
                self.wfile.write(models)

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler
