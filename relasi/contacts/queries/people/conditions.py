"""From search, filters and rights to one WHERE over `contacts_contact c`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from relasi.contacts import registry
from relasi.contacts.queries import matching
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.registry import Fragment
from relasi.ui.public import FilterValue, ListState

from .searching import search

TEXTS = ("city", "region", "job_title", "source", "postal_code")
CODES = ("country", "language", "time_zone")


@dataclass(frozen=True, slots=True)
class Where:
    """Texts joined by AND, and their parameters in order."""

    texts: tuple[str, ...] = ()
    params: tuple[Any, ...] = field(default=())

    def __and__(self, other: Fragment) -> "Where":
        return Where((*self.texts, other[0]), (*self.params, *other[1]))

    @property
    def sql(self) -> str:
        return " AND ".join(f"({text})" for text in self.texts) or "TRUE"


def conditions(state: ListState, owners: Collection[int] | None) -> Where:
    """`owners` are whose rows may be seen; None is everybody's."""
    where = Where()
    if owners is not None:
        where &= ("c.owner_id = ANY(%s)", [sorted(owners)])
    if state.search:
        where &= search(state.search)
    for value in state.filters:
        where &= condition(value)
    return where


def condition(value: FilterValue) -> Fragment:
    """The SQL of one filter."""
    if value.key in TEXTS:
        return matching.text(f"c.{value.key}", value)
    if value.key in CODES:
        return matching.code(f"c.{value.key}", value)
    if value.key.startswith("fields."):
        return _custom(value)
    if value.key in BY_KEY:
        return BY_KEY[value.key](value)
    return _registered(value)


def _registered(value: FilterValue) -> Fragment:
    known = registry.list_filter(value.key)
    if known is not None:
        return known.condition(value)
    column = next(
        c for c in registry.columns() if c.filter is not None and c.filter.key == value.key
    )
    if column.condition is not None:
        return column.condition(value)
    assert column.filter is not None
    return matching.joined(column.table, column.column, column.filter.kind, value)


def _custom(value: FilterValue) -> Fragment:
    key = value.key.removeprefix("fields.")
    kind = next(field.kind for field in custom_fields("contact") if field.key == key)
    return matching.custom("c.fields", kind, key, value)


def _owner(value: FilterValue) -> Fragment:
    return matching.reference("c.owner_id", value)


def _tag(value: FilterValue) -> Fragment:
    tagged = "SELECT 1 FROM contacts_contacttag t WHERE t.contact_id = c.id"
    return {
        "is": (f"EXISTS ({tagged} AND t.tag_id = %s)", [value.value]),
        "is_not": (f"NOT EXISTS ({tagged} AND t.tag_id = %s)", [value.value]),
        "set": (f"EXISTS ({tagged})", []),
        "not_set": (f"NOT EXISTS ({tagged})", []),
    }[value.relation]


def _company(value: FilterValue) -> Fragment:
    if value.relation in {"set", "not_set"}:
        return matching.reference("c.company_id", value)
    inner, params = matching.text("co.name", value)
    companies = f"SELECT co.id FROM contacts_company co WHERE {inner}"  # noqa: S608  (our texts)
    return f"c.company_id IN ({companies})", params


def _address(kind: str) -> Callable[[FilterValue], Fragment]:
    def build(value: FilterValue) -> Fragment:
        known = (
            "EXISTS (SELECT 1 FROM contacts_identity i WHERE i.contact_id = c.id AND i.kind = %s)"
        )
        return known if value.yes else f"NOT {known}", [kind]

    return build


def _email_state(value: FilterValue) -> Fragment:
    """Of the primary address. Who has none is neither valid nor not."""
    opposite = {"is_not": "is", "not_set": "set"}.get(value.relation, value.relation)
    inner, params = matching.text("i.validity", FilterValue(value.key, opposite, value.value))
    found = (
        "c.id IN (SELECT i.contact_id FROM contacts_identity i"  # noqa: S608  (our texts)
        f" WHERE i.kind = 'email' AND i.is_primary AND {inner})"
    )
    return found if opposite == value.relation else f"NOT {found}", params


BY_KEY: Mapping[str, Callable[[FilterValue], Fragment]] = {
    "owner": _owner,
    "tag": _tag,
    "company": _company,
    "has_email": _address("email"),
    "has_phone": _address("phone"),
    "email_state": _email_state,
    "created": lambda value: matching.moment("c.created_at", value),
    "updated": lambda value: matching.moment("c.updated_at", value),
    "born_on": lambda value: matching.day("c.born_on", value),
}
