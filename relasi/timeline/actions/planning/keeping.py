"""Whether a plan is kept, and what is done with what departs from it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel.errors import Refused
from relasi.timeline.rules.planning import DOINGS, Handling

from .rows import held, plan_of, save

FIELDS = {
    "unplanned_event": "event",
    "unplanned_property": "property",
    "wrong_value": "value",
}


@transaction.atomic
def keep_plan(*, source_id: int, by: Actor, now: datetime) -> None:
    """Judge by it from now on."""
    row = held(source_id, now)
    if not plan_of(row).events:
        raise Refused(_("The plan is empty. Learn it from events, add an event, or bring a file."))
    if row.kept_since is None:
        row.kept_since, row.learning = now, 0
        save(row, now)
        record(by, "kept a plan", "sources", source_id, at=now, name=row.source.name)


@transaction.atomic
def rest_plan(*, source_id: int, by: Actor, now: datetime) -> None:
    """It stays written down; every event is taken in as if there were none."""
    row = held(source_id, now)
    if row.kept_since is not None:
        row.kept_since = None
        save(row, now)
        record(by, "let a plan rest", "sources", source_id, at=now, name=row.source.name)


@transaction.atomic
def handle(
    *,
    source_id: int,
    handling: Handling,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Say what is done with what departs from the plan. Raises Conflict."""
    row = held(source_id, now, expected_version)
    changed = {}
    for field, key in FIELDS.items():
        wanted = getattr(handling, key)
        if wanted not in DOINGS:
            raise Refused(_("Choose one of the ways offered."), field=field)
        if getattr(row, field) != wanted:
            changed[field] = wanted
            setattr(row, field, wanted)
    if changed:
        save(row, now)
        name, fields = row.source.name, list(changed)
        record(by, "changed a plan", "sources", source_id, at=now, name=name, fields=fields)
