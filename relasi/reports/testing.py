"""Makers for our tests and for those above."""

from datetime import UTC, datetime, timedelta
from typing import Any

from relasi.timeline.testing import make_event

# A Wednesday; its week began on Monday the 2nd.
NOW = datetime(2026, 3, 4, 5, tzinfo=UTC)


def make_visit(contact_id: int, *, ago: timedelta, source: str = "search", **fields: Any) -> None:
    """One page looked at, `ago` before NOW."""
    make_event(contact_id, "page viewed", at=NOW - ago, source=source, **fields)
