"""The roles that can run alone: web, collector, worker, sink."""

import asyncio
import os
import sys
from typing import NoReturn

from .alone import find_house

KILL_AFTER_SECONDS = 10


def web(host: str, port: int, workers: int = 1) -> NoReturn:
    """Become the web server. See docs/decisions/0011 for how pages and events share it."""
    find_house()
    _become_server("relasi.project.asgi:application", host, port, workers)


def collector(host: str, port: int, workers: int = 1) -> NoReturn:
    """Become a collector of events, without pages."""
    find_house()
    _become_server("relasi.collector.alone:application", host, port, workers)


def _become_server(application: str, host: str, port: int, workers: int) -> NoReturn:
    options = {
        "--interface": "asgi",
        "--loop": "uvloop",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--workers-kill-timeout": str(KILL_AFTER_SECONDS),
        "--log-level": "error",
    }
    flags = [part for option in options.items() for part in option]
    arguments = [*flags, "--no-ws", "--respawn-failed-workers", application]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *arguments])  # noqa: S606


def sink(port: int = 0) -> None:
    """Run the built-in mail sink; port 0 takes a free one and writes it to its server's row."""
    find_house()
    from relasi.connectors.smtp.sink.running import run

    run(os.environ["RELASI_DATABASE_URL"], port=port)


def worker(queues: list[str] | None = None, concurrency: int = 3) -> None:
    """Run jobs until told to stop; a job under way gets 20 seconds to reach its next commit."""
    find_house()
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from .working import lanes, work

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    worker_app = app.with_connector(connector.get_worker_connector())
    asyncio.run(work(worker_app, lanes(worker_app, queues, concurrency)))
