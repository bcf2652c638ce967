"""Whoever passed a request on hears of its course: written down first, then tried until taken."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import transaction

from relasi.kernel.errors import Refused
from relasi.kernel.outgoing.posting import Unanswered, post, target_of
from relasi.requests.models import Callback, Passed
from relasi.requests.rules import AGAIN, OPENDSR

from .signing import domain, signature

SECONDS = 15.0
AT_ONCE = 50
# Who claimed a callback and died leaves it to the others after this.
HELD = timedelta(minutes=5)


def tell(*, request_id: int, state: str, now: datetime) -> None:
    """Inside the transaction that moved the request."""
    passed = Passed.objects.filter(request_id=request_id).first()
    if passed is None:
        return
    Callback.objects.bulk_create(
        Callback(passed=passed, url=url, status=OPENDSR[state], due_at=now)
        for url in passed.callbacks
    )


def call_back(*, clock: Callable[[], datetime]) -> int:
    """Tell what is due, one after the other; how many were tried."""
    due = _claimed(clock())
    for row in due:
        problem = _told(row, clock())
        _note(row, problem, clock())
    return len(due)


@transaction.atomic
def _claimed(now: datetime) -> list[Callback]:
    rows = Callback.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(told_at=None, due_at__lte=now).select_related("passed__request")
    found = list(rows.order_by("due_at", "pk")[:AT_ONCE])
    Callback.objects.filter(pk__in=[row.pk for row in found]).update(due_at=now + HELD)
    return found


def _told(row: Callback, now: datetime) -> str:
    """Why it was not taken; empty when it was."""
    body = json.dumps(
        {
            "controller_id": row.passed.controller,
            "expected_completion_time": row.passed.request.due_at.isoformat(),
            "status_callback_url": row.url,
            "subject_request_id": str(row.passed.number),
            "request_status": row.status,
        }
    ).encode()
    headers = {
        "Content-Type": "application/json",
        "X-OpenDSR-Processor-Domain": domain(),
        "X-OpenDSR-Signature": signature(body, now),
    }
    try:
        answer = post(target_of(row.url), body, headers, seconds=SECONDS)
    except Unanswered as why:
        return f"{why.word}: {why.detail}"[:400]
    except Refused as why:
        return why.sentence[:400]
    ok = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
    return "" if ok else f"status {answer.status}"


def _note(row: Callback, problem: str, now: datetime) -> None:
    row.attempts, row.problem = row.attempts + 1, problem
    row.told_at = None if problem else now
    later = AGAIN[row.attempts - 1] if problem and row.attempts <= len(AGAIN) else None
    row.due_at = now + later if later else None
    row.save(update_fields=["attempts", "problem", "told_at", "due_at"])
