"""What every test run needs beyond the embedded database (relasi/project/testing.py)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

# Beside other tests a machine may be ten times as slow; nothing here is about time.
hypothesis.register_profile("relasi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("relasi")


def pytest_configure() -> None:
    """Argon2id takes 30 ms on purpose; tests sign people in by the hundred."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


EVENTS_GO_WITH_KEYS = """
CREATE OR REPLACE FUNCTION test_empties_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM timeline_event) THEN
        TRUNCATE timeline_event;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER test_empties_events AFTER TRUNCATE ON timeline_eventkey
    FOR EACH STATEMENT EXECUTE FUNCTION test_empties_events()
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page that was asked for in another language leaves it behind for the next test."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:  # noqa: ARG001
    """Tests that commit empty every table afterwards; only there may the audit log be emptied.

    Django empties the tables it manages. Events are in none of them: they go with their keys.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditentry DISABLE TRIGGER audit_is_never_emptied")
        cursor.execute(EVENTS_GO_WITH_KEYS)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was not tried for want of something is said loudly, a line for each thing."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"SKIPPED {count} TESTS: {reason}", yellow=True, bold=True)
