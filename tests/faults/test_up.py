"""`relasi up` refuses in words, survives being killed, and leaves nothing behind."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults
READY_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Relasi:
    """One `relasi up` as a process, its output gathered line by line."""

    def __init__(self, home: Path, port: int) -> None:
        self.port = port
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RELASI_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "relasi", "up", "--home", str(home), "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line)

    def wait_ready(self) -> str:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            for line in self.lines:
                if line.startswith("Relasi is ready"):
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        pytest.fail("not ready:\n" + "".join(self.lines))

    def answer(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=10) as page:
            return int(page.status)

    def end(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.reader.join(timeout=5)
        return "".join(self.lines)

    def kill(self) -> None:
        """As the kernel does it: no goodbye. The pipe closes when the last child is gone."""
        self.process.kill()
        self.process.wait()
        self.reader.join(timeout=30)

    def said(self) -> str:
        self.process.wait(timeout=60)
        self.reader.join(timeout=5)
        return "".join(self.lines)


@pytest.fixture
def home() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="relasi-up-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def running(home: Path, port: int) -> Iterator[Relasi]:
    relasi = Relasi(home, port)
    try:
        yield relasi
    finally:
        if relasi.process.poll() is None:
            relasi.end()


def test_it_starts_refuses_a_second_start_and_comes_back_after_a_kill(home):
    port = free_port()
    with running(home, port) as first:
        line = first.wait_ready()
        assert re.search(rf"http://localhost:{port} · sign in as \S+ with the password \S+", line)
        assert first.answer() == 200

        second = Relasi(home, free_port())
        assert "Relasi already runs on" in second.said()
        assert second.process.returncode == 1

        first.kill()

    with running(home, port) as again:
        assert again.wait_ready() == line
        assert again.answer() == 200


def test_a_kill_during_the_first_start_leaves_something_that_starts(home):
    for pause in (0.4, 1.2, 2.5, 4.0):
        attempt = Relasi(home, free_port())
        time.sleep(pause)
        attempt.kill()

    with running(home, free_port()) as relasi:
        relasi.wait_ready()
        assert relasi.answer() == 200


def test_a_taken_port_is_said_with_what_to_do(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = Relasi(home, port).said()

    assert f"Port {port} is taken by another program. Stop that program, or choose another" in said
    assert not (home / "postgres").exists()


def test_a_home_that_cannot_be_written_is_said_with_what_to_do():
    said = Relasi(Path("/proc/relasi"), free_port()).said()

    assert "/proc/relasi cannot be" in said
    assert "Traceback" not in said


def test_everything_ends_with_the_supervisor(home):
    with running(home, free_port()) as relasi:
        relasi.wait_ready()
        relasi.end()

    left = subprocess.run(["pgrep", "-f", str(home)], capture_output=True, text=True, check=False)
    assert left.stdout == ""
