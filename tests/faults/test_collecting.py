"""Whatever is killed: an event that was acknowledged is there, and nothing else was said.

The full measure (200,000 events from 50 clients, each part killed every 2 to 10 seconds) runs
in `make bench ONLY=collector`.
"""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from relasi.collector.tests.running import Running, running, wait_until
from tests.faults.collecting import KEY, SOURCE, torture, verdict
from tests.faults.house import House, running_house

pytestmark = pytest.mark.faults

IN_CI = os.environ.get("CI") == "true"
STRACE = shutil.which("strace")
CLIENTS = 8
ROUNDS = 4


@pytest.fixture(scope="module")
def house():
    with running_house() as one:
        one.query(SOURCE, KEY)
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
    backends = writers(house)
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


@pytest.mark.skipif(not STRACE and not IN_CI, reason="strace is not here (apt install strace)")
@pytest.mark.parametrize("nth", [1, 2, 7])
def test_a_commit_that_does_not_reach_the_disk_is_never_acknowledged(house, collector, nth):
    """The disk says EIO to the n-th commit (P10): PostgreSQL stops rather than try it again."""
    client = Client(collector, f"eio{nth}", threading.Event())
    (backend,) = writers(house)
    inject = ["-e", "trace=fdatasync", "-e", f"inject=fdatasync:error=EIO:when={nth}+"]
    tracer = subprocess.Popen([STRACE, "-qq", "-o", os.devnull, "-p", str(backend), *inject])
    try:
        wait_until(lambda: "TracerPid:\t0\n" not in Path(f"/proc/{backend}/status").read_text())
        answers = [client.sends(f"{client.name}-{number}") for number in range(nth)]
    finally:
        tracer.kill()
        tracer.wait()

    assert answers == [True] * (nth - 1) + [False]
    assert client.statuses == +Counter({200: nth - 1, 503: 1})
    wait_until(lambda: client.sends(f"{client.name}-again"))
    assert {f"{client.name}-{number}" for number in range(nth - 1)} <= stored(house)
    assert counts(house)


def writers(house: House) -> list[int]:
    """The backends by which collectors commit."""
    by_name = "SELECT pid FROM pg_stat_activity WHERE application_name = 'relasi collector'"
    return [int(str(pid)) for (pid,) in house.query(by_name)]


@pytest.mark.parametrize("seed", range(2))
def test_what_fifty_clients_were_told_is_so_whatever_is_killed(house, tmp_path, seed):
    after = torture(
        house, tmp_path, seed=seed, events=4_000, clients=50, pauses=(0.5, 2.5), least_kills=3
    )

    assert verdict(after) == [], after.statuses
    assert after.statuses["0"]
    assert after.statuses["503"]
    assert after.counted["repeated"]
    assert after.refused["busy"]
    assert after.counted["quarantined"]


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
