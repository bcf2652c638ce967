"""Files under `exports` of the installation: written aside, renamed when they are whole."""

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from relasi.connectors.exports.fields import Field

from .parts import Place, Rows, Unwritten

KINDS = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.decimal128(18, 2),
    "day": pa.date32(),
    "moment": pa.timestamp("us", "UTC"),
}


# A cell that starts so is a formula to a spreadsheet; a phone number is none that does anything.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"\+\d{5,20}")


def folder() -> Path:
    return Path(settings.HOME) / "exports"


@contextmanager
def file(name: str, form: str, fields: tuple[Field, ...]) -> Iterator[Place]:
    """Raises Unwritten, and leaves the file of the last time as it was."""
    path = folder() / name
    aside = path.with_name(f".{name}.new")
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        writer = (_Csv if form == "csv" else _Parquet)(path, aside, fields)
        try:
            yield writer
        finally:
            writer.close()
            aside.unlink(missing_ok=True)
    except (OSError, pa.ArrowException) as error:
        raise Unwritten(str(error)[:400]) from error


class _Csv:
    def __init__(self, path: Path, aside: Path, fields: tuple[Field, ...]) -> None:
        self._path, self._aside = path, aside
        self._out = aside.open("w", encoding="utf-8", errors="replace", newline="")
        self._writer = csv.writer(self._out)
        self._writer.writerow([field.key for field in fields])

    def write(self, rows: Rows) -> None:
        for row in rows:
            self._writer.writerow([cell(value) for value in row])

    def finish(self) -> int:
        self._out.flush()
        os.fsync(self._out.fileno())
        self.close()
        return _in_place(self._aside, self._path)

    def close(self) -> None:
        self._out.close()


def cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value.isoformat() if isinstance(value, date) else value


class _Parquet:
    def __init__(self, path: Path, aside: Path, fields: tuple[Field, ...]) -> None:
        self._path, self._aside = path, aside
        self._schema = pa.schema([(field.key, KINDS[field.kind]) for field in fields])
        self._out = pq.ParquetWriter(aside, self._schema, compression="zstd")

    def write(self, rows: Rows) -> None:
        columns = [
            pa.array([row[n] for row in rows], field.type) for n, field in enumerate(self._schema)
        ]
        self._out.write_table(pa.table(columns, self._schema))

    def finish(self) -> int:
        self.close()
        return _in_place(self._aside, self._path)

    def close(self) -> None:
        if self._out.is_open:
            self._out.close()


def _in_place(aside: Path, path: Path) -> int:
    aside.chmod(0o600)
    size = aside.stat().st_size
    aside.replace(path)
    return size
