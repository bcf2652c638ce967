"""`relasi doctor`: what is missing, each in a sentence that says what to do."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import maxminddb

from .supervision.home import CannotStart, Home
from .supervision.postgres import binaries, unprivileged_user

WHEELS = (
    "duckdb_extension_ducklake",
    "duckdb_extension_httpfs",
    "duckdb_extension_postgres_scanner",
    "mrml",
    "granian",
    "procrastinate",
)


def examine() -> list[str]:
    """Every problem found, none when all is well."""
    checks: tuple[Callable[[], str | None], ...] = (
        _installation,
        _database,
        _user,
        _disk,
        _front_end,
        _geography,
    )
    problems = [problem for check in checks if (problem := check())]
    return problems + [
        _wheel_missing(name) for name in WHEELS if not importlib.util.find_spec(name)
    ]


def _home() -> Path:
    return Path(os.environ.get("RELASI_HOME", Path.home() / ".relasi")).expanduser().absolute()


def _installation() -> str | None:
    """Whether somebody started Relasi there once; a role alone is given the key instead."""
    home = _home()
    if os.environ.get("RELASI_SECRET") or (home / "secret").exists():
        return None
    found = "has no signing key (the file `secret`)" if home.exists() else "is not there"
    return (
        f"{home} {found}. Set RELASI_HOME to the directory of your installation, "
        "or start a new one with `relasi up`."
    )


def _database() -> str | None:
    if os.environ.get("RELASI_DATABASE_URL"):
        return None
    try:
        server = binaries() / "postgres"
    except CannotStart as problem:
        return str(problem)
    return None if server.exists() else f"{server} is missing. Install Relasi again."


def _user() -> str | None:
    try:
        unprivileged_user()
    except CannotStart as problem:
        return str(problem)
    return None


def _disk() -> str | None:
    home = _home()
    while not home.exists():
        home = home.parent
    try:
        Home(home).check_room()
    except CannotStart as problem:
        return str(problem)
    return None


def _front_end() -> str | None:
    styles = Path(__file__).parents[1] / "ui" / "static" / "dist"
    if styles.exists():
        return None
    how = "Run `make frontend`." if shutil.which("make") else "Install Relasi again."
    return f"Styles and scripts are not built ({styles}). {how}"


def _geography() -> str | None:
    """The file that says where network addresses are, where one is named."""
    path = os.environ.get("RELASI_GEO", "")
    if not path:
        return None
    try:
        maxminddb.open_database(path).close()
    except OSError:
        return f"RELASI_GEO={path} cannot be read. Name a database file (.mmdb) that is there."
    except maxminddb.InvalidDatabaseError:
        return f"RELASI_GEO={path} is no database of places. Get its file (.mmdb) again."
    return None


def _wheel_missing(name: str) -> str:
    return f"The Python package {name} is missing. Install Relasi again with its requirements."
