"""Makers for the tests of this package and of every package above it."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import F

from relasi.accounts.public import SYSTEM

from . import public
from .actions.collecting.draining import drain
from .actions.sources import add_source
from .models import Arrival, Glimpse, Intake, Quarantined

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


def make_source(name: str = "Shop", kind: str = "website", **values: Any) -> int:
    """A source that is on, with a key of its own, whose visitors agreed; every other argument of
    add_source is taken.
    """
    given = {"consent_mode": "granted"} | values
    return add_source(name=name, kind=kind, by=SYSTEM, now=NOON, **given)


def put_in_quarantine(source_id: int, body: str = '{"event": "Paid"}', **values: Any) -> int:
    """As processing does it, with its count; any column may be given."""
    given = {"family": "segment", "kind": "track", "reason": "no_id"} | values
    row = Quarantined.objects.create(
        source_id=source_id,
        body=body,
        **{"received_at": NOON, "quarantined_at": NOON} | given,
    )
    count(source_id, "quarantined", row.reason, at=row.quarantined_at)
    return row.pk


def count(
    source_id: int, outcome: str, reason: str = "", *, events: int = 1, at: datetime = NOON
) -> None:
    """Add to what is counted in that minute."""
    minute = at.replace(second=0, microsecond=0)
    row, _is_new = Intake.objects.get_or_create(
        source_id=source_id, minute=minute, outcome=outcome, reason=reason, defaults={"events": 0}
    )
    Intake.objects.filter(pk=row.pk).update(events=F("events") + events)


def make_glimpse(source_id: int, name: str = "Paid", outcome: str = "stored", **values: Any) -> int:
    given = {"at": NOON, "body": '{"event": "Paid"}'} | values
    return Glimpse.objects.create(source_id=source_id, name=name, outcome=outcome, **given).pk


def make_arrival(source_id: int, body: str = '{"event": "Paid"}', **values: Any) -> int:
    """An event that waits, as the collector leaves it."""
    given = {"family": "segment", "kind": "track", "received_at": NOON} | values
    return Arrival.objects.create(source_id=source_id, body=body, **given).pk


def process(now: datetime = NOON) -> int:
    """Everything that waits, as the worker does it; how many events."""
    return drain(lambda: now, seconds=60)
