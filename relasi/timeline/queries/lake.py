"""How the lake stands, as PostgreSQL knows it: nothing here opens it."""

from dataclasses import dataclass

from django.db import connection

from relasi.timeline.models import LakeState

WAITING = """
SELECT (SELECT count(*) FROM (
    SELECT FROM timeline_event WHERE changed_in >= %(until)s LIMIT %(most)s
) e) + (SELECT count(*) FROM (
    SELECT FROM timeline_lakenote WHERE changed_in >= %(until)s LIMIT %(most)s
) n)
"""
HELD = """
SELECT count(*), coalesce(sum(record_count), 0)::bigint, coalesce(sum(file_size_bytes), 0)::bigint
FROM lake.ducklake_data_file WHERE end_snapshot IS NULL
"""
DELETED = """
SELECT coalesce(sum(delete_count), 0)::bigint FROM lake.ducklake_delete_file
WHERE end_snapshot IS NULL
"""
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class LakeCard:
    """`waiting` ends at a million. `events` and `bytes` are those of the files."""

    files: int
    events: int
    bytes: int
    waiting: int
    state: LakeState


def waiting(until: int, *, most: int = MOST) -> int:
    """What the next round would have to do, in events, counted up to about `most`."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"until": until, "most": most})
        return int(cursor.fetchone()[0])


def is_made() -> bool:
    """Whether the lake has a catalogue yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('lake.ducklake_delete_file') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def lake_card() -> LakeCard:
    state = LakeState.objects.filter(pk=1).first() or LakeState()
    files, events, size = held()
    return LakeCard(files, events, size, waiting(state.until), state)


def held() -> tuple[int, int, int]:
    """How many files, events and bytes the lake has."""
    if not is_made():
        return 0, 0, 0
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        files, events, size = cursor.fetchone()
        cursor.execute(DELETED)
        return files, events - cursor.fetchone()[0], size
