"""The directory an installation lives in: one at a time, with room, with its own secret."""

import errno
import fcntl
import os
import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LEAST_FREE_BYTES = 300 * 1024 * 1024
FIRST_FREE_PORT, LAST_PORT = 1024, 65_535
ADDRESS = "address"


class CannotStart(Exception):
    """Relasi cannot start here; the text says why and what to do."""


@dataclass
class Home:
    """`path` is RELASI_HOME. `hold` must be kept for as long as the installation runs.

    `was_killed` (known once held): the run before had no time to end what it started.
    """

    path: Path
    was_killed: bool = False
    _lock: IO[str] | None = None

    def hold(self) -> None:
        """Take the directory for this process, or refuse with a sentence."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "relasi.lock").open("a+")
        except OSError as error:
            raise CannotStart(_in_words(error, self.path)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            who = lock.read().strip() or "another process"
            raise CannotStart(
                f"Relasi already runs on {self.path} ({who}). Stop it first, "
                "or set RELASI_HOME to another directory."
            ) from error
        lock.seek(0)
        self.was_killed = bool(lock.read())
        lock.truncate(0)
        lock.write(f"process {os.getpid()}")
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Say that everything ended as it should; whoever is killed does not get here."""
        if self._lock is not None:
            self._lock.truncate(0)
            self._lock.close()
            self._lock = None

    def check_room(self) -> None:
        free = shutil.disk_usage(self.path).free
        if free < LEAST_FREE_BYTES:
            raise CannotStart(
                f"Only {free // 1024**2} MB are free on the disk of {self.path}; Relasi needs "
                f"at least {LEAST_FREE_BYTES // 1024**2} MB. Free some space and start again."
            )

    def secret(self) -> str:
        """The signing key: RELASI_SECRET, or the file, written once and readable by us alone."""
        if given := os.environ.get("RELASI_SECRET"):
            return given
        path = self.path / "secret"
        if not path.exists():
            self._write_privately(path, secrets.token_urlsafe(48))
        return path.read_text().strip()

    def password_of(self, account: str) -> str:
        """A generated first password for an account, kept so that it can be shown again."""
        path = self.path / f"first-password-{account}"
        if not path.exists():
            self._write_privately(path, "-".join(secrets.token_hex(2) for _ in range(3)))
        return path.read_text().strip()

    def note_address(self, url: str) -> None:
        """Where this installation is reached, for commands that run beside it."""
        self._write_privately(self.path / ADDRESS, url)

    @staticmethod
    def _write_privately(path: Path, text: str) -> None:
        # Written whole beside its place and then moved there: a kill leaves all or nothing.
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        draft.replace(path)


def check_port(host: str, port: int, *, patience: float = 0.0) -> None:
    """Refuse in words when something else answers at the address.

    `patience`: for how many seconds a taken port may still be that of our own last run.
    """
    deadline = time.monotonic() + patience
    while (error := _bind(host, port)) is not None:
        if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
            raise CannotStart(_about_address(error, host, port)) from error
        time.sleep(0.1)


def _bind(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _about_address(error: OSError, host: str, port: int) -> str:
    why = {
        errno.EADDRINUSE: f"Port {port} is taken by another program. Stop that program, or choose",
        errno.EACCES: f"Port {port} is not ours to use. Choose",
    }.get(error.errno or 0)
    if why is None:
        return f"{host} is not an address of this machine. Start with --host 127.0.0.1."
    other = port + 1 if FIRST_FREE_PORT <= port < LAST_PORT else 8000
    if make := os.environ.get("STARTED_BY_MAKE"):
        return f"{why} another: RELASI_PORT={other} make {make}."
    return f"{why} another: --port {other}."


def _in_words(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk of {path} is full. Free some space and start again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{path} cannot be written to. Set RELASI_HOME to a directory of your own."
    return f"{path} cannot be used: {error.strerror}."
