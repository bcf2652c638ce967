"""A tracking plan: the events of a source, their properties, and what is done with the rest."""

from typing import Literal, NamedTuple

import msgspec

Doing = Literal["allow", "omit", "quarantine"]
Problem = Literal["event", "property", "value", "missing"]
ALLOW, OMIT, QUARANTINE = "allow", "omit", "quarantine"
DOINGS: tuple[Doing, ...] = ("allow", "omit", "quarantine")
PROBLEMS: tuple[Problem, ...] = ("event", "property", "value", "missing")
# JSON's own, as JSON Schema calls them; a whole number is a number too.
KINDS = ("string", "number", "integer", "boolean", "array", "object")


class PlannedProperty(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kinds` it may be of, any where there are none; `allowed` values as they are written, any
    where there are none; `other_names` under which it comes and is put right.
    """

    kinds: tuple[str, ...] = ()
    required: bool = False
    allowed: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()


class PlannedEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """By name; `other_names` as above."""

    properties: dict[str, PlannedProperty] = {}
    other_names: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """Events by the name they have on a timeline."""

    events: dict[str, PlannedEvent] = {}


class Handling(NamedTuple):
    """What is done with an event that is not planned, with a property that is not, and with a
    value that is wrong or missing.
    """

    event: Doing = "allow"
    property: Doing = "allow"
    value: Doing = "allow"

    def of(self, problem: Problem) -> Doing:
        if problem == "event":
            return self.event
        return self.property if problem == "property" else self.value
