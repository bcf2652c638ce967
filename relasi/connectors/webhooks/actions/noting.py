"""What a try came to, for the record and for the next one."""

from datetime import datetime

from django.db import transaction

from relasi.accounts import public as accounts
from relasi.connectors.webhooks.models import Attempt, Delivery, Endpoint
from relasi.connectors.webhooks.rules import meaning, next_try
from relasi.kernel.jobs import later

State = Delivery.State


@transaction.atomic
def note(  # noqa: PLR0913 - what is known of a try, each by name
    *,
    attempt_id: int,
    seconds: float,
    status: int | None,
    word: str,
    answer: str,
    now: datetime,
) -> None:
    """Write the end of a try down. What somebody else has ended meanwhile stays as it is."""
    _hold_endpoint(attempt_id)
    tried = Attempt.objects.filter(pk=attempt_id)
    if not tried.update(seconds=seconds, status=status, word=word, answer=answer):
        return
    row = Delivery.objects.select_for_update().filter(attempts=attempt_id).get()
    if row.state != State.SENDING:
        return
    said = meaning(status) if status is not None else "failed"
    if said == "delivered":
        _end(row, State.DELIVERED, now)
        Endpoint.objects.filter(pk=row.endpoint_id, failing_since__isnull=False).update(
            failing_since=None
        )
        return
    row.failures += 1
    pause = None if said == "gone" else next_try(row.failures)
    if pause is None:
        _end(row, State.DEAD, now)
    else:
        row.state, row.due_at = State.WAITING, now + pause
        row.save(update_fields=["state", "failures", "due_at"])
    Endpoint.objects.filter(pk=row.endpoint_id, failing_since__isnull=True).update(
        failing_since=now
    )
    if said == "gone":
        _switch_off(row.endpoint_id, now)


def _hold_endpoint(attempt_id: int) -> None:
    """First what the others hang on, as who deletes it does: else each waits for the other."""
    held = Endpoint.objects.select_for_update(no_key=True, of=("self",))
    held.filter(deliveries__attempts=attempt_id).first()


def _end(row: Delivery, state: str, now: datetime) -> None:
    row.state, row.ended_at = state, now
    row.save(update_fields=["state", "failures", "ended_at"])


def _switch_off(endpoint_id: int, now: datetime) -> None:
    """410: whoever answers so wants nothing more. The owners are told."""
    row = Endpoint.objects.select_for_update().get(pk=endpoint_id)
    if not row.is_enabled:
        return
    row.is_enabled, row.gone_at, row.updated_at = False, now, now
    row.version += 1
    row.save(update_fields=["is_enabled", "gone_at", "version", "updated_at"])
    accounts.record(
        accounts.SYSTEM, "switched off a webhook that is gone", "webhooks", endpoint_id, at=now,
        name=row.name,
    )  # fmt: skip
    later("webhooks.tell_owners", endpoint_id=endpoint_id)
