"""People who are here already: what the file says and they lack or have otherwise."""
# ruff: noqa: S608 - names of tables and columns come from what targets declare

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.actions.claims import hear
from relasi.contacts.importing.batches import Batch, Tally
from relasi.contacts.importing.copying import copy_values

from .addresses import Owners
from .attached import attach_tags, company_ids, custom_values, record_parts
from .fields import ADDRESSES, TEXTS
from .fresh import called, written
from .sameness import entries

_ADD_IDENTITIES = """
INSERT INTO contacts_identity AS t
  (contact_id, kind, value, shown, label, is_primary, validity, created_at)
SELECT contact_id, kind, value, shown, '',
       place = min(place) OVER (PARTITION BY contact_id, kind) AND NOT EXISTS (
         SELECT 1 FROM contacts_identity AS held
         WHERE held.contact_id = new.contact_id AND held.kind = new.kind AND held.is_primary),
       'unknown', %s
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY
  AS new (contact_id, kind, value, shown, place)
ORDER BY value, kind
RETURNING contact_id, id, to_jsonb(t)::text
"""
_EARLIER = """
SELECT place FROM import_known AS s
WHERE EXISTS (SELECT 1 FROM contacts_importmade AS m
              WHERE m.run_id = %(run)s AND m."table" = 'contacts_contact'
                AND s.contact_id BETWEEN m.first_id AND m.last_id)
   OR EXISTS (SELECT 1 FROM contacts_importchange AS h
              WHERE h.run_id = %(run)s AND h."table" = 'contacts_contact'
                AND h.row_id = s.contact_id)
"""

Made = tuple[int, int, str]  # whose, its number, the whole row


def change_people(batch: Batch, known: list[int], owned: Owners, tally: Tally) -> None:
    """Bring what differs in; `known` is the contact of each row."""
    batch.values = {**batch.values, "name": called(batch)} if _names_given(batch) else batch.values
    touched = _add_addresses(batch, known, owned)
    if "tags" in batch.values:
        touched |= attach_tags(batch, known)
    columns = _stage(batch, known, touched)
    tally.repeated += _note_earlier(batch)
    changed = _update(batch, columns)
    tally.updated += changed
    tally.unchanged += len(known) - changed


def _names_given(batch: Batch) -> bool:
    return bool({"given_name", "family_name"} & batch.values.keys())


def _add_addresses(batch: Batch, known: list[int], owned: Owners) -> set[int]:
    new: list[tuple[int, str, str, str]] = []
    said: list[tuple[str, str, int]] = []
    for key, kind in ADDRESSES.items():
        if key not in batch.values:
            continue
        cells = batch.values[key]
        shown = written(cells, batch.raw.get(key, cells))
        for contact, cell, text in zip(known, cells, shown, strict=True):
            parts = entries(cell)
            said.extend((kind, value, contact) for value in parts)
            new.extend(
                (contact, kind, value, text if len(parts) == 1 else value)
                for value in parts
                if (kind, value) not in owned
            )
    made = _made(batch, new)
    hear(said)
    return record_parts(batch, "contacts_identity", made)


def _made(batch: Batch, new: list[tuple[int, str, str, str]]) -> list[Made]:
    if not new:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_ADD_IDENTITIES, [batch.run.at, *map(list, zip(*new, strict=True))])
        found: list[Made] = cursor.fetchall()
    return found


def _stage(batch: Batch, known: list[int], touched: set[int]) -> list[str]:
    """A temporary table of what the file says; the columns of contacts it speaks of."""
    columns = [key for key in TEXTS if key in batch.values]
    data: dict[str, list[str] | list[int] | list[bool]] = {
        "place": list(range(len(known))),
        "contact_id": known,
        "touched": [contact in touched for contact in known],
    }
    data |= {key: batch.values[key] for key in columns}
    for key in ("born_on",):
        if key in batch.values:
            data[key] = batch.values[key]
    if "company" in batch.values:
        data["company_id"] = company_ids(batch)
    if (custom := custom_values(batch)) is not None:
        data["fields"] = custom
    kinds = {"place": "int", "contact_id": "bigint", "touched": "boolean", "company_id": "bigint"}
    shape = ", ".join(f"{key} {kinds.get(key, 'text')}" for key in data)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_known")
        cursor.execute(f"CREATE TEMPORARY TABLE import_known ({shape}) ON COMMIT DROP")
    copy_values("import_known", list(data), zip(*data.values(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_known")
    return [key for key in data if key not in {"place", "contact_id", "touched"}]


def _note_earlier(batch: Batch) -> int:
    """Rows about people this run brought in or changed before: said so."""
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {"run": batch.run.id})
        places = [row[0] for row in cursor.fetchall()]
    for place in places:
        reason = _("This person came before in the file. This row changed them.")
        batch.note(place, batch.run.match_by, reason)
    return len(places)


# How a column of the stage is compared with and written over the contact's.
_DIFFERS = {
    "born_on": "(s.born_on <> '' AND c.born_on IS DISTINCT FROM s.born_on::date)",
    "company_id": "(s.company_id > 0 AND c.company_id IS DISTINCT FROM s.company_id)",
    "fields": "NOT c.fields @> s.fields::jsonb",
}
_BECOMES = {
    "born_on": "coalesce(nullif(s.born_on, '')::date, c.born_on)",
    "company_id": "coalesce(nullif(s.company_id, 0), c.company_id)",
    "fields": "c.fields || s.fields::jsonb",
}


def _update(batch: Batch, columns: list[str]) -> int:
    differs = " OR ".join(
        ["s.touched", *(_DIFFERS.get(k, f"(s.{k} <> '' AND c.{k} <> s.{k})") for k in columns)]
    )
    becomes = "".join(
        f"{k} = {_BECOMES.get(k, f'coalesce(nullif(s.{k}, %s), c.{k})')}, " for k in columns
    ).replace("%s", "''")
    scope = f"FROM import_known AS s WHERE c.id = s.contact_id AND ({differs})"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT c.id FROM contacts_contact AS c"
            " JOIN import_known AS s ON s.contact_id = c.id ORDER BY c.id FOR UPDATE OF c) AS held"
        )
        cursor.execute(
            'INSERT INTO contacts_importchange (run_id, "table", row_id, before, after)'
            " SELECT %s, 'contacts_contact', c.id, to_jsonb(c), to_jsonb(c.version + 1)"
            f" FROM contacts_contact AS c JOIN import_known AS s ON c.id = s.contact_id"
            f" WHERE {differs}",
            [batch.run.id],
        )
        cursor.execute(
            f"UPDATE contacts_contact AS c SET {becomes} version = c.version + 1,"
            f" updated_at = %s, updated_by = %s {scope}",
            [batch.run.at, batch.run.by],
        )
        return int(cursor.rowcount)
