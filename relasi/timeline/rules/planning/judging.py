"""A plan made ready: what of an event departs from it, and what is done about that."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from relasi.timeline.rules.arriving.incoming import Incoming, Unreadable

from .plan import (
    ALLOW,
    OMIT,
    PROBLEMS,
    QUARANTINE,
    Doing,
    Handling,
    Plan,
    PlannedEvent,
    PlannedProperty,
    Problem,
)
from .shapes import Shape, kinds_of

# Clients that make up names by the thousand, or long ones, may not fill the memory.
MOST_SHAPES, WIDEST_SHAPE = 2_000, 8_000
LONGEST_WORD, MOST_SAID = 60, 20


class Fault(NamedTuple):
    """`property` is "" where it is the event itself; `found` says what came instead."""

    problem: Problem
    property: str = ""
    found: str = ""


class Verdict(NamedTuple):
    """`done` is what becomes of the event, `without` what is taken out of it."""

    faults: tuple[Fault, ...]
    done: Doing
    without: frozenset[str]

    @property
    def reason(self) -> str:
        """The code of what decided."""
        return f"plan_{self.faults[0].problem}"

    def complaint(self, name: str) -> Unreadable:
        said = (
            " ".join(filter(None, (one.property[:LONGEST_WORD], one.found)))
            for one in self.faults[:MOST_SAID]
        )
        return Unreadable(self.reason, "; ".join(filter(None, said)) or name)

    def done_about(self, fault: Fault, handling: Handling) -> Doing:
        """What became of this one: what the event's own fate is, else what is done with such."""
        return handling.of(fault.problem) if self.done == ALLOW else self.done


class Keeper:
    """Asked for each event of a source; it remembers what it said of each shape."""

    def __init__(self, plan: Plan, handling: Handling, *, is_kept: bool) -> None:
        self.plan = plan
        self.handling = handling
        self.is_kept = is_kept
        self.event_names = {
            other: name for name, event in plan.events.items() for other in event.other_names
        }
        self.property_names = {
            name: names for name, event in plan.events.items() if (names := _other_names(event))
        }
        self._choices = {
            name: choices for name, event in plan.events.items() if (choices := _choices(event))
        }
        self._known: dict[Shape, tuple[Fault, ...]] = {}

    def called(self, incoming: Incoming) -> str:
        """What the plan calls the event; only what was done has names of the client's choice."""
        if incoming.kind != "track":
            return incoming.name
        return self.event_names.get(incoming.name, incoming.name)

    def renames(self, incoming: Incoming, subject: Mapping[str, Any]) -> bool:
        """Whether something of it has another name in the plan."""
        if not (self.event_names or self.property_names):
            return False
        planned = self.called(incoming)
        names = self.property_names.get(planned)
        return planned != incoming.name or (
            names is not None and not names.keys().isdisjoint(subject)
        )

    def judge(
        self, shape: Shape, subject: Mapping[str, Any], *, tells_order: bool = False
    ) -> Verdict | None:
        """None where it is as planned. An order is never left out: it waits instead."""
        if not self.is_kept:
            return None
        faults = self._known.get(shape)
        if faults is None:
            faults = tuple(self._faults(shape))
            self._remember(shape, faults)
        choices = self._choices.get(shape[0])
        if choices:
            faults += _not_allowed(choices, subject, faults)
        return self._verdict(shape[0], faults, tells_order=tells_order) if faults else None

    def _remember(self, shape: Shape, faults: tuple[Fault, ...]) -> None:
        if sum(len(name) + LONGEST_WORD for name, _kind in shape[1]) > WIDEST_SHAPE:
            return
        if len(self._known) >= MOST_SHAPES:
            self._known.clear()
        self._known[shape] = faults

    def _faults(self, shape: Shape) -> list[Fault]:
        planned = self.plan.events.get(shape[0])
        if planned is None:
            return [Fault("event")]
        held = dict(kinds_of(shape))
        found = [
            fault
            for name, kind in held.items()
            if (fault := _fault(name, kind, planned.properties.get(name)))
        ]
        found += [
            Fault("missing", name)
            for name, one in planned.properties.items()
            if one.required and name not in held
        ]
        return found

    def _verdict(self, name: str, faults: tuple[Fault, ...], *, tells_order: bool) -> Verdict:
        """What decides stands first among the faults."""
        decided = [fault for fault in faults if self.handling.of(fault.problem) == QUARANTINE]
        if decided:
            return Verdict(_first(decided, faults), "quarantine", frozenset())
        planned = self.plan.events.get(name)
        decided = [fault for fault in faults if self._leaves_out(fault, planned)]
        if decided:
            done: Doing = "quarantine" if tells_order else "omit"
            return Verdict(_first(decided, faults), done, frozenset())
        taken = (fault for fault in faults if self.handling.of(fault.problem) == OMIT)
        return Verdict(faults, "allow", frozenset(fault.property for fault in taken))

    def _leaves_out(self, fault: Fault, planned: PlannedEvent | None) -> bool:
        """A property is taken out alone, unless the event may not be without it."""
        if self.handling.of(fault.problem) != OMIT:
            return False
        if planned is None or fault.problem in {"event", "missing"}:
            return True
        one = planned.properties.get(fault.property)
        return one is not None and one.required


def _other_names(event: PlannedEvent) -> dict[str, str]:
    return {other: name for name, one in event.properties.items() for other in one.other_names}


def _choices(event: PlannedEvent) -> dict[str, frozenset[str]]:
    return {name: frozenset(one.allowed) for name, one in event.properties.items() if one.allowed}


def _fault(name: str, kind: str, planned: PlannedProperty | None) -> Fault | None:
    if planned is None:
        return Fault("property", name)
    if not planned.kinds or kind in planned.kinds:
        return None
    if kind == "integer" and "number" in planned.kinds:
        return None
    return Fault("value", name, kind)


def _not_allowed(
    choices: Mapping[str, frozenset[str]], subject: Mapping[str, Any], faults: tuple[Fault, ...]
) -> tuple[Fault, ...]:
    """Of those that are of a right kind."""
    wrong = {fault.property for fault in faults}
    return tuple(
        Fault("value", name, repr(value)[:LONGEST_WORD])
        for name, allowed in choices.items()
        if name not in wrong
        and (value := subject.get(name)) is not None
        and written(value) not in allowed
    )


def written(value: Any) -> str:
    """A value as somebody would write it down."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def _first(decided: list[Fault], faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    first = min(decided, key=lambda fault: PROBLEMS.index(fault.problem))
    return (first, *(fault for fault in faults if fault is not first))
