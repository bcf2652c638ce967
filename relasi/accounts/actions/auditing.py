"""The audit log: append-only, each entry's hash covers the one before."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.accounts import audit_chain
from relasi.accounts.models import AuditEntry
from relasi.accounts.rules import Actor
from relasi.kernel import clock

# Any number, the same in every process: whoever holds it writes the next entry.
AUDIT_LOCK = 7_236_171


def record(
    actor: Actor,
    action: str,
    obj: str,
    object_id: object = "",
    *,
    at: datetime | None = None,
    **detail: Any,
) -> int:
    """Write down that `actor` did `action` ("merged") to `obj` ("contacts") and return the number.

    Call it last in a verb, inside its transaction: the lock that keeps the chain in order is
    held until the commit. `detail` is JSON; never put a secret or an address book into it.
    Words are English and stay for ever; what readers see is said in the package's audit_words.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AUDIT_LOCK])
        last = AuditEntry.objects.order_by("-pk").first()
        entry = AuditEntry(
            id=last.pk + 1 if last else 1,
            at=at or clock.now(),
            actor=actor.label,
            actor_name=actor.name,
            action=action,
            object=obj,
            object_id=str(object_id),
            detail=detail,
            previous_hash=last.hash if last else audit_chain.GENESIS,
        )
        entry.hash = audit_chain.hash_of(entry)
        entry.save(force_insert=True)
        number, seal = entry.pk, entry.hash
        transaction.on_commit(lambda: audit_chain.anchor(number, seal), robust=True)
    return number


def anchor_head() -> None:
    """Sign the last entry there is."""
    last = AuditEntry.objects.order_by("-pk").first()
    if last is not None:
        audit_chain.anchor(last.pk, last.hash)
