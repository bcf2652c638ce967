"""Parquet as rows of text, streamed.

What a file says of itself is checked before anything is unpacked, and what it unpacks to is
counted as it is written: a dictionary of one long text may stand for a million of them, so every
column of texts or bytes is read as a dictionary, also within lists. Like a workbook it is written
out once as CSV beside the upload, so that a resumed job need not unpack it again.
"""

import csv
import json
import secrets
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from relasi.kernel.errors import Refused

from .shape import WIDEST
from .workbook import HEAD, LARGEST_PART, LARGEST_RATIO, SMALL

LARGEST_NOTE = 100_000_000  # bytes of what the file says of itself
LARGEST_COLUMN = 500_000_000  # bytes of one column in one group, unpacked
LARGEST_LIST = 10_000_000  # bytes of the entries of one cell
MOST_VALUES = 20_000_000  # entries of the lists of one column in one group
LONGEST_FIXED = 256  # bytes of a value whose length is fixed: numbers and ids have a few
AT_ONCE = 500
BROKEN = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError)


def unpack_parquet(path: Path, *, whole: bool = True) -> Path:
    """The table as a UTF-8 CSV file beside `path`, or the first HEAD rows of it."""
    target = path.with_suffix(".rows.csv" if whole else ".head.csv")
    if target.exists():
        return target
    # A name of its own: another page may be unpacking the same file.
    half = target.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        _write(path, half, None if whole else HEAD)
        half.replace(target)
    except BROKEN as error:
        sentence = _("This Parquet file cannot be read. Write it anew, or save the table as CSV.")
        raise Refused(sentence, field="file") from error
    finally:
        half.unlink(missing_ok=True)
    return target


def row_count(path: Path) -> int:
    """How many rows the file says it has."""
    try:
        with _opened(path) as file:
            return int(file.metadata.num_rows)
    except BROKEN:
        return 0


def _opened(path: Path) -> pq.ParquetFile:
    limits = {
        "thrift_string_size_limit": LARGEST_NOTE,
        "thrift_container_size_limit": LARGEST_NOTE // 100,
    }
    with pq.ParquetFile(path, **limits) as file:
        texts = [column.path for column in _columns(file) if column.physical_type == "BYTE_ARRAY"]
    return pq.ParquetFile(path, read_dictionary=texts, **limits)


def _columns(file: pq.ParquetFile) -> list[Any]:
    return [file.schema.column(n) for n in range(len(file.schema))]


def _write(path: Path, half: Path, most: int | None) -> None:
    with _opened(path) as file, half.open("w", encoding="utf-8", newline="") as out:
        _refuse_bombs(file.metadata, path.stat().st_size)
        _refuse_nested(file)
        writer = csv.writer(out)
        size = writer.writerow(file.schema_arrow.names)
        for row in islice(_rows(file), most):
            size += writer.writerow(row)
            if size > LARGEST_PART:
                raise Refused(_too_much(), field="file")


def _rows(file: pq.ParquetFile) -> Iterator[list[str]]:
    """Cell by cell: a batch whose dictionary holds long texts is never spelled out whole."""
    for batch in file.iter_batches(batch_size=AT_ONCE):
        columns = batch.columns
        for place in range(batch.num_rows):
            yield [_cell(column[place]) for column in columns]


def _cell(found: Any) -> str:
    """A list is spelled out entry by entry: each may be the same long text."""
    if not isinstance(found, pa.ListScalar) or found.values is None:
        return _text(found.as_py())
    entries, size = [], 0
    for entry in found.values:
        entries.append(entry.as_py())
        size += sys.getsizeof(entries[-1])
        if size > LARGEST_LIST:
            raise Refused(_too_much(), field="file")
    return _text(entries)


def _refuse_bombs(said: Any, packed: int) -> None:
    if said.num_columns > WIDEST:
        raise Refused(_("This file has more than 500 columns. Leave some out."), field="file")
    groups = [said.row_group(n) for n in range(said.num_row_groups)]
    unpacked = sum(group.total_byte_size for group in groups)
    if unpacked > LARGEST_PART or (unpacked > SMALL and unpacked > LARGEST_RATIO * packed):
        raise Refused(_too_much(), field="file")
    for group in groups:
        for n in range(group.num_columns):
            column, is_list = group.column(n), said.schema.column(n).max_repetition_level > 0
            too_many = is_list and column.num_values > MOST_VALUES
            if too_many or column.total_uncompressed_size > LARGEST_COLUMN:
                raise Refused(_too_much(), field="file")


def _refuse_nested(file: pq.ParquetFile) -> None:
    """Cells and lists of cells are read; how much more unpacks to cannot be told beforehand."""
    for field in file.schema_arrow:
        kind = field.type
        inner = kind.value_type if pa.types.is_list(kind) or pa.types.is_large_list(kind) else kind
        if pa.types.is_nested(inner):
            sentence = _("“%(name)s” holds tables within cells. Write it as text, or leave it out.")
            raise Refused(sentence % {"name": field.name[:100]}, field="file")
    for column in _columns(file):
        if column.physical_type == "FIXED_LEN_BYTE_ARRAY" and column.length > LONGEST_FIXED:
            sentence = _("“%(name)s” holds bytes, not text. Write it as text, or leave it out.")
            raise Refused(sentence % {"name": column.name[:100]}, field="file")


def _too_much() -> str:
    return _("This file unpacks to too much. Split it, or save the table as CSV.")


def _text(value: Any) -> str:
    """A cell as it would be typed, its type kept as far as text can keep it."""
    if value is None:
        return ""
    written = next((write for kind, write in WRITTEN if isinstance(value, kind)), str)
    return written(value).replace("\x00", "")


def _number(value: float) -> str:
    if not isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() else repr(value)


def _several(values: list[Any]) -> str:
    """Texts as the entries of one cell; all else as its JSON."""
    return "; ".join(values) if all(isinstance(v, str) for v in values) else _nested(values)


def _nested(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


# The first that fits: a truth is a number too, and a moment is a day.
WRITTEN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "yes" if value else "no"),
    (datetime, lambda value: value.isoformat(" ")),
    (date, date.isoformat),
    (time, time.isoformat),
    (Decimal, lambda value: f"{value:f}"),
    (float, _number),
    (bytes, lambda value: value.decode("utf-8", "replace")),
    (list, _several),
    (dict, _nested),
)
