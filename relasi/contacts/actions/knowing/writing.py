"""What became known, written: two COPYs for new people, one UPDATE for those known before."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts.importing.copying import copy_values, new_ids
from relasi.contacts.rules import PERSON_ATTRIBUTES, Known

TEXTS = tuple(key for key in PERSON_ATTRIBUTES if key != "born_on")
IDENTITY = (
    "contact_id", "kind", "value", "shown", "label", "is_primary", "validity", "created_at",
)  # fmt: skip
CONTACT = (
    "id", *TEXTS, "born_on", "fields", "is_sample", "version", "created_at", "updated_at",
    "updated_by",
)  # fmt: skip
FILL = """
UPDATE contacts_contact c SET {texts}, born_on = coalesce(c.born_on, t.born_on),
    fields = coalesce(t.fields, '{{}}') || c.fields,
    version = c.version + 1, updated_at = %(now)s, updated_by = %(by)s
FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS t (id bigint, {columns}, born_on date, fields jsonb)
WHERE c.id = t.id AND ({missing}
    OR (c.born_on IS NULL AND t.born_on IS NOT NULL)
    OR coalesce(t.fields, '{{}}') || c.fields <> c.fields)
RETURNING c.id
""".format(
    texts=", ".join(f"{key} = coalesce(nullif(c.{key}, ''), t.{key}, '')" for key in TEXTS),
    columns=", ".join(f"{key} text" for key in TEXTS),
    missing=" OR ".join(f"(c.{key} = '' AND t.{key} <> '')" for key in TEXTS),
)


def add_newcomers(known: Known, by_label: str, now: datetime) -> dict[int, int]:
    """Make those nobody knew; their ids by the number they had so far."""
    numbers = [number for number in known.people if number < 0]
    ids = dict(zip(numbers, new_ids("contacts_contact", len(numbers)), strict=True))
    rows = [_row(known, number, ids[number], by_label, now) for number in numbers]
    if rows:
        copy_values("contacts_contact", CONTACT, rows)
    return ids


def _row(known: Known, number: int, contact_id: int, by_label: str, now: datetime) -> list[Any]:
    person = known.people[number]
    texts = [person.values.get(key, "") for key in TEXTS]
    fields = json.dumps(person.fields)
    born_on = person.values.get("born_on")
    return [contact_id, *texts, born_on, fields, False, 1, now, now, by_label]


def add_addresses(known: Known, ids: dict[int, int], now: datetime) -> None:
    """The first of a kind is the one they are written to, unless they have one."""
    added = [
        (ids.get(number, number), kind, value)
        for number, person in known.people.items()
        for kind, value in person.addresses
    ]
    taken = _kinds_of([number for number, person in known.people.items() if person.addresses])
    rows = []
    for contact_id, kind, value in added:
        first = (contact_id, kind) not in taken
        taken.add((contact_id, kind))
        rows.append((contact_id, kind, value, value, "", first, "unknown", now))
    if rows:
        copy_values("contacts_identity", IDENTITY, rows)


def _kinds_of(numbers: list[int]) -> set[tuple[int, str]]:
    """In which kinds those known before have an address they are written to."""
    before = [number for number in numbers if number > 0]
    if not before:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT contact_id, kind FROM contacts_identity"
            " WHERE contact_id = ANY(%s) AND is_primary",
            [before],
        )
        return set(cursor.fetchall())


def fill_known(known: Known, by_label: str, now: datetime) -> list[int]:
    """Fill what is empty of people known before; who was changed."""
    rows = [
        {"id": number, "fields": person.fields or None}
        | {key: str(value) for key, value in person.values.items()}
        for number, person in known.people.items()
        if number > 0 and (person.values or person.fields)
    ]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"rows": json.dumps(rows), "now": now, "by": by_label})
        return [contact_id for (contact_id,) in cursor.fetchall()]
