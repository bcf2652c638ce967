"""A few rows for a word: in Ctrl+K, when joining two people, when choosing a company."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse

from relasi.accounts.public import Actor, visible_owners

from .cards import names, primary_addresses
from .matching import like
from .people.conditions import Where
from .people.searching import search


@dataclass(frozen=True, slots=True)
class Found:
    id: int
    name: str
    note: str
    url: str


def find_people(actor: Actor, text: str, limit: int, *, but: int | None = None) -> list[Found]:
    """Those who fit, whose name begins like the text first."""
    if not text.strip():
        return []
    owners = visible_owners(actor, "view", "contacts")
    where = Where() & search(text.strip())
    if owners is not None:
        where &= ("c.owner_id = ANY(%s)", [sorted(owners)])
    if but is not None:
        where &= ("c.id <> %s", [but])
    sql = (
        "SELECT c.id, c.city FROM (SELECT c.id, c.city, c.name FROM contacts_contact c"  # noqa: S608  (our texts)
        f" WHERE {where.sql} LIMIT 200) c"
        " ORDER BY UPPER(c.name) LIKE %s DESC, length(c.name), c.id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*where.params, f"{like(text.strip())}%", limit])
        rows = cursor.fetchall()
    ids = [pk for pk, _city in rows]
    called, addresses = names(ids), primary_addresses(ids)
    return [
        Found(
            pk,
            called[pk],
            _note(addresses.get(pk, {}), city),
            reverse("contacts:contact", args=[pk]),
        )
        for pk, city in rows
    ]


def _note(addresses: dict[str, str], city: str) -> str:
    return " · ".join(part for part in (addresses.get("email", ""), city) if part)


def find_companies(actor: Actor, text: str, limit: int) -> list[Found]:
    """Companies with these words in their name."""
    words = [f"%{like(word)}%" for word in text.split()]
    if not words:
        return []
    conditions = ["UPPER(name) LIKE %s" for _word in words]
    params: list[Any] = list(words)
    owners = visible_owners(actor, "view", "companies")
    if owners is not None:
        conditions.append("owner_id = ANY(%s)")
        params.append(sorted(owners))
    sql = (
        "SELECT id, name, city FROM contacts_company"  # noqa: S608  (our texts)
        f" WHERE {' AND '.join(conditions)} ORDER BY UPPER(name), id LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, limit])
        rows = cursor.fetchall()
    return [
        Found(pk, name, city, reverse("contacts:company", args=[pk])) for pk, name, city in rows
    ]
