"""`relasi up`: everything an installation needs, as one process tree."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from .children import Child, say, stop_all
from .home import Home, check_port
from .postgres import Cluster, DatabaseProblem
from .steps import step

TICK = 0.25
DATABASE_PAUSE = 5.0
# The web server of a killed run lets its requests finish before it gives the port back.
PORT_PATIENCE = 15.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - all addresses → our own


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        shown = "localhost" if self.host in {"127.0.0.1", *EVERYWHERE} else self.host
        return f"http://[{shown}]:{self.port}" if ":" in shown else f"http://{shown}:{self.port}"

    @property
    def from_here(self) -> tuple[str, int]:
        """Where this machine itself reaches it."""
        return EVERYWHERE.get(self.host, self.host), self.port


class Installation:
    """One running Relasi. `prepare` may refuse; `run` returns when it is told to stop."""

    def __init__(self, home: Path, address: Address) -> None:
        self.home = Home(home)
        self.address = address
        self.cluster = Cluster(home)
        self.database: subprocess.Popen[bytes] | None = None
        self.database_due = 0.0
        self.children: list[Child] = []
        self.stopping = False

    def prepare(self) -> None:
        """Hold the home, check what can be checked, start the database, bring it up to date."""
        self.home.hold()
        self.home.check_room()
        patience = PORT_PATIENCE if self.home.was_killed else 0.0
        check_port(self.address.host, self.address.port, patience=patience)
        os.environ["RELASI_HOME"] = str(self.home.path)
        os.environ["RELASI_SECRET"] = self.home.secret()
        os.environ.setdefault("RELASI_URL", self.address.url)
        self.home.note_address(os.environ["RELASI_URL"])
        self._start_database()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relasi.project.settings")
        with step("Bringing the database up to date"):
            _set_up_django()
            _migrate()
        with step("Collecting styles and scripts"):
            _collect_static()

    def run(self, ready: Callable[[], None]) -> None:
        """Start the roles, call `ready` once the web answers, watch until a signal comes."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.children = [self._child(role) for role in ("web", "worker", "sink")]
        self._watch(until=self._web_answers)
        if not self.stopping:
            ready()
        self._watch(until=lambda: False)

    def close(self) -> None:
        stop_all(self.children)
        if self.database is not None:
            self.cluster.stop(self.database)
        self.home.release()

    def _start_database(self) -> None:
        if os.environ.get("RELASI_DATABASE_URL"):
            return
        with step("Preparing PostgreSQL"):
            self.cluster.prepare()
        with step("Starting PostgreSQL"):
            self.cluster.end_orphan()
            self.database = self.cluster.start()
        os.environ["RELASI_DATABASE_URL"] = self.cluster.url()

    def _child(self, role: str) -> Child:
        arguments = [sys.executable, "-m", "relasi", role]
        if role == "web":
            arguments += ["--host", self.address.host, "--port", str(self.address.port)]
        return Child(role, arguments, os.environ, self.home.path / f"{role}.log")

    def _watch(self, until: Callable[[], bool]) -> None:
        while not self.stopping and not until():
            now = time.monotonic()
            for child in self.children:
                child.look_after(now)
            self._look_after_database()
            time.sleep(TICK)

    def _look_after_database(self) -> None:
        """A server that cannot start now, as on a full disk, can once somebody made room."""
        if self.database is None or self.database.poll() is None or self.stopping:
            return
        if time.monotonic() < self.database_due:
            return
        say("PostgreSQL stopped; it starts again.")
        try:
            self.database = self.cluster.start()
        except (DatabaseProblem, OSError) as problem:
            say(f"{problem}\nPostgreSQL is started again in {DATABASE_PAUSE:.0f} s.")
            self.database_due = time.monotonic() + DATABASE_PAUSE

    def _web_answers(self) -> bool:
        import http.client

        connection = http.client.HTTPConnection(*self.address.from_here, timeout=5)
        try:
            connection.request("GET", "/health/", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping = True


def _set_up_django() -> None:
    import django

    django.setup()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _collect_static() -> None:
    """Copy and hash the static files, unless this very set was collected before."""
    from .static import collect_static

    collect_static()
