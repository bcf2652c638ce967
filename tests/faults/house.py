"""A real house for fault tests: PostgreSQL as our child, a nursery of workers, a faulty sink."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from relasi.project.supervision.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """`ask` talks to the nursery; `crash_database` is a crash, not a polite stop."""

    home: Path
    cluster: Cluster
    database: "subprocess.Popen[bytes]"
    nursery: "subprocess.Popen[str] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get(
                "DJANGO_SETTINGS_MODULE", "relasi.project.settings"
            ),
            "RELASI_HOME": str(self.home),
            "RELASI_SECRET": "a-secret-for-fault-tests",
            "RELASI_DATABASE_URL": self.cluster.url(),
        }

    def ask(self, *words: object) -> int:
        assert self.nursery
        assert self.nursery.stdin
        assert self.nursery.stdout
        self.nursery.stdin.write(" ".join(map(str, words)) + "\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.cluster.url(), autocommit=True) as connection:
            done = connection.execute(sql, values)
            return done.fetchall() if done.description else []

    def crash_database(self, by: signal.Signals = signal.SIGQUIT) -> None:
        """SIGQUIT: its processes go at once. SIGKILL: the first goes, the others notice."""
        self.database.send_signal(by)
        self.database.wait()
        self.database = self.cluster.start()

    @contextmanager
    def faulty_sink(self, seed: int, log: Path) -> Iterator[int]:
        """Its port."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.faulty_sink", str(seed), str(log)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@contextmanager
def running_house() -> Iterator[House]:
    """Migrated and empty; fsync is on, because crashes are what this is about."""
    with tempfile.TemporaryDirectory(prefix="relasi-faults-") as name:
        home = Path(name)
        home.chmod(0o755)
        cluster = Cluster(home, settings=(("shared_buffers", "128MB"),))
        cluster.prepare()
        house = House(home, cluster, cluster.start())
        try:
            run = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(run, cwd=ROOT, env=house.environment, check=True)
            house.nursery = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery"],
                cwd=ROOT,
                env=house.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            yield house
        finally:
            close(house)


def close(house: House) -> None:
    if house.nursery:
        assert house.nursery.stdin
        assert house.nursery.stdout
        house.nursery.stdin.close()
        house.nursery.wait(timeout=10)
        house.nursery.stdout.close()
    house.cluster.stop(house.database)
