"""A receiver of webhooks that behaves as it is told, and endpoints that send to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock

from .actions.keeping import add_endpoint
from .kinds import KINDS


@dataclass(frozen=True, slots=True)
class Came:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answer` may be a status, or a function that writes the answer itself."""

    port: int = 0
    answer: int | Callable[[BaseHTTPRequestHandler], None] = 200
    came: list[Came] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.came]


@contextmanager
def receiving(answer: int | Callable[[BaseHTTPRequestHandler], None] = 200) -> Iterator[Receiver]:
    """A real HTTP server on this machine."""
    receiver = Receiver(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(Came({k.lower(): v for k, v in self.headers.items()}, body))
            if not isinstance(receiver.answer, int):
                receiver.answer(self)
                return
            self.send_response(receiver.answer)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *arguments: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def make_endpoint(url: str, *, name: str = "Shop", kinds: list[str] | None = None) -> int:
    """Needs the settings to allow the receiver's network."""
    told = kinds or [kind.key for kind in KINDS]
    return add_endpoint(name=name, url=url, kinds=told, by=SYSTEM, now=clock.now())
