"""What the web server calls: the collector's addresses go to it, all others are pages.

Pages are WSGI in a pool of threads, each of which keeps one connection to the database; the
collector has two of its own. See docs/decisions/0011.
"""

from a2wsgi import WSGIMiddleware

from relasi.collector.application import Collector
from relasi.collector.requests import Message, Receive, Scope, Send
from relasi.collector.rules.routes import is_ours
from relasi.collector.settings import from_environment

from .wsgi import application as pages_in_threads

THREADS = 8

collector = Collector(from_environment())
pages = WSGIMiddleware(pages_in_threads, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan" or is_ours(scope["path"]):
        await collector(scope, receive, send)
    else:
        await pages(scope, _coroutine(receive), send)  # type: ignore[arg-type]  # the same in other words


def _coroutine(receive: Receive) -> Receive:
    """Granian's `receive` returns a future; a2wsgi hands it to another thread as a coroutine."""

    async def received() -> Message:
        return await receive()

    return received
