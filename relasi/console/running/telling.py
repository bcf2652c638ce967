"""What the answering process is told: the tables, the lake's files, and its limits."""

import os
from dataclasses import asdict, dataclass
from typing import Any

from relasi import engine
from relasi.console.tables import Table
from relasi.console.tables.history import EVENTS, IN_THE_LAKE
from relasi.engine import extensions, lake, relations
from relasi.engine.session import Session

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}
# Whose a profile is; a person is their own.
WHO = """
SELECT id AS profile_id, id AS contact_id FROM {contacts} WHERE erased_at IS NULL
UNION ALL SELECT id, contact_id FROM timeline_visitor WHERE contact_id IS NOT NULL
UNION ALL SELECT profile_id, contact_id FROM timeline_alias a
WHERE NOT EXISTS (SELECT FROM timeline_visitor v WHERE v.id = a.profile_id)
  AND NOT EXISTS (SELECT FROM {contacts} c WHERE c.id = a.profile_id AND c.erased_at IS NULL)
"""
# Who is restricted, with their browsers and who was joined with them; and whoever left the house
# and is still in the lake until its next round.
HIDDEN = """
SELECT contact_id AS profile_id FROM {restricted}
UNION SELECT id FROM timeline_visitor WHERE contact_id IN (SELECT contact_id FROM {restricted})
UNION SELECT profile_id FROM timeline_alias
WHERE contact_id IN (SELECT contact_id FROM {restricted})
UNION SELECT profile_id FROM timeline_lakenote
WHERE event_id IS NULL AND key IS NULL AND profile_id IS NOT NULL
"""
MADE = """
SELECT 1 FROM duckdb_tables() WHERE database_name = 'lake' AND table_name = 'events'
"""
GONE = """
SELECT event_id, key, event_id IS NULL AND key IS NULL AND profile_id IS NULL AS whole_sample
FROM timeline_lakenote WHERE event_id IS NOT NULL OR key IS NOT NULL OR profile_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one question. `seconds` by the clock on the wall, `memory` and `disk` in DuckDB's form."""

    seconds: int
    memory: str
    disk: str
    threads: int
    bytes: int


def limits(seconds: int) -> Limits:
    """Environment: RELASI_SQL_MEMORY (default 1GB), RELASI_SQL_DISK (4GB)."""
    memory = os.environ.get("RELASI_SQL_MEMORY", "1GB").upper().replace(" ", "")
    disk = os.environ.get("RELASI_SQL_DISK", "4GB").upper().replace(" ", "")
    amount = float(memory[:-2]) * UNITS[memory[-2:]]
    return Limits(seconds, memory, disk, min(2, os.cpu_count() or 1), int(amount))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which tables; `rows` is how many are wanted, None for all."""

    statement: str
    tables: tuple[Table, ...]
    rows: int | None
    seconds: int
    zone: str


def told(asked: Asked, folder: str) -> dict[str, Any]:
    session = engine.session()
    tables = {
        table.name: {"sql": table.sql, "columns": [c.name for c in table.columns]}
        for table in asked.tables
    }
    return {
        "statement": asked.statement,
        "tables": tables,
        "address": session.address,
        "extensions": {"postgres_scanner": extensions.in_wheel("postgres_scanner")},
        "lake": _lake(session) if _may_be_about_events(asked) else None,
        "limits": asdict(limits(asked.seconds)),
        "rows": asked.rows,
        "zone": asked.zone,
        "folder": folder,
    }


def _may_be_about_events(asked: Asked) -> bool:
    named = EVENTS in asked.statement.lower() and EVENTS in {t.name for t in asked.tables}
    return named and lake.exists(engine.session().address)


def _lake(session: Session) -> dict[str, Any] | None:
    """The files that count just now. None where no round has been yet."""
    cursor = session.lake()
    if not cursor.execute(MADE).fetchall():
        return None
    rows = cursor.execute(
        f"SELECT data_file, delete_file FROM ducklake_list_files('{lake.LAKE}', '{EVENTS}')"  # noqa: S608
    ).fetchall()
    names = {key: relations.physical(key) for key in ("contacts", "restricted")}
    return {
        "files": [data for data, _deleted in rows],
        "deleted": sorted({deleted for _data, deleted in rows if deleted}),
        "columns": IN_THE_LAKE,
        "secret": lake.s3_secret(),
        "httpfs": extensions.in_wheel("httpfs"),
        "relasi_who": WHO.format(**names),
        "relasi_hidden": HIDDEN.format(**names),
        "relasi_gone": GONE,
    }
