"""A server that was killed does not keep the next one from starting."""

import os
import signal
import subprocess
import sys

from relasi.project.supervision.stragglers import forget_dead_server


def locks_of(home, process):
    """In its data and beside its socket, as PostgreSQL makes them."""
    locks = home / "postmaster.pid", home / ".s.PGSQL.5432.lock"
    for lock in locks:
        lock.write_text(f"{process}\n{home}\n1790000000\n5432\n")
    return locks


def sleeper():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def test_a_dead_server_nobody_waited_for_is_forgotten(tmp_path):
    server = sleeper()
    locks = locks_of(tmp_path, server.pid)
    os.kill(server.pid, signal.SIGKILL)
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
    forget_dead_server(*locks)
    assert not any(lock.exists() for lock in locks)
    server.wait()


def test_a_server_that_runs_is_respected(tmp_path):
    server = sleeper()
    try:
        locks = locks_of(tmp_path, server.pid)
        forget_dead_server(*locks)
        assert all(lock.exists() for lock in locks)
    finally:
        server.kill()
        server.wait()


def test_a_lock_without_a_server_in_it_is_left_to_postgresql(tmp_path):
    lock = tmp_path / "postmaster.pid"
    forget_dead_server(lock)
    for text in ("", "nobody\n"):
        lock.write_text(text)
        forget_dead_server(lock)
        assert lock.exists()
