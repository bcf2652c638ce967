"""The other processes: started as our children, restarted when they die, gone when we go."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
PATIENCE = 25.0


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """Run in the child: have the kernel send it `by` when the supervisor is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)


def say(sentence: str) -> None:
    """To whoever watches; that nobody can read it, as on a full disk, stops nothing."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()


def open_log(path: Path) -> BinaryIO:
    """To append to; readable by us alone, also when an older one was not."""
    log = path.open("ab")
    os.fchmod(log.fileno(), 0o600)
    return log


@dataclass
class Child:
    """One role. A role that dies is started again, after a pause that doubles each time."""

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = 0.5
    due: float = field(default=0.0)

    def start(self) -> None:
        with open_log(self.log) as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.arguments,
                env=dict(self.environment),
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,  # uploads, spilled rows and logs are for nobody else's eyes
                preexec_fn=die_with_parent,  # noqa: PLW1509 the supervisor has one thread
            )
        self.started = time.monotonic()

    def look_after(self, now: float) -> None:
        """Start what is due; notice a death, clear what it left, and set a time to try again."""
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            if now - self.started > LONGEST_PAUSE:
                self.pause = 0.5
            return
        self._kill_group(signal.SIGKILL)
        say(
            f"The {self.name} stopped (code {code}; see {self.log}); "
            f"it starts again in {self.pause:.1f} s."
        )
        self.process, self.due = None, now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        self._kill_group(signal.SIGKILL)

    def _kill_group(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def stop_all(children: list[Child]) -> None:
    """Ask everyone, then wait for each; whoever is late is killed."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.wait(until)
