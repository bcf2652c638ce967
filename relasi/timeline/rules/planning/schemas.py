"""A plan as JSON Schema (draft 2020-12), one for each event, and back."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from relasi.timeline.rules.arriving.naming import LONGEST, NAMES
from relasi.timeline.rules.arriving.reserved import OF_CLIENTS, RESERVED

from .judging import written
from .plan import DOINGS, KINDS, Handling, Plan, PlannedEvent, PlannedProperty
from .shapes import LONGEST_NAME

DRAFT = "https://json-schema.org/draft/2020-12/schema"
OTHER_NAMES = "x-other-names"
HANDLING = "x-not-planned"
RESERVED_FOR_KINDS = frozenset(NAMES.values())
MOST_EVENTS, MOST_PROPERTIES, MOST_VALUES, MOST_NAMES = 500, 200, 200, 50
LONGEST_VALUE = 200


class Misread(ValueError):
    """`code` is what is wrong, `where` the place in the document."""

    def __init__(self, code: str, where: str) -> None:
        super().__init__(code, where)
        self.code = code
        self.where = where


def as_schema(plan: Plan, handling: Handling, title: str) -> dict[str, Any]:
    return {
        "$schema": DRAFT,
        "title": title,
        HANDLING: handling._asdict(),
        "$defs": {name: _event_schema(name, event) for name, event in sorted(plan.events.items())},
    }


def from_schema(document: Any) -> tuple[Plan, Handling | None]:
    """None where it does not say what is done. What it says beyond kinds, required and enum of
    properties is not read. Raises Misread.
    """
    if not isinstance(document, dict) or not isinstance(document.get("$defs"), dict):
        raise Misread("no_events", "$defs")
    said = document["$defs"]
    events: dict[str, PlannedEvent] = {}
    for raw, schema in said.items():
        name = event_name(raw)
        if not name or len(raw) > LONGEST or not raw.isprintable():
            raise Misread("bad_name", raw[:LONGEST])
        if name in events:
            raise Misread("twice", name)
        events[name] = _event_of(name, schema)
    plan = Plan(events)
    check(plan)
    return plan, _handling_of(document.get(HANDLING))


def event_name(raw: str) -> str:
    """As it is called on a timeline: reserved names are the house's."""
    own = raw.strip()
    return RESERVED.get(own.casefold(), own)


def check(plan: Plan) -> None:
    """It is no larger than it may be, and each name means one thing. Raises Misread."""
    if len(plan.events) > MOST_EVENTS:
        raise Misread("too_many_events", str(len(plan.events)))
    for name, event in plan.events.items():
        if len(event.properties) > MOST_PROPERTIES:
            raise Misread("too_many_properties", name)
    taken = set(plan.events) | OF_CLIENTS | RESERVED_FOR_KINDS
    for name, event in plan.events.items():
        _claim(event.other_names, taken, name)
        _claim_all(name, event.properties)


def _claim_all(name: str, properties: Mapping[str, PlannedProperty]) -> None:
    taken = set(properties)
    for key, one in properties.items():
        _claim(one.other_names, taken, f"{name}: {key}")


def _claim(names: tuple[str, ...], taken: set[str], where: str) -> None:
    for name in names:
        if name in taken:
            raise Misread("name_taken", f"{where}: {name}")
        taken.add(name)


def _event_schema(name: str, event: PlannedEvent) -> dict[str, Any]:
    required = [key for key, one in event.properties.items() if one.required]
    return {
        "title": name,
        "type": "object",
        "properties": {key: _property_schema(one) for key, one in event.properties.items()},
        **({"required": required} if required else {}),
        **({OTHER_NAMES: list(event.other_names)} if event.other_names else {}),
    }


def _property_schema(one: PlannedProperty) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if one.kinds:
        schema["type"] = one.kinds[0] if len(one.kinds) == 1 else list(one.kinds)
    if one.allowed:
        schema["enum"] = [_typed(value, one.kinds) for value in one.allowed]
    if one.other_names:
        schema[OTHER_NAMES] = list(one.other_names)
    return schema


def _typed(value: str, kinds: tuple[str, ...]) -> Any:
    if kinds and set(kinds) <= {"number", "integer"}:
        return _number(value)
    if kinds == ("boolean",) and value in {"true", "false"}:
        return value == "true"
    return value


def _number(value: str) -> Any:
    try:
        said = float(value)
    except ValueError:
        return value
    if not isfinite(said):
        return value
    return int(said) if said.is_integer() else said


def _event_of(name: str, schema: Any) -> PlannedEvent:
    if not isinstance(schema, dict):
        raise Misread("bad_event", name)
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise Misread("bad_event", name)
    properties = {key: True for key in required if isinstance(key, str)} | properties
    return PlannedEvent(
        {key: _property_of(key, said, name, key in required) for key, said in properties.items()},
        tuple(map(event_name, _names_of(schema.get(OTHER_NAMES), name, LONGEST))),
    )


def _property_of(key: str, said: Any, event: str, required: bool) -> PlannedProperty:  # noqa: FBT001
    where = f"{event}: {key[:LONGEST_NAME]}"
    if not key.strip() or len(key) > LONGEST_NAME or not key.isprintable():
        raise Misread("bad_name", where)
    if said is True:
        said = {}
    if not isinstance(said, dict):
        raise Misread("bad_property", where)
    return PlannedProperty(
        kinds=_kinds_of(said.get("type"), where),
        required=required,
        allowed=_values_of(said.get("enum"), where),
        other_names=_names_of(said.get(OTHER_NAMES), where, LONGEST_NAME),
    )


def _kinds_of(said: Any, where: str) -> tuple[str, ...]:
    """Null is what is not there."""
    if said is None:
        return ()
    kinds = [said] if isinstance(said, str) else said
    if not isinstance(kinds, list) or not all(kind in (*KINDS, "null") for kind in kinds):
        raise Misread("bad_kind", where)
    return tuple(kind for kind in KINDS if kind in kinds)


def _values_of(said: Any, where: str) -> tuple[str, ...]:
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > MOST_VALUES:
        raise Misread("bad_values", where)
    plain = [value for value in said if value is not None]
    values = tuple(written(value) for value in plain if isinstance(value, str | int | float))
    if len(values) < len(plain) or any(len(value) > LONGEST_VALUE for value in values):
        raise Misread("bad_values", where)
    return tuple(dict.fromkeys(values))


def _names_of(said: Any, where: str, longest: int) -> tuple[str, ...]:
    if said is None:
        return ()
    if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
        raise Misread("bad_name", where)
    names = tuple(dict.fromkeys(name.strip() for name in said if name.strip()))
    bad = any(len(name) > longest or not name.isprintable() for name in names)
    if bad or len(names) > MOST_NAMES:
        raise Misread("bad_name", where)
    return names


def _handling_of(said: Any) -> Handling | None:
    if said is None:
        return None
    fields = Handling._fields
    if not isinstance(said, dict) or set(said) != set(fields):
        raise Misread("bad_handling", HANDLING)
    if not all(said[key] in DOINGS for key in fields):
        raise Misread("bad_handling", HANDLING)
    return Handling(**said)
