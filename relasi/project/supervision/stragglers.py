"""What a killed PostgreSQL leaves behind: sessions that still work on their last statement."""

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


def _working_in(data: Path) -> list[int]:
    """The processes of PostgreSQL in this directory (Linux; elsewhere none are found)."""
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _is_one(entry, data)]


def _is_one(entry: Path, data: Path) -> bool:
    with contextlib.suppress(OSError):
        return (entry / "cwd").readlink() == data and (entry / "exe").readlink().name == "postgres"
    return False
