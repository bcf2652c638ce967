"""Events under fire: the collector, the worker and PostgreSQL are killed while clients send.

`torture` gives back what happened, `verdict` says in sentences which promise was broken (P7, P8).
"""

import json
import os
import random
import selectors
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from relasi.collector.tests.running import APPLICATION, free_port, wait_until
from tests.faults.house import ROOT, House

KEY = "key-of-faults"
BATCH = 500
LONGEST_SECONDS = 1_800
TABLES = "timeline_arrival, timeline_intake, timeline_event, timeline_message, timeline_quarantined"
SOURCE = (
    "INSERT INTO timeline_source (name, kind, write_key, is_enabled, origins, is_sample,"
    " created_at, updated_at, version)"
    " VALUES ('Shop', 'server', %s, true, '{}', false, now(), now(), 1)"
)


@dataclass
class Aftermath:
    """What the clients were told, and what is there."""

    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    acknowledged: set[str] = field(default_factory=set)
    nobodys: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    stored: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> set[str]:
        somebodys = self.acknowledged - set(self.stored)
        return somebodys | (self.nobodys - set(self.quarantined))

    @property
    def twice(self) -> set[str]:
        return {message for message, times in self.stored.items() if times > 1}


class Web:
    """`relasi collector` as its own process tree, killed without a goodbye."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.port = free_port()

    def start(self) -> None:
        flags = ["--interface", "asgi", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *flags, "--no-ws", "--loop", "uvloop", APPLICATION],
            env={**os.environ, "RELASI_DATABASE_URL": self.url},
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Server and worker at once: none of them may outlive the other."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Clients:
    """The process of the clients; see retrying.py."""

    def __init__(self, port: int, seed: int, number: int, report: Path) -> None:
        self.report = report
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.faults.retrying",
                *map(str, (port, KEY, seed, number)),
                report,
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.acknowledged = 0
        self._lines = selectors.DefaultSelector()
        self._lines.register(self.process.stdout, selectors.EVENT_READ)

    def listen(self, seconds: float) -> None:
        """Until then, or until they say how far they are."""
        if self._lines.select(seconds):
            self.acknowledged = int(self.process.stdout.readline())

    def finish(self) -> dict[str, object]:
        self._lines.close()
        self.process.communicate(timeout=120)
        assert self.process.returncode == 0
        return json.loads(self.report.read_text())


def torture(  # noqa: PLR0913
    house: House,
    folder: Path,
    *,
    seed: int,
    events: int,
    clients: int,
    pauses: tuple[float, float],
    least_kills: int,
) -> Aftermath:
    """Send at least so many events while each of the three is killed every so often."""
    after = Aftermath(seed)
    dice = random.Random(seed)
    house.query("DELETE FROM timeline_source")
    house.query(SOURCE, KEY)
    house.query(f"TRUNCATE {TABLES}")
    web = Web(house.cluster.url())
    web.start()
    worker = house.ask("processor", BATCH)
    began = time.monotonic()
    sending = Clients(web.port, seed, clients, folder / "clients.json")
    due = {victim: began + dice.uniform(*pauses) for victim in ("web", "worker", "database")}
    try:
        while sending.acknowledged < events or min(after.kills[v] for v in due) < least_kills:
            assert time.monotonic() - began < LONGEST_SECONDS, (sending.acknowledged, after.kills)
            victim = min(due, key=due.__getitem__)
            sending.listen(max(0.0, min(0.2, due[victim] - time.monotonic())))
            if time.monotonic() < due[victim]:
                continue
            worker = _kill(victim, house, web, worker, dice)
            after.kills[victim] += 1
            due[victim] = time.monotonic() + dice.uniform(*pauses)
        said = sending.finish()
        after.seconds = time.monotonic() - began
        wait_until(lambda: house.query("SELECT count(*) FROM timeline_arrival") == [(0,)], 120)
    finally:
        web.kill()
        _end(worker)
    _hear(after, said)
    _look(after, house)
    return after


def verdict(after: Aftermath) -> list[str]:
    """The promises that were broken, in sentences; none is what we promise."""
    broken = []
    if after.lost:
        broken.append(f"{len(after.lost)} acknowledged and lost: {sorted(after.lost)[:5]}")
    if after.twice:
        broken.append(f"{len(after.twice)} stored more than once: {sorted(after.twice)[:5]}")
    if strangers := set(after.stored) - after.acknowledged:
        broken.append(f"Stored, and never sent or nobody's: {sorted(strangers)[:5]}")
    ended = after.counted["stored"] + after.counted["repeated"] + after.counted["quarantined"]
    if after.counted["received"] != ended:
        broken.append(f"Received is not stored + came before + quarantined: {after.counted}")
    rows = {"stored": after.stored.total(), "quarantined": after.quarantined.total()}
    if wrong := {what: n for what, n in rows.items() if after.counted[what] != n}:
        broken.append(f"{wrong} rows, but counted are {after.counted}")
    if strange := set(after.refused) - {"busy", "bad_json", "too_large"}:
        broken.append(f"Refused for reasons that nobody gave: {strange}")
    # A count of refusals waits a second for its commit, and may be lost with the collector.
    unreadable = after.refused["bad_json"] + after.refused["too_large"]
    if unreadable > sum(after.statuses[code] for code in ("0", "400", "413")):
        broken.append(f"More refusals are counted than there were: {after.refused}")
    if after.surprises:
        broken.append(f"Answers that nobody expects: {Counter(after.surprises)}")
    return broken


def _kill(victim: str, house: House, web: Web, worker: int, dice: random.Random) -> int:
    """Kill and start again; the worker that is there then."""
    if victim == "web":
        web.kill()
        web.start()
    elif victim == "worker":
        _end(worker)
        return house.ask("processor", BATCH)
    else:
        house.crash_database(dice.choice((signal.SIGQUIT, signal.SIGKILL)))
    return worker


def _end(worker: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)


def _hear(after: Aftermath, said: dict[str, object]) -> None:
    after.acknowledged = set(said["acknowledged"])
    after.nobodys = set(said["nobodys"])
    after.statuses = Counter(said["statuses"])
    after.surprises = said["surprises"]


def _look(after: Aftermath, house: House) -> None:
    by_message = "SELECT properties ->> 'message', count(*)::int FROM timeline_event GROUP BY 1"
    after.stored = Counter(dict(house.query(by_message)))
    by_message = (
        "SELECT body::json ->> 'messageId', count(*)::int FROM timeline_quarantined GROUP BY 1"
    )
    after.quarantined = Counter(dict(house.query(by_message)))
    by_outcome = "SELECT outcome, sum(events)::int FROM timeline_intake GROUP BY 1"
    after.counted = Counter(dict(house.query(by_outcome)))
    by_reason = (
        "SELECT reason, sum(events)::int FROM timeline_intake WHERE outcome = 'refused' GROUP BY 1"
    )
    after.refused = Counter(dict(house.query(by_reason)))
