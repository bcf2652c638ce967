"""`relasi up` refuses in words, survives being killed, and leaves nothing behind."""

import contextlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import Relasi, free_port

pytestmark = pytest.mark.faults


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
        assert first.answer_to_an_event() == 401

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
