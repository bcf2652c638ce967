"""The Companies list at any size."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.accounts import public as accounts
from relasi.contacts.models import Company
from relasi.ui.public import FilterValue, ListState

from . import matching
from .fields import custom_fields
from .matching import Fragment, like

ORDERS = {"name": ("UPPER(c.name)", "c.id"), "created": ("c.created_at", "c.id")}
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class CompanyRow:
    id: int
    name: str
    domain: str
    industry: str
    city: str
    country: str
    owner: str
    people: int
    fields: dict[str, Any]
    created_at: datetime


def conditions(state: ListState, owners: Collection[int] | None) -> Fragment:
    parts: list[Fragment] = []
    if owners is not None:
        parts.append(("c.owner_id = ANY(%s)", [sorted(owners)]))
    parts += [_word(word) for word in state.search.split()]
    parts += [_condition(value) for value in state.filters]
    sql = " AND ".join(f"({text})" for text, _params in parts) or "TRUE"
    return sql, [value for _text, params in parts for value in params]


def _word(word: str) -> Fragment:
    sql = "(UPPER(c.name) LIKE %s OR c.domain LIKE %s)"
    return sql, [f"%{like(word)}%", f"{like(word).lower()}%"]


def _condition(value: FilterValue) -> Fragment:
    if value.key.startswith("fields."):
        key = value.key.removeprefix("fields.")
        kind = next(field.kind for field in custom_fields("company") if field.key == key)
        return matching.custom("c.fields", kind, key, value)
    if value.key == "owner":
        return matching.reference("c.owner_id", value)
    if value.key == "created":
        return matching.moment("c.created_at", value)
    return matching.text(f"c.{value.key}", value)


def company_ids(state: ListState, where: Fragment) -> list[int]:
    """The ids on the page, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_sql(state, where)} LIMIT %s OFFSET %s", [*where[1], state.limit, state.offset]
        )
        return [row[0] for row in cursor.fetchall()]


def stream_company_ids(state: ListState, where: Fragment) -> Iterator[list[int]]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_sql(state, where), where[1])
        while rows := cursor.fetchmany(CHUNK):
            yield [row[0] for row in rows]


def _sql(state: ListState, where: Fragment) -> str:
    way = "DESC" if state.descending else "ASC"
    order = ", ".join(f"{column} {way}" for column in ORDERS[state.sort])
    return f"SELECT c.id FROM contacts_company c WHERE {where[0]} ORDER BY {order}"  # noqa: S608  (our texts)


def company_rows(ids: Sequence[int]) -> list[CompanyRow]:
    """In the order of `ids`."""
    rows = {row.pk: row for row in Company.objects.filter(pk__in=ids)}
    owners = accounts.staff_names(row.owner_id for row in rows.values() if row.owner_id)
    people = _people(ids)
    return [
        CompanyRow(
            id=row.pk,
            name=row.name,
            domain=row.domain,
            industry=row.industry,
            city=row.city,
            country=row.country,
            owner=owners.get(row.owner_id or 0, ""),
            people=people.get(row.pk, 0),
            fields=row.fields,
            created_at=row.created_at,
        )
        for row in (rows[pk] for pk in ids if pk in rows)
    ]


def _people(ids: Sequence[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT company_id, count(*) FROM contacts_contact"
            " WHERE company_id = ANY(%s) GROUP BY company_id",
            [list(ids)],
        )
        return dict(cursor.fetchall())
