"""DuckDB's extensions out of their wheels; where a wheel is missing DuckDB fetches its own."""

import importlib.util
from pathlib import Path

import duckdb

from relasi.kernel.errors import RelasiError

# What an extension is called in its wheel, and what DuckDB calls it where it fetches it.
FETCHED_AS = {"postgres_scanner": "postgres"}


class ExtensionMissing(RelasiError):
    """Neither a wheel nor DuckDB's own repository has it."""

    code = "extension_missing"


def load(instance: duckdb.DuckDBPyConnection, name: str) -> None:
    """Into the whole instance. Raises ExtensionMissing with what to do."""
    if path := in_wheel(name):
        instance.execute(f"LOAD '{path}'")
        return
    called = FETCHED_AS.get(name, name)
    try:
        instance.execute(f"INSTALL {called}; LOAD {called}")
    except duckdb.Error as error:
        package = f"duckdb-extension-{name.replace('_', '-')}"
        raise ExtensionMissing(
            f"DuckDB’s extension {called} is missing and could not be fetched. "
            f"Install the Python package {package} in the version of duckdb."
        ) from error


def in_wheel(name: str) -> str:
    """The file in its wheel, "" where there is none."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        return ""
    return str(next(iter(Path(spec.origin).parent.rglob(f"{name}.duckdb_extension")), ""))
