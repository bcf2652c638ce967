"""A real MariaDB server for tests, where the machine has one; a second PostgreSQL database."""

import os
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from relasi.connectors.databases.clients.asking import Where

SECONDS = 120
BEFORE = ["--no-defaults", "--user=root"]


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Where]:
    """A server of its own in a directory of its own, on 127.0.0.1."""
    server = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin")
    if server is None:
        sentence = "MariaDB is not on this machine: nothing of MySQL is tested against a server."
        assert "CI" not in os.environ, sentence
        pytest.skip(sentence)
    home = tmp_path_factory.mktemp("mariadb")
    made = ["mariadb-install-db", *BEFORE, f"--datadir={home}/data", "--skip-test-db",
            "--auth-root-authentication-method=normal"]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [server, *BEFORE, f"--datadir={home}/data", f"--socket={home}/s", f"--port={port}",
         "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=32M", "--skip-log-bin",
         f"--pid-file={home}/pid", f"--log-error={home}/log", "--innodb-flush-log-at-trx-commit=0"],
    )  # fmt: skip
    where = Where("mysql", "127.0.0.1", port, "shop", "relasi", "s3cret", "none")
    try:
        _filled(home, where)
        yield where
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def _filled(home: Path, where: Where) -> None:
    until = time.monotonic() + SECONDS
    while not (home / "s").exists():
        assert time.monotonic() < until, (home / "log").read_text()[-2_000:]
        time.sleep(0.1)
    run_mysql(
        where,
        "CREATE DATABASE shop CHARACTER SET utf8mb4",
        "CREATE USER relasi@localhost IDENTIFIED BY 's3cret'",
        "CREATE USER relasi@127.0.0.1 IDENTIFIED BY 's3cret'",
        "GRANT ALL ON shop.* TO relasi@localhost",
        "GRANT ALL ON shop.* TO relasi@127.0.0.1",
        by_socket=str(home / "s"),
    )


def run_mysql(where: Where, *statements: str, by_socket: str = "") -> list[tuple[Any, ...]]:
    """By hand, past what is tested; the rows of the last statement."""
    import pymysql

    reach: dict[str, Any] = (
        {"unix_socket": by_socket, "user": "root"}
        if by_socket
        else {"host": where.host, "port": where.port, "user": where.username,
              "password": where.password, "database": where.database}
    )  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pymysql.connect(**reach, autocommit=True) as line, line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows = list(cursor.fetchall())
    return rows


@pytest.fixture
def other_postgresql(db: None, monkeypatch: Any) -> Iterator[Where]:  # noqa: ARG001
    """A database beside that of the tests, whose server listens on a socket alone."""
    reach = connection.get_connection_params()
    name = f"outside_{os.getpid()}"
    mine = {key: reach[key] for key in ("host", "port", "user", "password") if reach.get(key)}
    connect = psycopg.connect
    with connect(**mine, dbname="postgres", autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {name}")
        line.execute(f"CREATE DATABASE {name}")

    def by_socket(**said: Any) -> psycopg.Connection[Any]:
        return connect(
            **(said | mine | {"sslmode": "disable", "sslrootcert": None, "hostaddr": None})
        )

    monkeypatch.setattr(psycopg, "connect", by_socket)
    yield Where("postgresql", "127.0.0.1", 5432, name, str(reach["user"]), "", "none")
    monkeypatch.setattr(psycopg, "connect", connect)
    with connect(**mine, dbname="postgres", autocommit=True) as line:
        line.execute(f"DROP DATABASE {name} WITH (FORCE)")
