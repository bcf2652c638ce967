"""The process that answers: begun, listened to, and ended."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

import relasi

LOOK_EVERY = 0.5
ROOT = Path(relasi.__file__).parent.parent
# A dark cellar: of the environment only what Python needs to find itself.
ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SSL_CERT_FILE", "HOME")


class Unanswered(Exception):
    """Why there is no answer: a word, what it is about, and where in the question."""

    def __init__(self, word: str, about: str = "", place: int | None = None) -> None:
        super().__init__(word)
        self.word, self.about, self.place = word, about, place


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question; `batches` come as they are read, once."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


@contextmanager
def answered(told: dict[str, Any], stopped: Callable[[], bool]) -> Iterator[Answer]:
    """Raises Unanswered, also between two batches; whoever leaves ends the process."""
    until = time.monotonic() + told["limits"]["seconds"]
    process = _begun(told["folder"])
    clock = threading.Timer(told["limits"]["seconds"], process.kill)
    clock.daemon = True
    clock.start()
    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps(told).encode() + b"\n")
        process.stdin.flush()
        yield _heard(process, until, stopped)
    except BrokenPipeError as error:
        raise _ended(process, until) from error
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                _closed(pipe)


def _begun(folder: str) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "relasi.console.answering"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
    )


def _heard(process: subprocess.Popen[bytes], until: float, stopped: Callable[[], bool]) -> Answer:
    assert process.stdout is not None
    while not select.select([process.stdout], [], [], LOOK_EVERY)[0]:
        if stopped():
            raise Unanswered("stopped")
    line = process.stdout.readline()
    if not line:
        raise _ended(process, until)
    if problem := json.loads(line).get("problem"):
        raise Unanswered(problem["word"], problem["about"], problem["place"])
    reader = _opened(process, until)
    return Answer(reader.schema, _batches(reader, process, until))


def _opened(process: subprocess.Popen[bytes], until: float) -> pa.RecordBatchReader:
    try:
        return pa.ipc.open_stream(process.stdout)
    except (pa.ArrowException, OSError) as error:
        raise _ended(process, until) from error


def _batches(
    reader: pa.RecordBatchReader, process: subprocess.Popen[bytes], until: float
) -> Iterator[pa.RecordBatch]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            break
        except (pa.ArrowException, OSError) as error:
            raise _ended(process, until) from error
        yield batch
    if process.wait() != 0:
        raise _ended(process, until)


def _ended(process: subprocess.Popen[bytes], until: float) -> Unanswered:
    """Why it fell silent: what it said at last, its time, or its memory."""
    process.kill()
    assert process.stderr is not None
    last = process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    if last.startswith('{"problem"'):
        problem = json.loads(last)["problem"]
        return Unanswered(problem["word"], problem["about"], problem["place"])
    if time.monotonic() >= until:
        return Unanswered("time")
    return Unanswered("memory" if "MemoryError" in last or "alloc" in last else "lost", last)


def _closed(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return
