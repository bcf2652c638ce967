"""What a question needs, copied to where it is asked; the lake's files are named, not copied."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from .reading import Needs

EVENTS = "events"
# Whose an event is and who is left out, beside it; no question may name these.
HOUSE = ("relasi_who", "relasi_hidden", "relasi_gone")


def load(told: Mapping[str, Any], needs: Needs, folder: Path) -> Path:
    """Into a file in `folder`; every table as it was at one moment."""
    path = folder / "data.duckdb"
    instance = duckdb.connect(str(path), config=_config(told, folder))
    try:
        instance.execute("SET TimeZone = 'UTC'")
        _extension(instance, "postgres_scanner", told["extensions"]["postgres_scanner"])
        address = f"{told['address']} options='-c timezone=UTC -c jit=off {_timeout(told)}'"
        instance.execute(f"ATTACH {quoted(address)} AS pg (TYPE postgres, READ_ONLY)")
        instance.execute("BEGIN")
        for name, columns in needs.columns.items():
            if name == EVENTS and told.get("lake"):
                _events(instance, told["lake"], columns)
            else:
                _copy(instance, name, told["tables"][name]["sql"], columns)
        instance.execute("COMMIT")
    finally:
        instance.close()
    return path


def _config(told: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    return {
        "allow_unsigned_extensions": "true",
        "memory_limit": told["limits"]["memory"],
        "threads": str(told["limits"]["threads"]),
        "temp_directory": str(folder / "spill"),
    }


def _timeout(told: Mapping[str, Any]) -> str:
    return f"-c statement_timeout={int(told['limits']['seconds']) * 1000}"


def _extension(instance: duckdb.DuckDBPyConnection, name: str, path: str) -> None:
    fetched = "postgres" if name == "postgres_scanner" else name
    instance.execute(f"LOAD {quoted(path)}" if path else f"INSTALL {fetched}; LOAD {fetched}")


def _copy(
    instance: duckdb.DuckDBPyConnection, name: str, sql: str, columns: list[str] | None = None
) -> None:
    inner = f"SELECT {', '.join(columns)} FROM ({sql}) t" if columns else sql  # noqa: S608  # ours
    instance.execute(
        f"CREATE TABLE \"{name}\" AS SELECT * FROM postgres_query('pg', {quoted(inner)})"  # noqa: S608
    )


def _events(
    instance: duckdb.DuckDBPyConnection, lake: Mapping[str, Any], columns: list[str]
) -> None:
    """A view of the lake's files, without what was deleted from them."""
    told = {name: lake["columns"][name] for name in columns}
    if not lake["files"]:
        empty = ", ".join(f"NULL::{kind} AS {name}" for name, (_said, kind) in told.items())
        instance.execute(f"CREATE TABLE events AS SELECT {empty} LIMIT 0")
        return
    whose = "contact_id" in columns
    for name in HOUSE if whose else HOUSE[1:]:
        _copy(instance, name, lake[name])
    if lake["deleted"]:
        if lake["secret"]:
            _extension(instance, "httpfs", lake["httpfs"])
            instance.execute(lake["secret"])
        instance.execute(
            "CREATE TABLE relasi_deleted AS SELECT file_path, pos FROM read_parquet(?)",
            [lake["deleted"]],
        )
    selected = ", ".join(f"{said} AS {name}" for name, (said, _kind) in told.items())
    files = ", ".join(quoted(path) for path in lake["files"])
    rows = f"read_parquet([{files}], filename = true, file_row_number = true)"
    gone = """ANTI JOIN relasi_deleted d
        ON d.file_path = e.filename AND d.pos = e.file_row_number"""
    instance.execute(f"""
        CREATE VIEW events AS SELECT {selected} FROM {rows} e
        {"LEFT JOIN relasi_who w ON w.profile_id = e.profile_id" if whose else ""}
        {gone if lake["deleted"] else ""}
        WHERE e.profile_id NOT IN (SELECT profile_id FROM relasi_hidden)
          AND e.id NOT IN (SELECT event_id FROM relasi_gone WHERE event_id IS NOT NULL)
          AND coalesce(e.key NOT IN (SELECT key FROM relasi_gone WHERE key IS NOT NULL), true)
          AND NOT (e.is_sample AND (SELECT bool_or(whole_sample) FROM relasi_gone) IS TRUE)
    """)  # noqa: S608  # names of the house and of its files


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
