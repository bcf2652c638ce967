"""A lake of its own for a test, and what lies in it."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from relasi import engine
from relasi.timeline.actions.lake.rounds import bring_over
from relasi.timeline.actions.lake.table import opened
from relasi.timeline.testing import NOON

SECONDS = 120
EMPTIED = "timeline_event, timeline_eventkey, timeline_lakenote, timeline_lakestate"


@pytest.fixture
def lake(transactional_db: None, tmp_path: Path, monkeypatch: Any) -> Iterator[Path]:  # noqa: ARG001
    """The directory of an empty lake, over an empty timeline."""
    monkeypatch.setenv("RELASI_LAKE", str(tmp_path / "lake"))
    _forget()
    yield tmp_path / "lake"
    _forget()


def _forget() -> None:
    engine.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS lake CASCADE")
        cursor.execute(f"TRUNCATE {EMPTIED}")


def moved(now: datetime = NOON, *, waits: bool = True) -> tuple[int, int]:
    """One round; how many events were added, and how many removed."""
    if waits:
        until_settled()
    done = bring_over(now)
    assert done
    return (done.added, done.removed)


def until_settled() -> None:
    """A round takes what no open transaction of the whole server can come before; tests beside
    this one, in databases of their own, have some open.
    """
    until = time.monotonic() + SECONDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (newest,) = cursor.fetchone()
        while time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= newest:
                return
            time.sleep(0.02)
    pytest.fail(f"some transaction was open for {SECONDS} s")


def in_the_lake(columns: str = "name", where: str = "true") -> list[Any]:
    """One column as values, several as tuples, in the order in which they happened."""
    rows = (
        opened()
        .execute(f"SELECT {columns} FROM lake.events WHERE {where} ORDER BY happened_at, id")
        .fetchall()
    )
    return [row[0] if len(row) == 1 else row for row in rows]


def bytes_say(folder: Path, word: str) -> list[str]:
    """The files that hold a word, also packed."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in paths if _says(path, word)]


def _says(path: Path, word: str) -> bool:
    import pyarrow.parquet as pq

    packed = path.suffix == ".parquet" and word in str(pq.read_table(path).to_pydict())
    return packed or word.encode() in path.read_bytes()


def catalogue_says(word: str) -> list[str]:
    """The tables of the catalogue that hold a word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'lake' ORDER BY 1")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM lake.{table} t WHERE t::text ILIKE %s)", [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found
