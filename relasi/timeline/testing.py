"""Makers for the tests of this package and of every package above it."""

from datetime import UTC, datetime
from typing import Any

from . import public

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_event(
    contact_id: int, name: str = "page viewed", *, at: datetime = NOON, **values: Any
) -> int | None:
    """Record an event on the web; every other field of NewEvent may be given."""
    values.setdefault("channel", "web")
    return public.record(public.NewEvent(contact_id=contact_id, at=at, name=name, **values))


def names_of(contact_id: int) -> list[str]:
    """What happened to a contact, newest first."""
    return [event.name for event in public.page_of(contact_id, limit=1000)]
