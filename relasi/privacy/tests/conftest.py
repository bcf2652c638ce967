"""A lake of its own for each test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from relasi import engine


@pytest.fixture(autouse=True)
def lake(transactional_db: None, tmp_path: Path, monkeypatch: Any) -> Iterator[None]:  # noqa: ARG001
    monkeypatch.setenv("RELASI_LAKE", str(tmp_path / "lake"))
    _forget()
    yield
    _forget()


def _forget() -> None:
    engine.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS lake CASCADE")
