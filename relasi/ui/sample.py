"""Rows for the catalogue: a list that really filters, sorts and pages, without a database."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import components
from .lists.cells import Cell, Row
from .lists.spec import Action, BulkAction, Column, EmptyState, Filter, ListSpec
from .lists.state import FilterValue, ListState

CITIES: Final = ("Denpasar", "Ubud", "Medan", "Surabaya", "Jakarta", "Bandung", "Singapore", "Solo")
GIVEN: Final = ("Ratna", "Hannah", "Clara", "Rizky", "Oliver", "Putri", "Bagas", "Intan", "Agus")
FAMILY: Final = ("Kusuma", "Whitfield", "Simanjuntak", "Ramadhan", "Grant", "Siregar", "Hidayat")
STAGES: Final = {
    "prospect": (_("Prospect"), "line"),
    "active": (_("Active"), "good"),
    "at_risk": (_("At risk"), "warn"),
    "lapsed": (_("Lapsed"), "bad"),
}
LAST: Final = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Someone:
    id: int
    name: str
    city: str
    stage: str
    value: Decimal
    risk: float
    last: date
    mail: str


def _someone(number: int, chance: Random) -> Someone:
    return Someone(
        id=number,
        name=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
        city=chance.choice(CITIES),
        stage=chance.choice(tuple(STAGES)),
        value=Decimal(chance.randrange(40, 1900)) * 10_000,
        risk=round(chance.uniform(0.05, 0.95), 3),
        last=LAST - timedelta(days=chance.randrange(400)),
        mail=chance.choice(("yes", "yes", "yes", "no", "off")),
    )


_chance = Random(14)  # noqa: S311  # a fixed cast, not a secret
EVERYONE: Final = tuple(_someone(number, _chance) for number in range(1, 413))


def _stages() -> list[tuple[str, str]]:
    return [(key, str(label)) for key, (label, _kind) in STAGES.items()]


SPEC: Final = ListSpec(
    key="catalogue",
    title=_("People"),
    columns=(
        Column("name", _("Name")),
        Column("value", _("Value so far"), kind="money"),
        Column("expected", _("Expected, 12 months"), kind="html", sortable=False, wide_only=True),
        Column("risk", _("Churn risk"), kind="percent", wide_only=True),
        Column("stage", _("Stage"), wide_only=True, sortable=False),
        Column("reach", _("Reach"), kind="html", sortable=False, wide_only=True),
        Column("last", _("Last contact"), kind="date", wide_only=True),
        Column("city", _("City"), default=False),
    ),
    filters=(
        Filter("stage", _("Stage"), kind="choice", choices=_stages),
        Filter("city", _("City")),
        Filter("risk", _("Churn risk"), kind="percent"),
        Filter("last", _("Last contact"), kind="date"),
        Filter("mail", _("May be reached by e-mail"), kind="boolean"),
    ),
    default_sort="-value",
    bulk=(BulkAction("tag", pgettext_lazy("to do", "Tag"), "tags", "ui:catalogue_bulk"),),
    export_name="people",
    page_size=25,
)
EMPTY: Final = ListSpec(
    key="nothing",
    title=_("People"),
    columns=(Column("name", _("Name")),),
    empty=EmptyState(
        _("Know who you serve"),
        _("Everybody you write to or sell to stands here once, with all their addresses."),
        Action(_("Bring in a file"), "/ui/", "upload"),
        Action(_("Look at the parts"), "/ui/"),
    ),
)


def _fits(person: Someone, asked: FilterValue) -> bool:
    value = getattr(person, asked.key)
    match asked.relation:
        case "set" | "not_set":
            return bool(value) is (asked.relation == "set")
        case "contains":
            return asked.value.casefold() in str(value).casefold()
        case "above" | "below":
            return (value > asked.share) is (asked.relation == "above")
        case "after" | "before":
            return (value > asked.on) is (asked.relation == "after")
    if asked.key == "mail":
        return (person.mail == "yes") is asked.yes
    return (str(value) == asked.value) is (asked.relation == "is")


def found(state: ListState) -> list[Someone]:
    """Everybody the list's question finds, in its order."""
    people = [
        person
        for person in EVERYONE
        if state.search.casefold() in person.name.casefold()
        and all(_fits(person, asked) for asked in state.filters)
    ]
    return sorted(people, key=lambda p: getattr(p, state.sort), reverse=state.descending)


def row(person: Someone) -> Row:
    label, kind = STAGES[person.stage]
    middle = float(person.value) / 190_000
    return Row(
        id=person.id,
        url=reverse("ui:catalogue"),
        aside_url=reverse("ui:catalogue_aside", args=[person.id]),
        cells={
            "name": Cell(person.name, note=person.city, who="person"),
            "value": Cell(person.value, currency="IDR"),
            "expected": components.whisker(middle * 0.6, middle, middle * 1.3),
            "risk": person.risk,
            "stage": Cell(str(label), tag=kind),
            "reach": components.reach(email=person.mail, sms="no", push="no"),
            "last": person.last,
            "city": person.city,
        },
    )
