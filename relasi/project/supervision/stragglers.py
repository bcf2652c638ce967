"""What a killed PostgreSQL leaves behind: sessions at work on their last statement, a lock file."""

import contextlib
import os
import signal
import time
from pathlib import Path

PATIENCE = 10.0


def end_stragglers(data: Path) -> None:
    """End sessions whose server is dead; as long as one lives, no other server starts on `data`.

    Nothing is lost by it: without their server they can commit nothing any more.
    """
    until = time.monotonic() + PATIENCE
    while (left := _working_in(data.resolve())) and time.monotonic() < until:
        for process in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.05)


def forget_dead_server(*locks: Path) -> None:
    """Remove the lock files of a server that was killed and that nobody has waited for yet.

    PostgreSQL forgets a process that is gone by itself. One that is dead but still listed, as
    where the first process of a container takes its time, it would believe to be running.
    """
    for lock in locks:
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            if _is_dead(int(lock.read_text().split(maxsplit=1)[0])):
                lock.unlink()


def _is_dead(process: int) -> bool:
    """Listed, and over (Linux; elsewhere False). The name may hold anything, also blanks."""
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2]
        return state.split(maxsplit=1)[0] in {"Z", "X"}
    return False


def _working_in(data: Path) -> list[int]:
    """The processes of PostgreSQL in this directory (Linux; elsewhere none are found)."""
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _is_one(entry, data)]


def _is_one(entry: Path, data: Path) -> bool:
    with contextlib.suppress(OSError):
        return (entry / "cwd").readlink() == data and (entry / "exe").readlink().name == "postgres"
    return False
