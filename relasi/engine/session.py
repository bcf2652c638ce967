"""One DuckDB instance per process and address, with PostgreSQL attached; a cursor per thread.

Environment: RELASI_ENGINE_THREADS (default: all cores), RELASI_ENGINE_MEMORY (default 2GB),
RELASI_ENGINE_TEMP (where large work spills; default: the system's temporary directory).
"""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb
import ibis
import psycopg
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType, PostgresType

from . import lake, relations
from .dialects import CATALOG, postgres_text
from .extensions import load
from .functions import MACROS
from .saying import unsecret

COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = format('public.%%I', %s::text)::regclass AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""
Engine = Literal["duckdb", "postgres"]

_lock = threading.Lock()
_sessions: dict[tuple[int, str], "Session"] = {}
_address: Callable[[], str] | None = None


def addressed_by(provider: Callable[[], str]) -> None:
    """Let the application say where PostgreSQL is (a libpq connection string)."""
    global _address  # noqa: PLW0603  # the engine knows no settings; it is told once at start
    _address = provider


def session() -> "Session":
    """The process's session for the current address; opened on first use."""
    address = _address() if _address else _from_environment()
    key = (os.getpid(), address)
    with _lock:
        if key not in _sessions:
            _sessions[key] = Session(address)
        return _sessions[key]


def close() -> None:
    """Let go of every connection, for instance before a test database is dropped."""
    with _lock:
        for opened in _sessions.values():
            opened.close()
        _sessions.clear()


class Session:
    """Hands out Ibis tables and runs expressions. Safe to share between threads."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._reopening = threading.Lock()
        self._instance: duckdb.DuckDBPyConnection | None = None
        self._with_lake: duckdb.DuckDBPyConnection | None = None
        self._tables: dict[str, Any] = {}
        self._local = threading.local()

    @property
    def address(self) -> str:
        """Where PostgreSQL is, with the password: for a process of ours, never for a page."""
        return self._address

    def table(self, name: str) -> Any:
        """The Ibis table behind a registered name."""
        if name not in self._tables:
            self._tables[name] = self._describe(relations.physical(name))
        return self._tables[name]

    def arrow(self, expression: Any, *, as_of: datetime) -> pa.Table:
        """Run in DuckDB. After a lost connection the instance is opened anew and tried once."""
        text = str(ibis.to_sql(expression, dialect="duckdb"))
        try:
            return self.run(text, as_of=as_of)
        except (duckdb.IOException, duckdb.ConnectionException, duckdb.FatalException):
            self.close()
            return self.run(text, as_of=as_of)

    def run(self, text: str, *, as_of: datetime) -> pa.Table:
        """Compiled text on this thread's cursor, with `relasi_now()` at `as_of`."""
        cursor = self.cursor()
        cursor.execute("SET VARIABLE as_of = ?::TIMESTAMPTZ", [as_of.isoformat()])
        return cursor.execute(text).to_arrow_table()

    def stage(self, name: str, expression: Any, *, as_of: datetime, by: Engine = "duckdb") -> Any:
        """Compute once and keep: a temporary table of this thread's cursor, as an Ibis table.

        `by="postgres"` lets PostgreSQL compute, in parallel and next to the data, and hand
        over the result: right when much is added up to little. `name` is the caller's word.
        """
        if by == "postgres":
            inner = self.postgres(expression, as_of=as_of).replace("'", "''")
            text = f"SELECT * FROM postgres_query('{CATALOG}', '{inner}')"  # noqa: S608  # compiled
        else:
            text = str(ibis.to_sql(expression, dialect="duckdb"))
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}", as_of=as_of)
        rows = self.cursor().execute(f"DESCRIBE {name}").fetchall()
        columns = {column: DuckDBType.from_string(kind) for column, kind, *_rest in rows}
        return ibis.table(columns, name=name)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything this thread reads inside sees PostgreSQL at one moment."""
        self.cursor().execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):
                self.cursor().execute("ROLLBACK")
            raise
        self.cursor().execute("COMMIT")

    def postgres(self, expression: Any, *, as_of: datetime) -> str:
        """The same expression as one statement for PostgreSQL, to run where the caller likes."""
        return postgres_text(expression, as_of)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The thread's own cursor on the shared instance, its zone UTC."""
        instance = self._open()
        if getattr(self._local, "of", None) is not instance:
            self._local.of, self._local.cursor = instance, instance.cursor()
            self._local.cursor.execute("SET TimeZone = 'UTC'")
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def lake(self) -> duckdb.DuckDBPyConnection:
        """The thread's cursor with the lake attached as `lake`. Raises LakeUnavailable."""
        cursor, instance = self.cursor(), self._open()
        with self._reopening:
            if self._with_lake is not instance:
                lake.attach(instance, self._address)
                self._with_lake = instance
        return cursor

    def _describe(self, table: str) -> Any:
        """An unbound table: its columns are all an expression needs.

        They are asked of PostgreSQL directly, so that a process which only compiles never
        opens DuckDB.
        """
        with psycopg.connect(self._address) as connection:
            rows = connection.execute(COLUMNS, [table]).fetchall()
        columns = {name: PostgresType.from_string(kind) for name, kind in rows}
        return ibis.table(columns, name=table, catalog=CATALOG, database="public")

    def close(self) -> None:
        with self._reopening:
            if self._instance is not None:
                self._instance.close()
            self._instance = self._with_lake = None
            self._tables.clear()

    def _open(self) -> duckdb.DuckDBPyConnection:
        with self._reopening:
            if self._instance is None:
                self._instance = _connect(self._address)
            return self._instance


def _connect(address: str) -> duckdb.DuckDBPyConnection:
    instance = duckdb.connect(config=_limits())
    instance.execute("SET TimeZone = 'UTC'")
    load(instance, "postgres_scanner")
    quoted = f"{address} options='-c timezone=UTC -c work_mem=256MB -c jit=off'".replace("'", "''")
    try:
        instance.execute(f"ATTACH '{quoted}' AS {CATALOG} (TYPE postgres, READ_ONLY)")
    except duckdb.Error as error:
        instance.close()
        raise type(error)(unsecret(error)) from None
    for macro in MACROS:
        instance.execute(macro)
    return instance


def _limits() -> dict[str, str | bool | int | float | list[str]]:
    home = Path(os.environ.get("RELASI_ENGINE_TEMP", tempfile.gettempdir()))
    return {
        "threads": os.environ.get("RELASI_ENGINE_THREADS", str(os.cpu_count() or 1)),
        "memory_limit": os.environ.get("RELASI_ENGINE_MEMORY", "2GB"),
        "temp_directory": str(home / f"relasi-engine-{os.getpid()}"),
        "allow_unsigned_extensions": "true",
    }


def _from_environment() -> str:
    """RELASI_DATABASE_URL (postgresql:///name?host=/path&user=name) as a connection string."""
    parts = urlsplit(os.environ.get("RELASI_DATABASE_URL", "postgresql:///relasi"))
    words = {key: values[0] for key, values in parse_qs(parts.query).items()}
    words |= {
        "dbname": unquote(parts.path.lstrip("/")),
        "host": words.get("host") or parts.hostname or "",
        "port": str(parts.port or ""),
        "user": words.get("user") or unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    return connection_string(words)


def connection_string(words: dict[str, str]) -> str:
    """The form of libpq: `key='value'`, quoted; empty values are left out."""
    quote = str.maketrans({"\\": r"\\", "'": r"\'"})
    return " ".join(f"{k}='{str(v).translate(quote)}'" for k, v in words.items() if v)
