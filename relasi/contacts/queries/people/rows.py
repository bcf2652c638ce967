"""What the list shows of the people on one page: a handful of queries, however wide it is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts import registry
from relasi.contacts.models import Contact
from relasi.contacts.queries.cards import primary_addresses, tags_of
from relasi.contacts.rules import called


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`more` holds the values of registered columns by key."""

    id: int
    called: str
    given_name: str
    family_name: str
    job_title: str
    email: str
    phone: str
    company_id: int | None
    company: str
    city: str
    region: str
    country: str
    language: str
    source: str
    born_on: date | None
    owner: str
    tags: tuple[str, ...]
    fields: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    more: dict[str, Any]


def person_rows(ids: Sequence[int], wanted: Collection[str] = ()) -> list[PersonRow]:
    """In the order of `ids`; registered columns only where `wanted` names them."""
    rows = {row.pk: row for row in Contact.objects.select_related("company").filter(pk__in=ids)}
    addresses = primary_addresses(ids)
    tagged = tags_of(ids)
    owners = accounts.staff_names(row.owner_id for row in rows.values() if row.owner_id)
    more = _more(ids, wanted)
    return [
        _row(rows[pk], addresses.get(pk, {}), tagged.get(pk, ()), owners, more.get(pk, {}))
        for pk in ids
        if pk in rows
    ]


def _row(
    row: Contact,
    addresses: dict[str, str],
    tags: tuple[str, ...],
    owners: dict[int, str],
    more: dict[str, Any],
) -> PersonRow:
    email, phone = addresses.get("email", ""), addresses.get("phone", "")
    return PersonRow(
        id=row.pk,
        called=_("Deleted person") if row.erased_at else called(row.name, addresses),
        given_name=row.given_name,
        family_name=row.family_name,
        job_title=row.job_title,
        email=email,
        phone=phone,
        company_id=row.company_id,
        company=row.company.name if row.company else "",
        city=row.city,
        region=row.region,
        country=row.country,
        language=row.language,
        source=row.source,
        born_on=row.born_on,
        owner=owners.get(row.owner_id or 0, ""),
        tags=tags,
        fields=row.fields,
        created_at=row.created_at,
        updated_at=row.updated_at,
        more=more,
    )


def _more(ids: Sequence[int], wanted: Collection[str]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    columns = [column for column in registry.columns() if column.key in wanted]
    for column in columns:
        for pk, value in (column.cells(ids) if column.cells else _read(column, ids)).items():
            found[pk][column.key] = value
    return found


def _read(column: registry.ListColumn, ids: Sequence[int]) -> dict[int, Any]:
    sql = f"SELECT contact_id, {column.column} FROM {column.table} WHERE contact_id = ANY(%s)"  # noqa: S608  (the package's own names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(ids)])
        return dict(cursor.fetchall())
