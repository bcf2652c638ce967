"""Arrivals processed: from what the collector wrote down to people's timelines.

Eight in ten are page views of visitors known before, fifteen in a hundred things that known
people did, five in a hundred say who somebody is, some of them for the first time. Measured is
the whole of it, from the first statement to the last commit, in batches, with the database
settings that `relasi up` uses; then the longest that an event waited until it was on a
timeline, when a thousand come in each second and the job runs each second.
"""

import json
import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .contacts_import import _house
from .rows import Row, row

ARRIVALS = int(os.environ.get("RELASI_BENCH_ARRIVALS", "200000"))
VISITORS, PEOPLE, SEED = 50_000, 20_000, 7
RATE, MEMORY, DELAY = 10_000, 300, 2.0
A_SECOND, SECONDS = 1_000, 20
AGENTS = [
    f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
    f" Chrome/{version}.0.0.0 Safari/537.36"
    for version in range(80, 140)
]
COLUMNS = "source_id, family, kind, received_at, ip, agent, shared, body"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-timeline-") as name, _house(Path(name)):
        source_id = _source()
        _process(source_id, _first_visits())
        rate = _process(source_id, _mixed(ARRIVALS, "m"))
        planned = _process(_with_plan(), _mixed(ARRIVALS // 2, "planned"))
        delay = _longest_wait(source_id)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        row("timeline", "arrivals processed", rate, "events/s", at_least=RATE),
        row("timeline", "the same, kept to a plan", planned, "events/s", at_least=RATE),
        row("timeline", "its peak memory, worker", memory, "MB", at_most=MEMORY),
        row("timeline", "longest wait at 1,000 events/s", delay, at_most=DELAY),
    ]


def _source(write_key: str = "bench") -> int:
    from relasi.timeline.models import Source

    now = datetime.now(UTC)
    given = {"write_key": write_key, "consent_mode": "granted", "created_at": now}
    return Source.objects.create(name="Shop", updated_at=now, **given).pk


def _with_plan() -> int:
    """A source whose plan was learned from its first events, and which takes a property out of
    each thing that people do.
    """
    from relasi.accounts.public import SYSTEM
    from relasi.timeline.actions.planning.changing import plan_event
    from relasi.timeline.actions.planning.keeping import handle
    from relasi.timeline.actions.planning.learning import learn, take
    from relasi.timeline.rules.planning import Handling, PlannedEvent, PlannedProperty

    source_id, now = _source("planned"), datetime.now(UTC)
    learn(source_id=source_id, by=SYSTEM, now=now)
    _process(source_id, _mixed(1_000, "learned"))
    take(source_id=source_id, by=SYSTEM, now=now)
    added = {"sku": PlannedProperty(("string",), required=True), "price": PlannedProperty()}
    added["currency"] = PlannedProperty(allowed=("IDR", "USD"))
    event = PlannedEvent(added)
    plan_event(source_id=source_id, name="product added", event=event, by=SYSTEM, now=now)
    handle(source_id=source_id, handling=Handling("omit", "omit", "omit"), by=SYSTEM, now=now)
    return source_id


def _process(source_id: int, bodies: Iterator[dict[str, Any]]) -> float:
    """Events a second, from the first that waits to none."""
    from relasi.kernel import clock
    from relasi.timeline.actions.collecting.draining import drain

    count = _put(source_id, bodies)
    began = time.monotonic()
    done = drain(clock.now, seconds=3_600)
    assert done == count
    return count / (time.monotonic() - began)


def _put(source_id: int, bodies: Iterator[dict[str, Any]]) -> int:
    """Arrivals as the collector leaves them."""
    from django.db import connection

    count, now, rng = 0, datetime.now(UTC), random.Random(SEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        with cursor.copy(f"COPY timeline_arrival ({COLUMNS}) FROM STDIN") as copy:
            for count, body in enumerate(bodies, 1):  # noqa: B007
                agent = rng.choice(AGENTS)
                text = json.dumps(body)
                copy.write_row((source_id, "segment", "", now, "10.0.0.1", agent, "", text))
    return count


def _first_visits() -> Iterator[dict[str, Any]]:
    """Everybody who is known before: visitors by a page view, people by saying who they are."""
    for number in range(VISITORS):
        yield _page(number, f"first-p{number}")
    for number in range(PEOPLE):
        yield _identify(number, f"first-i{number}")


def _mixed(count: int, name: str) -> Iterator[dict[str, Any]]:
    rng = random.Random(f"{SEED} {name}")
    for number in range(count):
        chance = rng.random()
        if chance < 0.80:
            yield _page(rng.randrange(VISITORS), f"{name}-{number}")
        elif chance < 0.95:
            yield _track(rng.randrange(PEOPLE), f"{name}-{number}")
        else:
            yield _identify(rng.randrange(PEOPLE + PEOPLE // 5), f"{name}-{number}")


def _page(visitor: int, message_id: str) -> dict[str, Any]:
    url = f"https://shop.example/products/{visitor % 500}"
    page = {"url": url, "path": f"/products/{visitor % 500}", "title": "Coffee", "referrer": ""}
    return _event("page", message_id, page) | {
        "anonymousId": f"visitor-{visitor}",
        "properties": page,
    }


def _track(person: int, message_id: str) -> dict[str, Any]:
    given = {"sku": f"C-{person % 300}", "price": 45_000, "currency": "IDR", "quantity": 1}
    return _event("track", message_id, {}) | {
        "userId": f"user-{person}",
        "event": "Product Added",
        "properties": given,
    }


def _identify(person: int, message_id: str) -> dict[str, Any]:
    traits = {"email": f"user{person}@example.org", "name": f"Person {person}", "city": "Malang"}
    return _event("identify", message_id, {}) | {
        "userId": f"user-{person}",
        "anonymousId": f"visitor-{person}",
        "traits": traits,
    }


def _event(kind: str, message_id: str, page: dict[str, Any]) -> dict[str, Any]:
    """What every client sends around its own."""
    library = {"name": "analytics.js", "version": "next-1.84.3"}
    return {
        "type": kind,
        "messageId": message_id,
        "context": {
            "page": page,
            "library": library,
            "locale": "id-ID",
            "timezone": "Asia/Jakarta",
        },
        "integrations": {},
    }


def _longest_wait(source_id: int) -> float:
    """Of any event, until the commit after which it is seen; the job as the worker runs it."""
    from django.db.models import Min

    from relasi.kernel import clock
    from relasi.timeline.actions.collecting.draining import drain
    from relasi.timeline.models import Arrival

    feeder = threading.Thread(target=_feed, args=(source_id,))
    feeder.start()
    longest = 0.0
    while feeder.is_alive():
        time.sleep(1.0 - time.time() % 1.0)
        oldest = Arrival.objects.aggregate(oldest=Min("received_at"))["oldest"]
        drain(clock.now, seconds=8)
        if oldest is not None:
            longest = max(longest, (clock.now() - oldest).total_seconds())
    feeder.join()
    return longest


def _feed(source_id: int) -> None:
    """A tenth of a second's events, ten times a second."""
    from django.db import connection

    began = time.monotonic()
    for tick in range(SECONDS * 10):
        _put(source_id, _mixed(A_SECOND // 10, f"tick{tick}"))
        time.sleep(max(0.0, began + (tick + 1) / 10 - time.monotonic()))
    connection.close()
