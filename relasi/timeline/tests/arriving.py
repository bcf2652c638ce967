"""What tests of collecting share: events as the collector leaves them, and what became of them."""

import json
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Sum

from relasi.timeline.actions.collecting.draining import drain
from relasi.timeline.models import Arrival, Event, Intake, Quarantined, Source, Visitor

ENDED = ("stored", "withheld", "omitted", "repeated", "quarantined")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_site(name: str = "Shop", **values: Any) -> int:
    """Its visitors agreed, unless it says otherwise."""
    usual = {"write_key": f"key of {name}", "consent_mode": "granted"}
    given = usual | {"created_at": NOW, "updated_at": NOW} | values
    return Source.objects.create(name=name, **given).pk


def arrive(source_id: int, *bodies: Any, **values: Any) -> None:
    """Events wait, counted as received; a body is an event or its text."""
    given = {"family": "segment", "received_at": NOW} | values
    for body in bodies:
        text = body if isinstance(body, str) else json.dumps(body)
        Arrival.objects.create(source_id=source_id, body=text, **given)
    row, _new = Intake.objects.get_or_create(
        source_id=source_id, minute=NOW, outcome="received", defaults={"events": 0}
    )
    row.events += len(bodies)
    row.save()


def collect(now: datetime = NOW) -> int:
    return drain(lambda: now, seconds=60)


def send(source_id: int, *bodies: Any, **values: Any) -> int:
    arrive(source_id, *bodies, **values)
    return collect()


def outcomes() -> dict[str, int]:
    """How many events had each outcome."""
    rows = Intake.objects.values_list("outcome").annotate(Sum("events"))
    return {outcome: events for outcome, events in rows if events}


def is_balanced() -> bool:
    """Nothing that was received is unaccounted for, and the counts are those of the rows."""
    counted = dict.fromkeys(Intake.Outcome.values, 0) | outcomes()
    ended = sum(counted[outcome] for outcome in ENDED)
    return (
        counted["received"] == ended + Arrival.objects.count()
        and counted["quarantined"] == Quarantined.objects.count()
        and counted["stored"] == Event.objects.filter(channel="web").count()
    )


def page(anonymous_id: str, message_id: str, user_id: str | None = None, **more: Any) -> Any:
    return {
        "type": "page",
        "messageId": message_id,
        "anonymousId": anonymous_id,
        "userId": user_id,
        "context": {"page": {"url": f"https://shop.example/{message_id}"}},
    } | more


def track(user_id: str | None, message_id: str, event: str = "Added", **more: Any) -> Any:
    return {"type": "track", "messageId": message_id, "userId": user_id, "event": event} | more


def identify(user_id: Any, message_id: str, anonymous_id: str | None = None, **traits: Any) -> Any:
    return {
        "type": "identify",
        "messageId": message_id,
        "userId": user_id,
        "anonymousId": anonymous_id,
        "traits": traits,
    }


def visitor(anonymous_id: str) -> Visitor:
    return Visitor.objects.get(anonymous_id=anonymous_id)


def contact_of(value: str, kind: str = "external") -> Any:
    """Whose this address or id is; None for nobody's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id FROM contacts_identity WHERE kind = %s AND value = %s", [kind, value]
        )
        row = cursor.fetchone()
    return row[0] if row else None
