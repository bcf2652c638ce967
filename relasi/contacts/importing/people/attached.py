"""What hangs on a person: company, custom fields, tags."""

import json

from django.db import connection

from relasi.contacts.importing.batches import Batch
from relasi.contacts.importing.copying import copy_values, record_made

from .fields import CUSTOM
from .sameness import entries

# Companies and tags are made by name: two lanes that meet the same new name wait here.
_NAMES_LOCK = 0x52454C41


def company_ids(batch: Batch) -> list[int]:
    """The company of each row, made where its name is new; 0 for none."""
    wanted = {name.upper(): name for name in batch.values["company"] if name}
    known = _companies(list(wanted))
    if missing := [name for upper, name in wanted.items() if upper not in known]:
        _lock_names()
        known |= _companies([name.upper() for name in missing])
        fresh = [name for name in missing if name.upper() not in known]
        known |= _add_companies(batch, fresh)
    return [known.get(name.upper(), 0) for name in batch.values["company"]]


def _companies(names: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper(name), min(id) FROM contacts_company"
            " WHERE upper(name) = ANY(%s) GROUP BY 1",
            [names],
        )
        return dict(cursor.fetchall())


def _add_companies(batch: Batch, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    moment = batch.run.at
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_company (name, domain, industry, city, country, fields,"
            " is_sample, created_at, updated_at, updated_by, version)"
            " SELECT name, '', '', '', '', '{}', false, %s, %s, %s, 1"
            " FROM unnest(%s::text[]) AS name RETURNING upper(name), id",
            [moment, moment, batch.run.by, names],
        )
        made = dict(cursor.fetchall())
    record_made(batch, "contacts_company", list(made.values()))
    return made


def custom_values(batch: Batch) -> list[str] | None:
    """The JSON object of custom fields of each row; None when no column fills one."""
    keys = [key for key in batch.values if key.startswith(CUSTOM)]
    if not keys:
        return None
    names = [json.dumps(key.removeprefix(CUSTOM)) for key in keys]
    rows = zip(*(batch.values[key] for key in keys), strict=True)
    return [
        "{" + ", ".join(f"{n}: {v}" for n, v in zip(names, row, strict=True) if v) + "}"
        for row in rows
    ]


def attach_tags(batch: Batch, ids: list[int]) -> set[int]:
    """Tag the contact of each row; those who got a tag they did not have."""
    cells = zip(ids, batch.values["tags"], strict=True)
    pairs = [(number, name) for number, cell in cells for name in entries(cell)]
    if not pairs:
        return set()
    tags = _tags(batch, {name for _number, name in pairs})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contacttag AS t (contact_id, tag_id, tagged_at)"
            " SELECT DISTINCT contact_id, tag_id, %s::timestamptz"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS new (contact_id, tag_id)"
            " ORDER BY 1, 2 ON CONFLICT (contact_id, tag_id) DO NOTHING"
            " RETURNING contact_id, id, to_jsonb(t)::text",
            [
                batch.run.at,
                [number for number, _name in pairs],
                [tags[name.upper()] for _number, name in pairs],
            ],
        )
        made = cursor.fetchall()
    return record_parts(batch, "contacts_contacttag", made)


def record_parts(batch: Batch, table: str, made: list[tuple[int, int, str]]) -> set[int]:
    """Remember single rows (contact, id, the row) made beside people who were known before."""
    fresh = set(batch.contact_ids)
    rows = [
        (batch.run.id, table, number, row) for contact, number, row in made if contact not in fresh
    ]
    if rows:
        copy_values("contacts_importchange", ("run_id", '"table"', "row_id", "after"), rows)
    return {contact for contact, _number, _row in made}


def _tags(batch: Batch, names: set[str]) -> dict[str, int]:
    wanted = {name.upper(): name for name in sorted(names)}
    known = _known_tags(list(wanted))
    if missing := [name for upper, name in wanted.items() if upper not in known]:
        _lock_names()
        known |= _known_tags([name.upper() for name in missing])
        fresh = [name for name in missing if name.upper() not in known]
        known |= _add_tags(batch, fresh)
    return known


def _known_tags(names: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper(name), min(id) FROM contacts_tag WHERE upper(name) = ANY(%s) GROUP BY 1",
            [names],
        )
        return dict(cursor.fetchall())


def _add_tags(batch: Batch, names: list[str]) -> dict[str, int]:
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_tag (name, is_sample)"
            " SELECT name, false FROM unnest(%s::text[]) AS name"
            " RETURNING upper(name), id",
            [names],
        )
        made = dict(cursor.fetchall())
    record_made(batch, "contacts_tag", list(made.values()))
    return made


def _lock_names() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NAMES_LOCK])
