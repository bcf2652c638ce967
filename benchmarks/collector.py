"""Events a second that are committed before they are acknowledged, and how long one waits.

`relasi collector` on a PostgreSQL of its own with the settings of an installation; the load
generator runs on the same cores. Beside each figure stands a route of the same web server
that reads the request and says 200: the most that can be had here.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from relasi.project.supervision.postgres import Cluster
from tests.running import free_port

from .contacts_pages import peak
from .rows import Row, row

ROOT = Path(__file__).resolve().parent.parent
KEY = "bench-key"
SECONDS = 6
SINGLE, BATCHED = 32, 8
BATCH = 100
SOURCE = (
    "INSERT INTO timeline_source (name, kind, write_key, is_enabled, origins, is_sample,"
    " created_at, updated_at, version)"
    " VALUES ('Bench', 'server', %s, true, '{}', false, now(), now(), 1)"
)


def run() -> list[Row]:
    with house() as url:
        with server("benchmarks.bare:application", url) as (_, port):
            most = {size: hammer(port, size) for size in (1, BATCH)}
        with server("relasi.collector.alone:application", url) as (process, port):
            ours = {size: hammer(port, size) for size in (1, BATCH)}
            memory = peak(process)
        kept = stored(url)
    said = sum(int(result["requests"]) * size for size, result in ours.items())
    assert kept >= said, f"{said} events were acknowledged, {kept} are there"
    rows = [one for size in (1, BATCH) for one in rows_of(size, ours[size], most[size])]
    return [*rows, row("collector", "peak memory of the collector", memory, "MB", at_most=400)]


def rows_of(size: int, ours: dict[str, float], most: dict[str, float]) -> list[Row]:
    name, bar = ("single events", 5_000) if size == 1 else (f"batches of {size}", 50_000)
    limit = "only says 200"

    def a_second(result: dict[str, float]) -> float:
        return result["requests"] * size / result["seconds"]

    return [
        row(
            "collector",
            name,
            a_second(ours),
            "events/s",
            peer=(limit, a_second(most)),
            at_least=bar,
        ),
        row("collector", f"{name}, p50", ours["p50"], "ms", peer=(limit, most["p50"])),
        row(
            "collector",
            f"{name}, p99",
            ours["p99"],
            "ms",
            peer=(limit, most["p99"]),
            at_most=15 if size == 1 else None,
        ),
    ]


@contextmanager
def house() -> Iterator[str]:
    """An installation's database, migrated, with one source; every commit reaches the disk."""
    with tempfile.TemporaryDirectory(prefix="relasi-bench-collector-") as name:
        home = Path(name)
        home.chmod(0o755)
        cluster = Cluster(home)
        cluster.prepare()
        database = cluster.start()
        try:
            migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "relasi.project.settings",
                "RELASI_HOME": str(home),
                "RELASI_DATABASE_URL": cluster.url(),
            }
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            with psycopg.connect(cluster.url(), autocommit=True) as connection:
                connection.execute(SOURCE, [KEY])
            yield cluster.url()
        finally:
            cluster.stop(database)


@contextmanager
def server(application: str, url: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    port = free_port()
    flags = ["--interface", "asgi", "--loop", "uvloop", "--port", str(port), "--no-ws"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *flags, "--log-level", "error", application],
        env={**os.environ, "RELASI_DATABASE_URL": url},
        cwd=ROOT,
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def hammer(port: int, size: int) -> dict[str, float]:
    """Two seconds to get warm, then what is measured."""
    requests = [request(port, size, number) for number in range(50)]
    connections = SINGLE if size == 1 else BATCHED
    order = {"host": "127.0.0.1", "port": port, "connections": connections, "requests": requests}
    for seconds in (2, SECONDS):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.hammer"],
            input=json.dumps({**order, "seconds": seconds}),
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=seconds + 30,
        )
    result: dict[str, float] = json.loads(done.stdout)
    assert not result["errors"], result
    return result


def request(port: int, size: int, number: int) -> str:
    path = "/v1/track" if size == 1 else "/v1/batch"
    events = [event(number * size + at) for at in range(size)]
    value = events[0] if size == 1 else {"batch": events, "sentAt": "2026-11-20T12:00:00.000Z"}
    body = json.dumps(value)
    head = (
        f"POST {path}?writeKey={KEY} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "User-Agent: analytics-python/2.4.0\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head + body


def event(number: int) -> dict[str, object]:
    """About as much as a page of a shop says: 500 bytes."""
    return {
        "type": "track",
        "event": "Product Viewed",
        "messageId": f"message-{number:012}",
        "anonymousId": f"anonymous-{number % 1000:06}",
        "timestamp": "2026-11-20T12:00:00.000Z",
        "context": {
            "library": {"name": "analytics-python", "version": "2.4.0"},
            "page": {"url": f"https://shop.example/products/{number}", "title": "Kopi Gayo 250 g"},
            "locale": "id-ID",
        },
        "properties": {"product_id": f"K{number % 500}", "price": 75000, "currency": "IDR"},
    }


def stored(url: str) -> int:
    """Events in the database; as many are said to have been received, or the run is void."""
    with psycopg.connect(url) as connection:
        ((arrived,),) = connection.execute("SELECT count(*) FROM timeline_arrival").fetchall()
        counted = connection.execute(
            "SELECT sum(events)::bigint FROM timeline_intake WHERE outcome = 'received'"
        ).fetchall()
    assert counted == [(arrived,)], (counted, arrived)
    return int(arrived)
