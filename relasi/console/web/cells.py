"""Values of an answer as cells of the page: whole as far as a cell goes, never interpreted."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from relasi.console.rules import LONGEST_CELL, SHOWN_COLUMNS


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    kind: str
    is_number: bool


def heads(schema: pa.Schema) -> list[Head]:
    return [
        Head(field.name, kind_of(field.type), _is_number(field.type))
        for field in list(schema)[:SHOWN_COLUMNS]
    ]


def lines(rows: pa.Table) -> list[list[tuple[str | None, bool]]]:
    """Each row as (text, is a number); None is a value that is not there."""
    columns = [rows.column(n) for n in range(min(rows.num_columns, SHOWN_COLUMNS))]
    numbers = [_is_number(column.type) for column in columns]
    values = [[printed(value) for value in column.to_pylist()] for column in columns]
    return [list(zip(row, numbers, strict=True)) for row in zip(*values, strict=True)]


def printed(value: Any) -> str | None:
    if value is None:
        return None
    text = plain(value)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dict | list):
        return json.dumps(value, default=plain, ensure_ascii=False)
    if isinstance(value, bytes):
        return value.hex()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def kind_of(kind: pa.DataType) -> str:
    """In SQL's words where they are shorter."""
    called = {"string": "text", "int64": "bigint", "int32": "integer", "bool": "boolean"}
    name = str(kind)
    return called.get(name, name.partition("[")[0].replace("decimal128", "decimal"))


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )
