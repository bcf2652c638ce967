"""`python -m relasi.console.answering`, started for one question and ended with it."""

import json
import os
import resource
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from .asking import ask
from .loading import load
from .reading import Odd, needs

WIDEST = 32 * 2**20
BEYOND = 3 * 2**30  # what Python, Arrow and the names of memory need beside DuckDB's own


def main() -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the engine prints is nobody's answer
    told = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit(told["limits"])
    try:
        _answer(told, out)
    except BrokenPipeError:
        os._exit(0)
    except Odd as odd:
        _say(out, odd.word, odd.about, odd.place)
    except duckdb.OutOfMemoryException:
        _say(out, "memory")
    except MemoryError:
        _say(out, "memory")
    except (duckdb.IOException, duckdb.HTTPException, duckdb.PermissionException) as error:
        _say(out, "files", str(error))
    except (duckdb.Error, pa.ArrowException, OSError) as error:  # the latter from a later batch
        _say(out, "engine", str(error))


def _answer(told: dict[str, Any], out: BinaryIO) -> None:
    known = {name: table["columns"] for name, table in told["tables"].items()}
    wanted = needs(told["statement"], known)
    path = load(told, wanted, Path(told["folder"]))
    _forget(told)
    reader = ask(told, path)
    first = next(iter(reader), None)
    _write(out, b"{}\n")
    left = told["rows"]
    with pa.ipc.new_stream(out, reader.schema) as stream:
        while first is not None and (left is None or left > 0):
            if told["rows"] and first.nbytes > WIDEST:
                raise MemoryError
            part = first if left is None else first.slice(0, left)
            stream.write_batch(part)
            left = None if left is None else left - part.num_rows
            first = next(iter(reader), None) if left is None or left > 0 else None
    out.flush()
    os._exit(0)  # an instance that still computes what nobody wants is not waited for


def _forget(told: dict[str, Any]) -> None:
    """Of where PostgreSQL is nothing is left when the question is asked."""
    told.pop("address")
    told.pop("tables")
    os.environ.clear()


def _limit(limits: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = int(limits["bytes"]) + BEYOND
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_with_parent() -> None:
    """Its standard input ends when whoever asked is gone."""
    sys.stdin.buffer.read()
    os._exit(1)


def _say(out: BinaryIO, word: str, about: str = "", place: int | None = None) -> None:
    """Before the answer began in its first line, later beside it."""
    said = json.dumps({"problem": {"word": word, "about": about[:2_000], "place": place}})
    if _begun:
        sys.stderr.write(said + "\n")
        sys.stderr.flush()
        os._exit(3)
    _write(out, said.encode() + b"\n")
    os._exit(2)


_begun: list[bool] = []


def _write(out: BinaryIO, line: bytes) -> None:
    _begun.append(True)
    out.write(line)
    out.flush()


if __name__ == "__main__":
    main()
