"""What every test run needs beyond the embedded database (relasi/project/testing.py)."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection


def pytest_configure() -> None:
    """Argon2id takes 30 ms on purpose; tests sign people in by the hundred."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:  # noqa: ARG001
    """Tests that commit empty every table afterwards; only there may the audit log be emptied."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_is_never_emptied")
