"""Whatever is killed: an event that was acknowledged is there, and nothing else was said."""

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from relasi.collector.tests.running import Running, running, wait_until
from tests.faults.house import House, running_house

pytestmark = pytest.mark.faults

KEY = "key-of-faults"
CLIENTS = 8
ROUNDS = 4


@pytest.fixture(scope="module")
def house():
    with running_house() as one:
        one.query(
            "INSERT INTO timeline_source (name, kind, write_key, is_enabled, origins, is_sample,"
            " created_at, updated_at, version)"
            " VALUES ('Shop', 'server', %s, true, '{}', false, now(), now(), 1)",
            KEY,
        )
        yield one


@pytest.fixture
def collector(house):
    house.query("TRUNCATE timeline_arrival, timeline_intake")
    with running(house.cluster.url()) as one:
        yield one


class Client(threading.Thread):
    """Sends one event after the other; one that is not acknowledged is sent again."""

    def __init__(self, collector: Running, name: str, over: threading.Event) -> None:
        super().__init__(name=name)
        self.collector = collector
        self.over = over
        self.acknowledged: list[str] = []
        self.statuses: Counter[int] = Counter()

    def run(self) -> None:
        number = 0
        while not self.over.is_set():
            message = f"{self.name}-{number}"
            if self.sends(message):
                self.acknowledged.append(message)
                number += 1
            else:
                time.sleep(0.05)

    def sends(self, message: str) -> bool:
        try:
            answer = self.collector.post("/v1/track", {"messageId": message}, KEY)
        except OSError:
            return False
        self.statuses[answer.status] += 1
        assert answer.status == 200 or int(answer.headers["retry-after"]) > 0
        return answer.status == 200


def test_every_acknowledged_event_outlives_a_killed_database(house, collector):
    over = threading.Event()
    clients = [Client(collector, f"client{n}", over) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    for _ in range(ROUNDS):
        time.sleep(0.7)
        house.crash_database()
        wait_until(lambda: collector.post("/v1/track", {"messageId": "again"}, KEY).status == 200)
    over.set()
    for client in clients:
        client.join()

    acknowledged = {message for client in clients for message in client.acknowledged}
    statuses = sum((client.statuses for client in clients), Counter())
    assert set(statuses) == {200, 503}
    assert len(acknowledged) > CLIENTS * ROUNDS
    assert acknowledged <= stored(house)
    assert counts(house)


def test_a_database_that_stands_still_is_never_taken_for_a_commit(house, collector):
    """Frozen, not dead: the answer is 503 within seconds, and it comes back by itself."""
    backends = [
        pid
        for (pid,) in house.query(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'relasi collector'"
        )
    ]
    stop(backends, signal.SIGSTOP)
    try:
        began = time.monotonic()
        answer = collector.post("/v1/track", {"messageId": "frozen"}, KEY)
        waited = time.monotonic() - began
        at_once = collector.post("/v1/track", {"messageId": "later"}, KEY)
    finally:
        stop(backends, signal.SIGCONT)

    assert (answer.status, at_once.status) == (503, 503)
    assert 5 < waited < 15
    wait_until(lambda: collector.post("/v1/track", {"messageId": "again"}, KEY).status == 200)
    assert "later" not in stored(house)


def test_a_killed_collector_acknowledged_only_what_is_there(house):
    house.query("TRUNCATE timeline_arrival, timeline_intake")
    over = threading.Event()
    with running(house.cluster.url()) as collector:
        clients = [Client(collector, f"client{n}", over) for n in range(CLIENTS)]
        for client in clients:
            client.start()
        time.sleep(1)
        stop(workers_of(collector), signal.SIGKILL)
        over.set()
        for client in clients:
            client.join()

    acknowledged = {message for client in clients for message in client.acknowledged}
    assert acknowledged
    assert acknowledged <= stored(house)
    assert counts(house)


def stored(house: House) -> set[str]:
    return {json.loads(str(body))["messageId"] for (body,) in arrivals(house)}


def arrivals(house: House) -> list[tuple[object, ...]]:
    return house.query("SELECT body FROM timeline_arrival")


def counts(house: House) -> bool:
    """As many are counted as received as there are rows: both are of one transaction."""
    counted = house.query("SELECT sum(events)::int FROM timeline_intake WHERE outcome = 'received'")
    return counted == [(len(arrivals(house)),)]


def workers_of(collector: Running) -> list[int]:
    """The processes that the web server runs the application in."""
    found = Path(f"/proc/{collector.process.pid}/task/{collector.process.pid}/children")
    return [int(pid) for pid in found.read_text().split()]


def stop(processes: Iterable[int], by: signal.Signals) -> None:
    for pid in processes:
        os.kill(pid, by)
