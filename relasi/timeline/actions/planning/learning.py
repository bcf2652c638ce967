"""A plan is learned from events as they come, then taken as it stands."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.kernel.errors import Refused
from relasi.timeline.models import PlanSeen, TrackingPlan
from relasi.timeline.queries.plans import seen
from relasi.timeline.rules.planning import Plan, PlannedEvent, learned, merged

from .rows import held, plan_of, save, write

# Enough to have met what a small shop sends in weeks and a large one in minutes.
LEARNED_FROM = 10_000


@transaction.atomic
def learn(*, source_id: int, by: Actor, now: datetime) -> None:
    """Begin anew with the next events; a plan that is kept stays as it is meanwhile."""
    row = held(source_id, now)
    PlanSeen.objects.filter(source_id=source_id).delete()
    begin(row, now)
    record(by, "began to learn a plan", "sources", source_id, at=now, name=row.source.name)


def begin(row: TrackingPlan, now: datetime) -> None:
    row.learning, row.learning_since = LEARNED_FROM, now
    save(row, now)


@transaction.atomic
def take(*, source_id: int, by: Actor, now: datetime) -> None:
    """What was seen until now is added to the plan, which is kept from now on."""
    row = held(source_id, now)
    news = learned(seen(source_id))
    if not news.events:
        raise Refused(_("Nothing was learned yet. Wait for the first events of this source."))
    row.learning = 0
    row.kept_since = row.kept_since or now
    write(row, merged(plan_of(row), news), now)
    record(by, "took a plan", "sources", source_id, at=now, name=row.source.name)


@transaction.atomic
def adopt(*, source_id: int, event: str, property_: str = "", by: Actor, now: datetime) -> None:
    """Take one event that was seen into the plan, or one property of it."""
    row = held(source_id, now)
    found = learned(seen(source_id, event)).events.get(event)
    if found is None or (property_ and property_ not in found.properties):
        raise Refused(_("It was not seen since learning began. Add it by hand."))
    if property_:
        found = PlannedEvent({property_: found.properties[property_]})
    write(row, merged(plan_of(row), Plan({event: found})), now)
    record(
        by,
        "changed a plan",
        "sources",
        source_id,
        at=now,
        name=row.source.name,
        event=event,
        property=property_,
    )
