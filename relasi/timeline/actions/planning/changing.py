"""Changing what is planned: one event, or the whole of it from a file."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel.errors import Refused
from relasi.timeline.plan_words import sentence_of
from relasi.timeline.rules.planning import (
    Handling,
    Misread,
    Plan,
    PlannedEvent,
    event_name,
    from_schema,
)

from .rows import held, plan_of, write

LONGEST_NAME = 60


@transaction.atomic
def plan_event(  # noqa: PLR0913 - an event in a plan has these sides, each by name
    *,
    source_id: int,
    name: str,
    event: PlannedEvent,
    is_new: bool = False,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> str:
    """Write down an event; the name it has in the plan. Raises Conflict."""
    row = held(source_id, now, expected_version)
    plan, name = plan_of(row), event_name(name)
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(_("Write the name of the event, at most 60 characters."), field="name")
    if is_new and name in plan.events:
        raise Refused(
            _("“%(name)s” is in the plan already. Open it there.") % {"name": name}, field="name"
        )
    if plan.events.get(name) != event:
        write(row, Plan(plan.events | {name: event}), now)
        source = row.source.name
        record(by, "changed a plan", "sources", source_id, at=now, name=source, event=name)
    return name


@transaction.atomic
def drop_event(*, source_id: int, name: str, by: Actor, now: datetime) -> None:
    """It is not planned any more; what was stored of it stays."""
    row = held(source_id, now)
    plan = plan_of(row)
    if name in plan.events:
        rest = {key: event for key, event in plan.events.items() if key != name}
        write(row, Plan(rest), now)
        source = row.source.name
        record(by, "changed a plan", "sources", source_id, at=now, name=source, event=name)


def plan_from(document: Any) -> tuple[Plan, Handling | None]:
    """What a document says (rules/planning/schemas.py). Raises Refused."""
    try:
        return from_schema(document)
    except Misread as misread:
        raise Refused(sentence_of(misread)) from None


@transaction.atomic
def put_plan(  # noqa: PLR0913 - as above
    *,
    source_id: int,
    plan: Plan,
    handling: Handling | None = None,
    expected_version: int | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """The whole plan anew, and what is done with the rest where that is said. Raises Conflict."""
    row = held(source_id, now, expected_version)
    if handling is not None:
        row.unplanned_event, row.unplanned_property, row.wrong_value = handling
    write(row, plan, now)
    record(by, "changed a plan", "sources", source_id, at=now, name=row.source.name)
