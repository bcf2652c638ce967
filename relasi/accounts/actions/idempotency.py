"""Answers to writes that carried an Idempotency-Key."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from relasi.accounts.models import IdempotencyRecord
from relasi.kernel.errors import Conflict, Refused

KEPT_FOR = timedelta(hours=24)


class KeyReused(Refused):
    code = "idempotency_key_reused"


class StillRunning(Conflict):
    code = "still_running"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def claim(*, actor: str, key: str, request_hash: str, now: datetime) -> Kept | None:
    """Take a key for this transaction; the kept answer if it was used before.

    Waits (10 s at most, then StillRunning) while another transaction holds the key: its
    insert is what we collide with. Raises KeyReused when the first request was another one.
    """
    IdempotencyRecord.objects.filter(actor=actor, key=key, created_at__lt=now - KEPT_FOR).delete()
    if _insert(actor, key, request_hash, now):
        return None
    record = IdempotencyRecord.objects.get(actor=actor, key=key)
    if record.request_hash != request_hash:
        raise KeyReused(
            _("This Idempotency-Key was used for another request. Make a new one."),
            field="Idempotency-Key",
        )
    return Kept(record.status or 200, bytes(record.body or b""), record.headers)


def keep(*, actor: str, key: str, kept: Kept) -> None:
    IdempotencyRecord.objects.filter(actor=actor, key=key).update(
        status=kept.status, body=kept.body, headers=kept.headers
    )


def forget_old_answers(*, now: datetime) -> int:
    """Delete what is past its 24 hours; how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]


def _insert(actor: str, key: str, request_hash: str, now: datetime) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout TO '10s'")
            cursor.execute(
                "INSERT INTO accounts_idempotencyrecord"
                " (actor, key, request_hash, headers, created_at)"
                " VALUES (%s, %s, %s, '{}', %s) ON CONFLICT DO NOTHING",
                [actor, key, request_hash, now],
            )
            inserted: bool = cursor.rowcount == 1
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        raise StillRunning(
            _("The first request with this key is still running. Ask again in a moment."),
            field="Idempotency-Key",
        ) from error
    return inserted
