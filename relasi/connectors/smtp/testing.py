"""A sink on loopback for our tests and for those above: a real server in a thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .sink.session import Received, Session


@dataclass
class Sink:
    """What it took, in order; `replies` are given instead of 250, first come first served."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    async def accept(self, message: Received) -> str:
        reply = self.replies.pop(0) if self.replies else "250 2.0.0 Kept"
        if reply.startswith("250"):
            self.received.append(message)
        return reply


@contextmanager
def running_sink() -> Iterator[Sink]:
    """A sink that keeps mails in memory, on a free port of 127.0.0.1."""
    sink, started, loop = Sink(), threading.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        talks: set[asyncio.Task[None]] = set()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task
            talks.add(task)
            try:
                await Session(reader, writer, sink.accept).run()
            finally:
                writer.transport.abort()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        sink.port = server.sockets[0].getsockname()[1]
        started.set()
        await stopped.wait()
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await asyncio.sleep(0.01)

    stopped = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(5)
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(5)
        loop.close()


def use_sink(sink: Sink, *, connections: int = 4) -> None:
    """Make this sink the installation's mail server."""
    from relasi.kernel import clock

    from .models import MailServer

    MailServer.objects.update_or_create(
        is_sink=True,
        defaults={
            "name": "Outbox",
            "host": "127.0.0.1",
            "port": sink.port,
            "security": "none",
            "connections": connections,
            "confirmed_at": clock.now(),
            "created_at": clock.now(),
        },
    )
