"""The lake: history as Parquet files, their catalogue in the same PostgreSQL (DuckLake).

Environment: RELASI_LAKE, a directory or s3://bucket/prefix (default: `lake` under RELASI_HOME).
For S3 the variables that every client of S3 reads: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_SESSION_TOKEN, AWS_REGION and, for a server of one's own, AWS_ENDPOINT_URL.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import psycopg

from relasi.kernel.errors import RelasiError

from .extensions import load
from .saying import unsecret

# The name under which DuckDB attaches the lake, and the schema that holds its catalogue.
LAKE = "lake"
TARGET_FILE = "128MB"
# Parquet's second version writes numbers by their differences, a tenth less in all. Groups of few
# rows let a person be found among millions without unpacking thousands of others: DuckDB unpacks
# a column of a group at once.
OPTIONS = {
    "parquet_compression": "zstd",
    "parquet_version": "2",
    "parquet_row_group_size": "16384",
    "target_file_size": TARGET_FILE,
}


class LakeUnavailable(RelasiError):
    """The lake cannot be opened; the text says what to do."""

    code = "lake_unavailable"


def location() -> str:
    """Where the files are, ending in a slash."""
    home = Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi"))
    said = os.environ.get("RELASI_LAKE") or str(home / "lake")
    if "://" in said and not said.startswith("s3://"):
        raise LakeUnavailable(
            f"RELASI_LAKE={said} is neither a directory nor s3://bucket/prefix. "
            "See docs/reference/settings.md."
        )
    if not said.startswith("s3://"):
        said = str(Path(said).expanduser().absolute())
    return said.rstrip("/") + "/"


def exists(address: str) -> bool:
    """Whether PostgreSQL at this address has a catalogue."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT to_regclass('lake.ducklake_snapshot')").fetchone()
        return row is not None and row[0] is not None


def attach(instance: duckdb.DuckDBPyConnection, address: str) -> None:
    """Open the lake under its name, made where there is none. Raises LakeUnavailable.

    Nothing is kept in the catalogue but the catalogue: every row lies in a file, so that
    whoever reads the files sees all of it.
    """
    path = location()
    load(instance, "ducklake")
    if secret := s3_secret():
        load(instance, "httpfs")
        instance.execute(secret)
    else:
        _make_directory(Path(path))
    is_new = not exists(address)
    catalogue = f"ducklake:postgres:{address} options='-c timezone=UTC'"
    try:
        instance.execute(
            f"ATTACH {_quoted(catalogue)} AS {LAKE} (DATA_PATH {_quoted(path)},"
            f" METADATA_SCHEMA '{LAKE}', DATA_INLINING_ROW_LIMIT 0, OVERRIDE_DATA_PATH true)"
        )
    except duckdb.Error as error:
        raise LakeUnavailable(f"The lake at {path} cannot be opened: {unsecret(error)}") from None
    # A file is never changed under its name, so what stands at its end can be kept.
    instance.execute("SET GLOBAL parquet_metadata_cache = true")
    if is_new:
        for name, value in OPTIONS.items():
            instance.execute(f"CALL {LAKE}.set_option('{name}', '{value}')")


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LakeUnavailable(
            f"{path} cannot be made ({error.strerror}). Set RELASI_LAKE to a directory of your own."
        ) from error


def s3_secret() -> str:
    """The statement by which DuckDB knows the way to the files in S3; "" for a directory."""
    if not location().startswith("s3://"):
        return ""
    words = {
        "KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID"),
        "SECRET": os.environ.get("AWS_SECRET_ACCESS_KEY"),
        "SESSION_TOKEN": os.environ.get("AWS_SESSION_TOKEN"),
        "REGION": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
    }
    if server := os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"):
        parts = urlsplit(server)
        words |= {"ENDPOINT": parts.netloc, "URL_STYLE": "path"}
        words["USE_SSL"] = "true" if parts.scheme == "https" else "false"
    said = ", ".join(f"{key} {_quoted(value)}" for key, value in words.items() if value)
    return f"CREATE OR REPLACE SECRET {LAKE} (TYPE s3, {said})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
