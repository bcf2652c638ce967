"""The question is asked, where nothing else can be reached."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

AT_ONCE = 8_192


def ask(told: Mapping[str, Any], path: Path) -> pa.RecordBatchReader:
    """The file is unlinked while it is read: whatever ends this process, nothing of it stays."""
    limits = told["limits"]
    instance = duckdb.connect(
        str(path),
        read_only=True,
        config={
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": limits["memory"],
            "threads": str(limits["threads"]),
            "temp_directory": str(path.parent / "spill"),
            "max_temp_directory_size": limits["disk"],
            "allow_unsigned_extensions": "true",
        },
    )
    path.unlink()
    _close_doors(instance, told.get("lake") or {})
    instance.execute(f"SET TimeZone = '{told['zone']}'")
    instance.execute("SET lock_configuration = true")
    instance.execute(told["statement"])
    return instance.to_arrow_reader(min(AT_ONCE, told["rows"] or AT_ONCE))


def _close_doors(instance: duckdb.DuckDBPyConnection, lake: Mapping[str, Any]) -> None:
    """The lake's own files stay within reach, by their whole names."""
    if lake.get("secret"):
        instance.execute(f"LOAD '{lake['httpfs']}'" if lake["httpfs"] else "LOAD httpfs")
        instance.execute(lake["secret"])
    if lake:
        files = ", ".join("'" + path.replace("'", "''") + "'" for path in lake["files"])
        instance.execute(f"SET allowed_paths = [{files}]")
    instance.execute("SET enable_external_access = false")
