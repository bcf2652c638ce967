"""The row of a plan, held while it is changed."""

from datetime import datetime

import msgspec
from django.utils.translation import gettext as _

from relasi.kernel.errors import Conflict, NotFound, Refused
from relasi.timeline.models import Source, TrackingPlan
from relasi.timeline.plan_words import sentence_of
from relasi.timeline.rules.planning import Misread, Plan, check


def held(source_id: int, now: datetime, expected_version: int | None = None) -> TrackingPlan:
    """The row, ours until the transaction ends; a new one of version 0 where there is none.
    Raises NotFound, and Conflict when it is not at `expected_version` any more.
    """
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise NotFound(_("This source is not here any more. Choose one in the list."))
    row = TrackingPlan.objects.select_for_update().filter(pk=source_id).first()
    row = row or TrackingPlan(source=source, version=0, updated_at=now)
    if expected_version not in {None, row.version}:
        raise Conflict(
            _("Somebody changed this plan while you were writing. Compare, then save again.")
        )
    return row


def plan_of(row: TrackingPlan) -> Plan:
    return msgspec.convert(row.document, Plan, strict=False)


def write(row: TrackingPlan, plan: Plan, now: datetime) -> None:
    """Raises Refused where the plan cannot be kept."""
    try:
        check(plan)
    except Misread as misread:
        raise Refused(sentence_of(misread)) from None
    row.document = msgspec.to_builtins(plan)
    save(row, now)


def save(row: TrackingPlan, now: datetime) -> None:
    row.version += 1
    row.updated_at = now
    row.save()
