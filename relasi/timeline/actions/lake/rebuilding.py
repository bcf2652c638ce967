"""The lake made whole again from what there is: the files that can be read, and PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from relasi import engine

from .comparing import compare_all
from .rounds import alone
from .table import opened
from .verifying import unreadable

Step = Callable[[str], None]
# What DuckLake's specification says of a data file, but that it is in the list of files.
ABOUT_FILES = (
    "ducklake_delete_file",
    "ducklake_file_column_stats",
    "ducklake_file_partition_value",
)
NAMED = "SELECT data_file_id FROM lake.ducklake_data_file WHERE path LIKE %s"
HELD = """
SELECT coalesce(sum(record_count), 0)::bigint FROM lake.ducklake_data_file
WHERE data_file_id = ANY(%s) AND end_snapshot IS NULL
"""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`lost` events lay in `files` that cannot be read; those of months that PostgreSQL has were
    brought over again and are among `added`.
    """

    added: int
    removed: int
    files: int
    lost: int


def rebuild_lake(now: datetime, step: Step = lambda _words: None) -> Rebuilt | None:
    """None while somebody else writes to the lake."""
    with alone() as is_alone:
        if not is_alone:
            return None
        broken = unreadable(opened(), step)
        lost = _forget_files(broken) if broken else 0
        done = compare_all(opened(), now, step)
    return Rebuilt(done.added, done.removed, len(broken), lost)


def _forget_files(names: list[str]) -> int:
    """The catalogue names them no more; how many rows it said they had."""
    with transaction.atomic(), connection.cursor() as cursor:
        ids: list[int] = []
        for name in names:
            cursor.execute(NAMED, [f"%{name.rpartition('/')[2]}"])
            ids += [number for (number,) in cursor.fetchall()]
        cursor.execute(HELD, [ids])
        (held,) = cursor.fetchone()
        for table in (*ABOUT_FILES, "ducklake_data_file"):
            cursor.execute(f"DELETE FROM lake.{table} WHERE data_file_id = ANY(%s)", [ids])  # noqa: S608
    engine.close()
    return int(held)
