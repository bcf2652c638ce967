"""Somebody leaves the files that hold them, at once; tables over there are written anew."""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.writing.files import folder
from relasi.kernel import clock
from relasi.kernel.catalogue import Busy, Person
from relasi.kernel.jobs import is_awaited

from .keeping import begin_again


def count(person: Person) -> int:
    return sum(_held(path, person.ids) for path in _files())


def erase(person: Person) -> None:
    """Raises Busy while something goes out: what is being written would come too late."""
    running = Run.objects.filter(state=Run.State.RUNNING)
    if any(is_awaited(f"export-{run.export_id}") for run in running):
        raise Busy
    for path in _left_over():
        path.unlink()
    for path in _files():
        if _held(path, person.ids):
            aside = path.with_name(f".{path.name}.erased")
            _REWRITE[path.suffix](path, aside, frozenset(person.ids))
            aside.chmod(0o600)
            aside.replace(path)
    tables = Export.objects.filter(form=Export.Form.TABLE, runs__state=Run.State.DONE)
    for export in tables.distinct():
        begin_again(export, clock.now())


def read(person: Person) -> Iterator[Mapping[str, Any]]:
    """What is in them is exported from where it comes from."""
    del person
    return iter(())


def _files() -> list[Path]:
    """Nothing that somebody else put there."""
    return sorted(path for path in folder().glob("[!.]*") if path.suffix in _REWRITE)


def _left_over() -> list[Path]:
    """What a kill left half written; while something goes out this is what is being written."""
    return [path for ending in ("new", "erased") for path in folder().glob(f".*.{ending}")]


def _held(path: Path, ids: Collection[int]) -> int:
    if path.suffix == ".parquet":
        column = pq.read_table(path, columns=["id"]).column("id")
        return int(pc.sum(pc.is_in(column, pa.array(sorted(ids), pa.int64()))).as_py() or 0)
    wanted = {str(one) for one in ids}
    with path.open(encoding="utf-8", newline="") as lines:
        return sum(1 for row in csv.reader(lines) if row and row[0] in wanted)


def _csv_without(path: Path, aside: Path, ids: frozenset[int]) -> None:
    gone = {str(one) for one in ids}
    with (
        path.open(encoding="utf-8", newline="") as lines,
        aside.open("w", encoding="utf-8", newline="") as out,
    ):
        csv.writer(out).writerows(row for row in csv.reader(lines) if row[0] not in gone)


def _parquet_without(path: Path, aside: Path, ids: frozenset[int]) -> None:
    gone = pa.array(sorted(ids), pa.int64())
    with (
        pq.ParquetFile(path) as held,
        pq.ParquetWriter(aside, held.schema_arrow, compression="zstd") as out,
    ):
        for batch in held.iter_batches():
            out.write_batch(batch.filter(pc.invert(pc.is_in(batch.column("id"), gone))))


_REWRITE: dict[str, Callable[[Path, Path, frozenset[int]], None]] = {
    ".csv": _csv_without,
    ".parquet": _parquet_without,
}
