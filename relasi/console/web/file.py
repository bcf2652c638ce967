"""A whole answer as a file, written while it is read; no copy of it stays here."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pyarrow as pa
import pyarrow.parquet as pq
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from relasi.accounts.public import actor_of
from relasi.console.actions.asking import answer
from relasi.console.rules import FORMS
from relasi.console.running.process import Unanswered
from relasi.kernel import clock
from relasi.ui import public as ui

from . import console

TYPES = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.stream",
}
Batches = Iterator[pa.RecordBatch]


def create(request: HttpRequest) -> HttpResponseBase:
    statement, form = (str(request.POST.get(name, "")) for name in ("statement", "form"))
    if form not in FORMS:
        form = "csv"
    held = ExitStack()
    try:
        schema, batches = held.enter_context(answer(statement, form=form, by=actor_of(request)))
    except Unanswered as why:
        return console.refused(request, statement, why)
    response = StreamingHttpResponse(
        _until_read(held, WRITERS[form](schema, batches)), content_type=TYPES[form]
    )
    name = f"sql-{clock.now():%Y-%m-%d-%H%M}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _until_read(held: ExitStack, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Whatever ends the reading ends the question. An answer that breaks off breaks the download
    off as well: half a file must not look like a whole one.
    """
    with held:
        yield from parts


def _csv(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    rows = (row for batch in batches for row in zip(*_columns(batch), strict=True))
    for line in ui.csv_lines(schema.names, rows):
        yield line.encode("utf-8", "replace")


def _columns(batch: pa.RecordBatch) -> list[list[object]]:
    return [column.to_pylist() for column in batch.columns] or [[]]


class _Parts:
    """A file that hands out what was written to it since the last time."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None: ...

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        parts, self._parts = b"".join(self._parts), []
        return parts


def _parquet(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    parts = _Parts()
    with pq.ParquetWriter(pa.PythonFile(parts, mode="w"), schema, compression="zstd") as writer:
        for table in _larger(schema, batches):
            writer.write_table(table)
            yield parts.taken()
    yield parts.taken()


def _arrow(schema: pa.Schema, batches: Batches) -> Iterator[bytes]:
    parts = _Parts()
    with pa.ipc.new_stream(pa.PythonFile(parts, mode="w"), schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield parts.taken()
    yield parts.taken()


def _larger(schema: pa.Schema, batches: Batches, rows: int = 65_536) -> Iterator[pa.Table]:
    """Groups of a size that Parquet is good at."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= rows:
            yield pa.Table.from_batches(waiting, schema)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


WRITERS: dict[str, Callable[[pa.Schema, Batches], Iterator[bytes]]] = {
    "csv": _csv,
    "parquet": _parquet,
    "arrow": _arrow,
}
