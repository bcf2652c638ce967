"""A server that was killed does not keep the next one from starting."""

import os
import signal
import subprocess
import sys

from relasi.project.supervision.stragglers import forget_dead_server


def lock_of(home, process):
    lock = home / "postmaster.pid"
    lock.write_text(f"{process}\n{home}\n1790000000\n5432\n")
    return lock


def sleeper():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def test_a_dead_server_nobody_waited_for_is_forgotten(tmp_path):
    server = sleeper()
    lock = lock_of(tmp_path, server.pid)
    os.kill(server.pid, signal.SIGKILL)
    os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
    forget_dead_server(tmp_path)
    assert not lock.exists()
    server.wait()


def test_a_server_that_runs_is_respected(tmp_path):
    server = sleeper()
    try:
        lock = lock_of(tmp_path, server.pid)
        forget_dead_server(tmp_path)
        assert lock.exists()
    finally:
        server.kill()
        server.wait()


def test_a_lock_without_a_server_in_it_is_left_to_postgresql(tmp_path):
    forget_dead_server(tmp_path)
    for text in ("", "nobody\n"):
        lock = tmp_path / "postmaster.pid"
        lock.write_text(text)
        forget_dead_server(tmp_path)
        assert lock.exists()
