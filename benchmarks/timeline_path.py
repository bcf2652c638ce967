"""The whole path of an event: accepted, processed, seen on the page of the person.

A real installation on this machine: `relasi web` takes events in and shows pages, `relasi
worker` processes, PostgreSQL keeps; the load generator runs on the same cores. Visitors and
people are those of the other benchmark of the timeline, most of them known before. First as
many events as clients can send, in batches of a hundred, from the first request to the moment
at which the page of a person shows what was sent after all of them. Then a thousand a second,
and how long an event waits, from its 200 to the page that shows it.

What stands beside it is RudderStack's own figure for 2 cores (its documentation on scaling).
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import Path
from typing import Any

from .contacts_import import _house
from .contacts_pages import OWNER, web_server
from .hammer import MARK
from .rows import Row, row
from .timeline import _first_visits, _mixed, _process

SECONDS = int(os.environ.get("RELASI_BENCH_PATH_SECONDS", "8"))
CONNECTIONS, BATCH, BODIES = 4, 100, 100
RATE, DELAY = 10_000, 2.0
A_SECOND, PROBES, OFTEN = 1_000, 20, 0.05
KEY, PERSON = "bench", "user-seen"
PEER = ("RudderStack, 2 cores", 1_700.0)
ROOT = Path(__file__).resolve().parent.parent


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-path-") as name, _house(Path(name)):
        cookie = _ready()
        with web_server() as (_web, base), _worker():
            page = Page(base, cookie)
            rate = _whole_path(base, page)
            waits = sorted(_waits(base, page))
    half = waits[len(waits) // 2]
    return [
        row("timeline", "accepted to visible", rate, "events/s", peer=PEER, at_least=RATE),
        row("timeline", "until visible at 1,000/s, p50", half),
        row("timeline", "until visible at 1,000/s, longest", waits[-1], at_most=DELAY),
    ]


class Page:
    """The page of one person, asked for until it shows what was sent last."""

    def __init__(self, base: str, cookie: str) -> None:
        self.base, self.cookie = base, cookie
        self.numbers = count(1)
        self.url = ""
        self.wait()
        self.url = f"{base}/people/{_person()}/"

    def wait(self) -> float:
        """Send one event and wait until it is seen; how many seconds after its 200."""
        name = f"Seen {next(self.numbers):06}"
        event = {"type": "track", "userId": PERSON, "event": name, "messageId": name}
        _post(self.base, [event])
        began = time.monotonic()
        while not self._shows(name):
            time.sleep(OFTEN)
        return time.monotonic() - began

    def _shows(self, name: str) -> bool:
        if not self.url:
            return _person() is not None
        cookie = {"Cookie": f"relasi_session={self.cookie}"}
        asked = urllib.request.Request(self.url, headers=cookie)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return name in answer.read().decode()


def _whole_path(base: str, page: Page) -> float:
    """Events a second, from the first that is sent to the page that shows the last."""
    port = int(base.rpartition(":")[2])
    order = {
        "host": "127.0.0.1", "port": port, "connections": CONNECTIONS, "seconds": SECONDS,
        "requests": [_request(port, number) for number in range(BODIES)],
    }  # fmt: skip
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.hammer"],
        input=json.dumps(order), capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert not result["errors"], result
    page.wait()
    taken = time.monotonic() - began
    events = int(result["requests"]) * BATCH
    assert _stored() >= events, f"{events} events were acknowledged, {_stored()} are stored"
    return events / taken


def _waits(base: str, page: Page) -> Iterator[float]:
    """What single events wait while a thousand others come in each second."""
    over = threading.Event()
    feeder = threading.Thread(target=_feed, args=(base, over))
    feeder.start()
    try:
        for _probe in range(PROBES):
            yield page.wait()
    finally:
        over.set()
        feeder.join()


def _feed(base: str, over: threading.Event) -> None:
    events, began = _mixed(10**9, "feed"), time.monotonic()
    for tick in count(1):
        _post(base, list(islice(events, A_SECOND // 10)))
        if over.wait(max(0.0, began + tick / 10 - time.monotonic())):
            return


def _post(base: str, events: list[dict[str, Any]]) -> None:
    request = urllib.request.Request(
        f"{base}/v1/batch?writeKey={KEY}", data=json.dumps({"batch": events}).encode()
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def _request(port: int, number: int) -> str:
    """The ids of messages are other ones each time it is sent (benchmarks/hammer.py)."""
    name = f"{MARK.decode()}-{number}"
    body = json.dumps({"batch": list(_mixed(BATCH, name))})
    return (
        f"POST /v1/batch?writeKey={KEY} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )


def _ready() -> str:
    """A source whose visitors were there before, and somebody who may see everything: their
    cookie.
    """
    from django.test import Client

    from relasi.accounts import testing
    from relasi.timeline.models import Source
    from relasi.timeline.testing import make_source

    source_id = make_source()
    Source.objects.filter(pk=source_id).update(write_key=KEY)
    _process(source_id, _first_visits())
    client = Client()
    testing.sign_in(client, testing.make_staff("owner", email=OWNER))
    return client.cookies["relasi_session"].value


@contextmanager
def _worker() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "relasi", "worker"], env=os.environ)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _person() -> int | None:
    return _asked(
        "SELECT contact_id FROM contacts_identity WHERE kind = 'external' AND value = %s", [PERSON]
    )


def _stored() -> int:
    counted = "SELECT sum(events)::bigint FROM timeline_intake WHERE outcome = 'stored'"
    return _asked(counted, []) or 0


def _asked(statement: str, params: list[Any]) -> int | None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found = cursor.fetchone()
    return found[0] if found else None
