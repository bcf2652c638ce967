"""A full disk is an outage, not a loss (P9): nothing is acknowledged, and it is over by itself.

The whole of Relasi on a disk of its own, made in memory, which only root can make.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from relasi.collector.tests.running import Reply, Running, wait_until
from relasi.project.supervision.postgres import ADMIN, DATABASE, Cluster
from tests.faults.collecting import KEY, SOURCE
from tests.running import Relasi, free_port

IN_CI = os.environ.get("CI") == "true"
NOT_ROOT = "a disk in memory can only be made by root"
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.geteuid() != 0 and not IN_CI, reason=NOT_ROOT),
]

SIZE = "450m"
EVENTS, WORDS = 100, "x" * 2_000
REFUSED_SECONDS = 10
DAMAGE = """
SELECT c.oid::regclass::text, v.msg FROM pg_class c, verify_heapam(c.oid) v
WHERE c.relkind = 'r' AND c.relpersistence = 'p'
"""
INDEXES = """
SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relpersistence = 'p'
"""


@contextmanager
def disk() -> Iterator[Path]:
    """A small one, in memory."""
    with tempfile.TemporaryDirectory(prefix="relasi-disk-") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "relasi", name], check=True)
        try:
            Path(name).chmod(0o755)
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


@contextmanager
def relasi_on(home: Path) -> Iterator[Running]:
    """The collector of a whole installation, with one source."""
    relasi = Relasi(home, free_port())
    try:
        relasi.wait_ready()
        with psycopg.connect(Cluster(home).url(), autocommit=True) as own:
            own.execute(SOURCE, [KEY])
        yield Running(relasi.port, relasi.process)
    finally:
        relasi.end()


def fill(disk: Path) -> Path:
    """With something that is not ours, to the last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            return ballast


class Sender:
    """Sends batches; remembers which messages were acknowledged."""

    def __init__(self, web: Running) -> None:
        self.web = web
        self.number = 0
        self.acknowledged: set[str] = set()

    def send(self) -> Reply | None:
        """None when the connection broke before there was an answer."""
        self.number += 1
        names = [f"{self.number}-{at}" for at in range(EVENTS)]
        batch = [
            {
                "type": "track",
                "event": "Did",
                "userId": f"user-{at % 20}",
                "messageId": name,
                "properties": {"message": name, "words": WORDS},
            }
            for at, name in enumerate(names)
        ]
        try:
            answer = self.web.post("/v1/batch", {"batch": batch}, KEY)
        except OSError:
            return None
        if answer.status == 200:
            self.acknowledged |= set(names)
        return answer

    def keep_sending(self, seconds: float) -> list[Reply | None]:
        until, answers = time.monotonic() + seconds, []
        while time.monotonic() < until:
            answers.append(self.send())
            time.sleep(0.1)
        return answers

    def is_acknowledged(self) -> bool:
        answer = self.send()
        return answer is not None and answer.status == 200


def test_a_full_disk_is_said_to_every_client_and_is_over_when_there_is_room():
    with disk() as home, relasi_on(home) as web:
        sender = Sender(web)
        wait_until(sender.is_acknowledged)

        ballast = fill(home)
        wait_until(lambda: not sender.is_acknowledged(), 60)
        refusals = sender.keep_sending(REFUSED_SECONDS)
        page = web.ask("GET", "/account/login/", headers={"Host": "localhost"})
        kill_database(home)
        refusals += sender.keep_sending(REFUSED_SECONDS)
        log = (home / "postgres.log").read_text(errors="replace")
        ballast.unlink()

        wait_until(sender.is_acknowledged, 120)
        processed(home)
        assert {answer.status for answer in refusals if answer} == {503}
        assert all(int(answer.headers["retry-after"]) > 0 for answer in refusals if answer)
        assert page.status == 200
        assert "No space left on device" in log
        stored = messages(home)
        assert sender.acknowledged <= set(stored)
        assert set(stored.values()) == {1}
        counted = dict(ask(home, "SELECT outcome, sum(events) FROM timeline_intake GROUP BY 1"))
        assert counted["received"] == counted["stored"] + counted.get("repeated", 0)
        assert counted["stored"] == stored.total()
        assert damage(home) == []


def kill_database(home: Path) -> None:
    """There is no room for it to start again in, until somebody makes some."""
    first = (Cluster(home).data / "postmaster.pid").read_text().split(maxsplit=1)[0]
    os.kill(int(first), signal.SIGKILL)


def ask(home: Path, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(Cluster(home).url(), autocommit=True) as own:
        return own.execute(sql).fetchall()


def processed(home: Path) -> None:
    def nothing_waits() -> bool:
        return ask(home, "SELECT count(*) FROM timeline_arrival") == [(0,)]

    wait_until(nothing_waits, 120)


def messages(home: Path) -> Counter[str]:
    by_message = "SELECT properties ->> 'message', count(*)::int FROM timeline_event GROUP BY 1"
    return Counter(dict(ask(home, by_message)))


def damage(home: Path) -> list[object]:
    """What PostgreSQL's own examiner finds wrong with tables; a broken index raises."""
    at = f"postgresql:///{DATABASE}?host={Cluster(home).socket_directory}&user={ADMIN}"
    with psycopg.connect(at, autocommit=True) as examiner:
        examiner.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        examiner.execute(INDEXES)
        return examiner.execute(DAMAGE).fetchall()
