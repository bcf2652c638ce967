"""How each kind of database says what writing a table takes."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import psycopg
from psycopg import sql

from . import mysql, postgresql, sqlite
from .asking import Unanswered, Where

Rows = Sequence[tuple[Any, ...]]
OLD = "__old"  # where MySQL puts the table that is replaced, for a moment


class Dialect:
    """Over a connection of Python's DB-API; names are checked before they come here."""

    sign = "%s"
    quote = '"'
    there: str  # gives a row where a table is called so
    same = (
        "name = %s"  # whether a name that is noted is this one, as the database tells names apart
    )
    types: ClassVar[dict[str, str]]

    def __init__(self, line: Any) -> None:
        self._line = line

    def quoted(self, name: str) -> str:
        return f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}"

    def run(self, text: str, values: Sequence[Any] = ()) -> None:
        cursor = self._line.cursor()
        cursor.execute(text, tuple(values))
        cursor.close()

    def rows(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._line.cursor()
        cursor.execute(text, tuple(values))
        found = list(cursor.fetchall())
        cursor.close()
        return found

    def names(self, table: str) -> list[str]:
        cursor = self._line.cursor()
        cursor.execute(f"SELECT * FROM {self.quoted(table)} WHERE 1 = 0")  # noqa: S608
        found = [column[0] for column in cursor.description]
        cursor.close()
        return found

    def insert(self, table: str, names: list[str], rows: Rows) -> None:
        named = ", ".join(map(self.quoted, names))
        signs = ", ".join([self.sign] * len(names))
        cursor = self._line.cursor()
        cursor.executemany(
            f"INSERT INTO {self.quoted(table)} ({named}) VALUES ({signs})",  # noqa: S608
            [tuple(map(self.value, row)) for row in rows],
        )
        cursor.close()

    def value(self, value: Any) -> Any:
        return value.replace("\x00", "") if isinstance(value, str) else value

    def exists(self, table: str) -> bool:
        return bool(self.rows(self.there, [table]))

    def swap(self, table: str, aside: str) -> None:
        self.run(f"DROP TABLE IF EXISTS {self.quoted(table)}")
        self.run(f"ALTER TABLE {self.quoted(aside)} RENAME TO {self.quoted(table)}")

    def change(self, table: str, aside: str, names: list[str]) -> None:
        here, there = self.quoted(table), self.quoted(aside)
        number, *others = map(self.quoted, names)
        named = ", ".join([number, *others])
        # NOT IN would read the other table once for each row where its ids do not fit in memory.
        self.run(
            f"DELETE FROM {here} WHERE NOT EXISTS"  # noqa: S608
            f" (SELECT 1 FROM {there} WHERE {there}.{number} = {here}.{number})"
        )
        self.run(
            f"INSERT INTO {here} ({named}) SELECT {named} FROM {there} WHERE 1 = 1"  # noqa: S608
            f" {self.changing(here, number, others)}"
        )
        self.run(f"DROP TABLE {there}")

    def changing(self, here: str, number: str, others: list[str]) -> str:
        """What becomes of a row that is there: it is touched where something is another."""
        if not others:
            return f"ON CONFLICT ({number}) DO NOTHING"
        sets = ", ".join(f"{name} = excluded.{name}" for name in others)
        differs = " OR ".join(f"{here}.{name} {self.unlike} excluded.{name}" for name in others)
        return f"ON CONFLICT ({number}) DO UPDATE SET {sets} WHERE {differs}"

    unlike = "IS DISTINCT FROM"

    def commit(self) -> None:
        self._line.commit()

    def rollback(self) -> None:
        self._line.rollback()


class PostgreSQL(Dialect):
    there = "SELECT 1 WHERE to_regclass(quote_ident(%s)) IS NOT NULL"
    types: ClassVar = {
        "text": "text",
        "whole": "bigint",
        "number": "numeric(18, 2)",
        "day": "date",
        "moment": "timestamptz",
    }

    def insert(self, table: str, names: list[str], rows: Rows) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        text = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with self._line.cursor() as cursor, cursor.copy(text) as copy:
            for row in rows:
                copy.write_row(tuple(map(self.value, row)))


class Sqlite(Dialect):
    sign = "?"
    same = "name = ? COLLATE NOCASE"  # "People" and "people" are one table there
    there = f"SELECT 1 FROM sqlite_master WHERE {same}"  # noqa: S608  (our texts)
    unlike = "IS NOT"
    types: ClassVar = {
        "text": "TEXT",
        "whole": "INTEGER",
        "number": "NUMERIC",
        "day": "TEXT",
        "moment": "TEXT",
    }

    def value(self, value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value.isoformat()
        return float(value) if isinstance(value, Decimal) else super().value(value)

    def commit(self) -> None:
        self.run("COMMIT")
        self.run("BEGIN IMMEDIATE")

    def rollback(self) -> None:
        self.run("ROLLBACK")
        self.run("BEGIN IMMEDIATE")


class MySQL(Dialect):
    quote = "`"
    # A text is compared without its case, a table's name as the server was set up.
    same = "CAST(name AS BINARY) = CAST(%s AS BINARY)"
    there = (
        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE()"
        " AND IF(@@lower_case_table_names = 0, CAST(table_name AS BINARY) = CAST(%s AS BINARY),"
        " LOWER(table_name) = LOWER(%s))"
    )
    types: ClassVar = {
        "text": "LONGTEXT CHARACTER SET utf8mb4",
        "whole": "BIGINT",
        "number": "DECIMAL(18, 2)",
        "day": "DATE",
        "moment": "DATETIME(6)",
    }

    def value(self, value: Any) -> Any:
        """Moments as UTC: its DATETIME knows no zone."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None)
        return super().value(value)

    def exists(self, table: str) -> bool:
        return bool(self.rows(self.there, [table, table]))

    def swap(self, table: str, aside: str) -> None:
        """Both names in one statement: whoever reads finds the old table or the new one."""
        here, there, old = (self.quoted(name) for name in (table, aside, f"{table}{OLD}"))
        self.run(f"DROP TABLE IF EXISTS {old}")
        if self.exists(table):
            self.run(f"RENAME TABLE {here} TO {old}, {there} TO {here}")
            self.run(f"DROP TABLE {old}")
        else:
            self.run(f"RENAME TABLE {there} TO {here}")

    def changing(self, here: str, number: str, others: list[str]) -> str:
        """A row in which nothing is another is not touched by its own rule."""
        del here
        sets = ", ".join(f"{name} = VALUES({name})" for name in others or [number])
        return f"ON DUPLICATE KEY UPDATE {sets}"


@contextmanager
def dialect_of(where: Where) -> Iterator[Dialect]:
    """A connection that may write, closed in the end. Raises Unanswered."""
    line: Any = None
    try:
        line = _connected(where)
        yield _DIALECTS[where.kind](line)
    except (psycopg.Error, sqlite3.Error, OSError, _mysql_error()) as error:
        raise Unanswered(str(error).strip().partition("\n")[0][:400]) from error
    finally:
        if line is not None:
            with suppress(psycopg.Error, sqlite3.Error, OSError):
                line.close()


_DIALECTS: dict[str, type[Dialect]] = {
    "postgresql": PostgreSQL,
    "sqlite": Sqlite,
    "mysql": MySQL,
}


def _connected(where: Where) -> Any:
    if where.kind == "postgresql":
        return postgresql.connected(where, writes=True)
    if where.kind == "mysql":
        return mysql.connected(where)
    return sqlite.writable(where)


def _mysql_error() -> type[Exception]:
    try:
        from pymysql import MySQLError
    except ImportError:
        return OSError
    return MySQLError
