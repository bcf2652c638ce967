"""What is wrong with a tracking plan, in a sentence."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _in

from .rules.planning import ALLOW, QUARANTINE, Handling, Misread, Plan

SENTENCES: dict[str, Promise] = {
    "no_events": _("The file holds no events. They stand under “$defs”, one JSON Schema for each."),
    "too_many_events": _("A plan holds at most 500 events, this one has %(where)s."),
    "too_many_properties": _("“%(where)s” has more than 200 properties, the most that a plan holds"
                             " of one event."),
    "bad_name": _("“%(where)s” is no name. Names are text without line breaks: of events at most"
                  " 60 characters, of properties at most 80."),
    "twice": _("“%(where)s” is there twice: reserved names are the same in any capitals."),
    "name_taken": _("“%(where)s”: this name means something else already. Choose each other name"
                    " once, and none that is planned or reserved."),
    "bad_event": _("“%(where)s” must be a JSON Schema with “properties” and a list “required”."),
    "bad_property": _("“%(where)s” must be a JSON Schema: an object with “type” or “enum”."),
    "bad_kind": _("“%(where)s”: the type must be string, number, integer, boolean, array or"
                  " object."),
    "bad_values": _("“%(where)s”: “enum” must be a list of at most 200 texts, numbers or yes and"
                    " no, each of at most 200 characters."),
    "bad_handling": _("“%(where)s” must say allow, omit or quarantine for event, property and"
                      " value."),
}  # fmt: skip


def sentence_of(misread: Misread) -> str:
    return str(SENTENCES[misread.code]) % {"where": misread.where}


LACKS_ORDERS = _(
    "Not in the plan: %(names)s. Such orders wait in quarantine and are no sales until they are"
    " sent through."
)
STRICT_ORDERS = _(
    "Orders that depart from the plan wait in quarantine and are no sales until they are sent"
    " through. Leave wide what they may carry."
)
LACKS: dict[str, Promise] = {
    "page viewed": _("“page viewed” is not in the plan: no visits would be measured."),
    "identified": _("“identified” is not in the plan: signing in would make nobody known."),
}
ORDERS = ("checkout completed", "checkout changed", "checkout refunded", "checkout cancelled")
KIND_WORDS: dict[str, Promise] = {
    "string": _in("kind", "text"),
    "number": _in("kind", "number"),
    "integer": _in("kind", "whole number"),
    "boolean": _in("kind", "yes or no"),
    "array": _in("kind", "list"),
    "object": _in("kind", "object"),
}


DONE: dict[str, Promise] = {
    "allow": _("stored"),
    "omit": _("left out"),
    "quarantine": _("in quarantine"),
}


def kinds_called(kinds: Iterable[str]) -> str:
    """“text or number”; "" for any."""
    return _g(" or ").join(str(KIND_WORDS[kind]) for kind in kinds)


def warnings_of(plan: Plan, handling: Handling) -> list[str]:
    """What the house lives on and this plan stands in the way of."""
    lacks = [name for name in ORDERS if name not in plan.events]
    found = []
    if handling.event != ALLOW and lacks:
        names = ", ".join(f"“{name}”" for name in lacks)
        found.append(str(LACKS_ORDERS) % {"names": names})
    strict = handling.value != ALLOW or handling.property == QUARANTINE
    if strict and len(lacks) < len(ORDERS):
        found.append(str(STRICT_ORDERS))
    if handling.event != ALLOW:
        found += [str(said) for name, said in LACKS.items() if name not in plan.events]
    return found
