"""One collector for all tests of this package, on the database of the tests."""

import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from django.db import connection

from relasi.collector.writing import COUNT_SECONDS

from .running import Running, running

Rows = list[tuple[Any, ...]]
Query = Callable[..., Rows]
MakeSource = Callable[..., str]
_numbers = count(1)


@pytest.fixture(scope="session")
def database_url(django_db_setup: None, django_db_blocker: Any) -> str:  # noqa: ARG001
    with django_db_blocker.unblock():
        at = connection.settings_dict
    host, user = at["OPTIONS"].get("host", at["HOST"]) or at["HOST"], at["USER"]
    return f"postgresql:///{at['NAME']}?host={host}&user={user}"


@pytest.fixture(scope="session")
def _collector(database_url: str) -> Iterator[Running]:
    with running(database_url, RELASI_PROXIES="1") as collector:
        yield collector


@pytest.fixture
def collector(_collector: Running, transactional_db: None) -> Running:  # noqa: ARG001
    return _collector


@pytest.fixture
def query(database_url: str) -> Query:
    def ask(sql: str, *values: object) -> Rows:
        with psycopg.connect(database_url, autocommit=True) as own:
            done = own.execute(sql, values)
            return done.fetchall() if done.description else []

    return ask


@pytest.fixture
def nothing_counted(collector: Running, query: Query) -> None:  # noqa: ARG001
    """Refusals of the test before are written by now, and gone."""
    time.sleep(COUNT_SECONDS + 0.3)
    query("TRUNCATE timeline_intake")


@pytest.fixture
def make_source(query: Query) -> MakeSource:
    """A new source; its write key."""

    def make(**wanted: Any) -> str:
        key = f"key-of-test-{next(_numbers)}"
        usual: dict[str, Any] = {"origins": [], "per_second": None, "is_enabled": True}
        row = {**usual, "kind": "website", "consent_mode": "granted", **wanted}
        query(
            "INSERT INTO timeline_source (name, kind, write_key, origins, per_second, is_enabled,"
            " consent_mode, is_sample, created_at, updated_at, version)"
            " VALUES ('Shop', %s, %s, %s, %s, %s, %s, false, now(), now(), 1)",
            row["kind"],
            key,
            row["origins"],
            row["per_second"],
            row["is_enabled"],
            row["consent_mode"],
        )
        return key

    return make
