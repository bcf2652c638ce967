"""A query and its rows, streamed; the same for every kind of database."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

READ: dict[str, type[int] | type[float] | type[str]] = {"int": int, "float": float, "text": str}
CONNECT_SECONDS = 10
STATEMENT_SECONDS = 600
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Where:
    """Where to and as whom. `password` is open only in memory."""

    kind: str
    host: str
    port: int
    database: str
    username: str
    password: str
    security: str


@dataclass(frozen=True, slots=True)
class Question:
    """A statement; with a column, in its order only rows in which it is not below `after`, and
    those without a value.
    """

    statement: str
    column: str = ""
    after: dict[str, Any] | None = None

    def sql(self, quote: str, placeholder: str) -> tuple[str, list[int | float | str]]:
        """The whole statement in a subquery: only what can stand there is asked at all."""
        text = f"SELECT * FROM (\n{self.statement.strip().rstrip(';')}\n) AS relasi_rows"  # noqa: S608
        if not self.column:
            return text, []
        if self.after is not None and placeholder == "%s":
            text = text.replace("%", "%%")
        name = f"{quote}{self.column.replace(quote, quote * 2)}{quote}"
        if self.after is None:
            return f"{text} ORDER BY {name}", []
        there = f"{name} >= {placeholder} OR {name} IS NULL"
        return f"{text} WHERE {there} ORDER BY {name}", [cursor_value(self.after)]


@dataclass(frozen=True, slots=True)
class Answer:
    header: list[str]
    rows: Iterator[tuple[Any, ...]]


Asked = AbstractContextManager[Answer]


class Unanswered(Exception):
    """What the database, or the way to it, said instead."""


def cursor_value(kept: dict[str, Any]) -> int | float | str:
    return READ[kept["kind"]](kept["value"])


def kept_cursor(value: Any) -> dict[str, str] | None:
    """A value as it is kept; None for one that orders nothing."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return {"kind": "int", "value": str(value)}
    if isinstance(value, float):
        return {"kind": "float", "value": repr(value)}
    if isinstance(value, datetime | date | Decimal | str):
        return {"kind": "text", "value": str(value)}
    return None
