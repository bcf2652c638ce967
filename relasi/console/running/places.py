"""Where a question keeps what it copied while it is asked, and how many are asked at once."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

AT_ONCE = 2
PATIENCE = 3.0  # seconds; a question that is being stopped leaves its place in less
PREFIX = "relasi-sql-"


class NoPlace(Exception):
    """As many are asked as this machine may ask at once."""


@contextmanager
def place() -> Iterator[Path]:
    """A directory of its own, empty before and gone after. Raises NoPlace.

    A lock on a file ends with the process that holds it, however that ends.
    """
    root = Path(os.environ.get("RELASI_ENGINE_TEMP", tempfile.gettempdir()))
    with _one_of(root):
        _sweep(root)
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_of(root: Path) -> Iterator[None]:
    lock, until = _free(root), time.monotonic() + PATIENCE
    while lock is None and time.monotonic() < until:
        time.sleep(0.1)
        lock = _free(root)
    if lock is None:
        raise NoPlace
    try:
        yield
    finally:
        os.close(lock)


def _free(root: Path) -> int | None:
    for number in range(AT_ONCE):
        lock = os.open(root / f"relasi-sql-{os.getuid()}.{number}", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return lock
    return None


def _sweep(root: Path) -> None:
    """What a process left that was killed; it held copies of what is somebody's."""
    for folder in root.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(ValueError, PermissionError, FileNotFoundError):
            if not _lives(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
