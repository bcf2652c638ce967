"""What became known, written: two COPYs for new people, one UPDATE for those known before."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from relasi.contacts.actions.claims import prefer_sure
from relasi.contacts.importing.copying import copy_values, new_ids
from relasi.contacts.rules import PERSON_ATTRIBUTES, Known

TEXTS = tuple(key for key in PERSON_ATTRIBUTES if key != "born_on")
IDENTITY = (
    "contact_id", "kind", "value", "shown", "label", "is_primary", "validity", "is_claimed",
    "created_at",
)  # fmt: skip
CONTACT = (
    "id", *TEXTS, "born_on", "fields", "is_sample", "version", "created_at", "updated_at",
    "updated_by",
)  # fmt: skip
LET_GO = """
DELETE FROM contacts_identity i USING (
    SELECT o.id, row_number() OVER (
        PARTITION BY o.contact_id, o.kind ORDER BY NOT o.is_claimed, o.created_at, o.id
    ) <= n.count AS goes
    FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS n (contact_id, kind, count)
    JOIN contacts_identity o ON o.contact_id = n.contact_id AND o.kind = n.kind
) old WHERE i.id = old.id AND old.goes
"""
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


def add_addresses(known: Known, ids: dict[int, int], now: datetime) -> set[int]:
    """The first of a kind is the one they are written to, unless they have one. Returns the
    people who have a surer one now than that.
    """
    claimed_first = _first_of([number for number, one in known.people.items() if one.addresses])
    rows, contested = [], set()
    for number, person in known.people.items():
        for address in person.addresses:
            kind, value = address
            contact_id, is_claimed = ids.get(number, number), address in known.claimed
            is_first = (contact_id, kind) not in claimed_first
            if claimed_first.setdefault((contact_id, kind), is_claimed) and not is_claimed:
                contested.add(contact_id)
            rows.append((contact_id, kind, value, value, "", is_first, "unknown", is_claimed, now))
    if rows:
        copy_values("contacts_identity", IDENTITY, rows)
    return contested


def _first_of(numbers: list[int]) -> dict[tuple[int, str], bool]:
    """In which kinds those known before have an address they are written to, and whether it is
    claimed.
    """
    before = [number for number in numbers if number > 0]
    if not before:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id, kind, is_claimed FROM contacts_identity"
            " WHERE contact_id = ANY(%s) AND is_primary",
            [before],
        )
        return {(contact_id, kind): claimed for contact_id, kind, claimed in cursor.fetchall()}


def let_go(known: Known, ids: dict[int, int]) -> None:
    """Of whom there were too many of a kind, those known longest go, claimed ones first."""
    if not known.let_go:
        return
    rows = [(ids.get(who, who), kind, count) for (who, kind), count in known.let_go.items()]
    with connection.cursor() as cursor:
        cursor.execute(LET_GO, [list(column) for column in zip(*rows, strict=True)])
    prefer_sure({who for who, _kind, _count in rows})


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
