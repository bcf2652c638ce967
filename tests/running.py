"""A whole Relasi as a process tree of its own, for tests that use it as a person would."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

READY_SECONDS = 300


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Relasi:
    """One `relasi up` or `relasi demo` as a process, its output gathered line by line."""

    def __init__(self, home: Path, port: int, command: str = "up") -> None:
        self.port = port
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RELASI_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "relasi", command, "--home", str(home), "--port", str(port)],
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

    def answer_to_an_event(self) -> int:
        """What the collector inside the web server says to a key that nobody has."""
        event = urllib.request.Request(f"http://127.0.0.1:{self.port}/v1/track", data=b"{}")
        try:
            with urllib.request.urlopen(event, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code

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
