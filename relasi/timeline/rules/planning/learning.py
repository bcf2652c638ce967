"""What was seen becomes a plan."""

from collections.abc import Iterable
from typing import NamedTuple

from .plan import KINDS, Plan, PlannedEvent, PlannedProperty
from .shapes import OTHERS

# Only after so many events of a name is what all of them had taken as required.
SURE = 100


class Seen(NamedTuple):
    """How many events had this property as this kind; of the event itself both are ""."""

    event: str
    property: str
    kind: str
    events: int


def learned(seen: Iterable[Seen]) -> Plan:
    """Every event and property with the kinds it had, required what was always there."""
    rows = [one for one in seen if one.event != OTHERS]
    counts = {one.event: one.events for one in rows if not one.kind}
    found: dict[str, dict[str, dict[str, int]]] = {name: {} for name in counts}
    for one in rows:
        if one.kind and one.property != OTHERS and one.event in found:
            found[one.event].setdefault(one.property, {})[one.kind] = one.events
    return Plan({name: _event(counts[name], held) for name, held in sorted(found.items())})


def merged(plan: Plan, news: Plan) -> Plan:
    """The plan with what it lacks; what it says itself stands."""
    events = dict(plan.events)
    for name, event in news.events.items():
        mine = events.get(name)
        events[name] = (
            PlannedEvent(event.properties | mine.properties, mine.other_names) if mine else event
        )
    return Plan(events)


def _event(events: int, held: dict[str, dict[str, int]]) -> PlannedEvent:
    return PlannedEvent({name: _property(events, kinds) for name, kinds in sorted(held.items())})


def _property(events: int, kinds: dict[str, int]) -> PlannedProperty:
    always = events >= SURE and sum(kinds.values()) >= events
    named = tuple(kind for kind in KINDS if kind in kinds)
    if "number" in named:
        named = tuple(kind for kind in named if kind != "integer")
    return PlannedProperty(kinds=named, required=always)
