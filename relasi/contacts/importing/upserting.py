"""One table, one key: rows that are new are made, rows that differ are changed, as sets."""
# ruff: noqa: S608 - names of tables and columns come from what targets declare

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from .batches import Batch, Tally, without
from .copying import copy_values, new_ids, record_made

_CHANGES = """
INSERT INTO contacts_importchange (run_id, "table", row_id, before, after)
SELECT %s, %s, t.id, to_jsonb(t), to_jsonb(t.version + 1)
FROM {table} AS t JOIN import_stage AS s ON s.id = t.id WHERE ({differs})
"""
_EARLIER = """
SELECT s.place FROM import_stage AS s WHERE EXISTS (
  SELECT 1 FROM contacts_importmade AS m WHERE m.run_id = %(run)s AND m."table" = %(table)s
  AND s.id BETWEEN m.first_id AND m.last_id)
OR EXISTS (
  SELECT 1 FROM contacts_importchange AS h WHERE h.run_id = %(run)s AND h."table" = %(table)s
  AND h.row_id = s.id)
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a table keeps a batch: `columns` with their SQL types, `defaults` for a new row.
    `key` is the field rows are known by, `known_by` the SQL of it in the table and of `s.key`.
    """

    table: str
    key: str
    known_by: tuple[str, str]
    columns: Mapping[str, str]
    defaults: Mapping[str, str]
    merged: tuple[str, ...] = ()


def upsert(batch: Batch, kept: Kept, extra: Mapping[str, list[str]] | None = None) -> Tally:
    """`extra` are columns that the target worked out itself ("" for nothing)."""
    whole, batch = batch, _with_key(batch, kept.key)
    rows, repeats = one_by_key(batch, kept.key)
    tally = Tally(repeated=repeats)
    values = {k: rows.values[k] for k in kept.columns if k in rows.values}
    if extra:
        place_of = {number: place for place, number in enumerate(whole.numbers)}
        at = [place_of[number] for number in rows.numbers]
        values |= {k: [column[p] for p in at] for k, column in extra.items()}
    _stage(rows, kept, values)
    known = _known(kept)
    new = without(len(rows), known)
    if batch.run.mode == "update":
        for place in new:
            reason = _("Nothing here is known by this, and only known rows were to be changed.")
            rows.refuse(place, kept.key, reason)
    else:
        tally.created = _add(rows, kept, list(values), new)
    if batch.run.mode == "create":
        tally.unchanged = len(known)
    else:
        tally.repeated += _note_earlier(rows, kept.table, kept.key)
        tally.updated = _change(rows, kept, list(values))
        tally.unchanged = len(known) - tally.updated
    whole.remarks = rows.remarks
    return tally


def _with_key(batch: Batch, key: str) -> Batch:
    """Rows nothing could be recognised by are refused."""
    empty = [place for place, value in enumerate(batch.column(key)) if not value]
    if not empty:
        return batch
    for place in empty:
        batch.refuse(place, key, _("This is empty, and rows are recognised by it."))
    remarks = batch.remarks
    rows = batch.only(without(len(batch), empty))
    rows.remarks = remarks
    return rows


def one_by_key(batch: Batch, key: str) -> tuple[Batch, int]:
    """Each key once: what a later row says replaces what the earlier one said."""
    keys = [value.casefold() for value in batch.column(key)]
    if len(set(keys)) == len(keys):
        return batch, 0
    first: dict[str, int] = {}
    gone: list[int] = []
    values = {name: list(column) for name, column in batch.values.items()}
    for place, value in enumerate(keys):
        start = first.setdefault(value, place)
        if start == place:
            continue
        gone.append(place)
        named = {"key": batch.values[key][place], "row": batch.numbers[start]}
        batch.note(
            place, key, _("%(key)s came before, in row %(row)s. This row changed it.") % named
        )
        for column in values.values():
            column[start] = column[place] or column[start]
    remarks = batch.remarks
    batch.values = values
    rows = batch.only(without(len(batch), gone))
    rows.remarks = remarks
    return rows, len(gone)


def _stage(rows: Batch, kept: Kept, values: Mapping[str, list[str]]) -> None:
    shape = ", ".join(f"{key} text" for key in values)
    comma = ", " if shape else ""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS import_stage")
        cursor.execute(
            f"CREATE TEMPORARY TABLE import_stage (place int, id bigint, key text{comma}{shape})"
            " ON COMMIT DROP"
        )
    data = [range(len(rows)), rows.column(kept.key), *values.values()]
    copy_values("import_stage", ("place", "key", *values), zip(*data, strict=True))
    theirs, ours = kept.known_by
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_stage")
        cursor.execute(
            f"UPDATE import_stage AS s SET id = t.id FROM ("
            f" SELECT DISTINCT ON ({theirs}) id, {theirs} AS known FROM {kept.table} AS t"
            f" WHERE {theirs} IN (SELECT {ours} FROM import_stage AS s) ORDER BY {theirs}, id"
            f") AS t WHERE t.known = {ours}"
        )


def _known(kept: Kept) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place FROM import_stage AS s JOIN (SELECT t.id FROM {kept.table} AS t"
            " WHERE t.id IN (SELECT id FROM import_stage) ORDER BY t.id FOR UPDATE) AS held"
            " ON held.id = s.id"
        )
        return [row[0] for row in cursor.fetchall()]


def _add(rows: Batch, kept: Kept, columns: list[str], places: list[int]) -> int:
    ids = new_ids(kept.table, len(places))
    fresh = {k: v for k, v in kept.defaults.items() if k not in columns}
    names = [*columns, *fresh]
    becomes = [_value(kept, key, kept.defaults.get(key, "''")) for key in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {kept.table} (id, {', '.join(names)})"
            f" SELECT new.id, {', '.join([*becomes, *fresh.values()])}"
            " FROM import_stage AS s JOIN unnest(%(ids)s::bigint[], %(places)s::int[])"
            " AS new (id, place) USING (place)",
            {"ids": ids, "places": places, "at": rows.run.at, "by": rows.run.by},
        )
    record_made(rows, kept.table, ids)
    return len(ids)


def _value(kept: Kept, key: str, otherwise: str) -> str:
    if key in kept.merged:
        return f"coalesce(nullif(s.{key}, '')::jsonb, '{{}}'::jsonb)"
    return f"coalesce(nullif(s.{key}, '')::{kept.columns[key]}, {otherwise})"


def _change(rows: Batch, kept: Kept, columns: list[str]) -> int:
    if not columns:
        return 0
    differs = " OR ".join(
        f"(s.{k} <> '' AND NOT t.{k} @> s.{k}::jsonb)"
        if k in kept.merged
        else f"(s.{k} <> '' AND t.{k} IS DISTINCT FROM s.{k}::{kept.columns[k]})"
        for k in columns
    )
    becomes = ", ".join(
        f"{k} = t.{k} || coalesce(nullif(s.{k}, '')::jsonb, '{{}}')"
        if k in kept.merged
        else f"{k} = {_value(kept, k, f't.{k}')}"
        for k in columns
    )
    touched = "".join(f", {k} = %(at)s" for k in ("updated_at",) if k in kept.defaults)
    touched += "".join(f", {k} = %(by)s" for k in ("updated_by",) if k in kept.defaults)
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGES.format(table=kept.table, differs=differs), [rows.run.id, kept.table]
        )
        cursor.execute(
            f"UPDATE {kept.table} AS t SET {becomes}, version = t.version + 1{touched}"
            f" FROM import_stage AS s WHERE s.id = t.id AND ({differs})",
            {"at": rows.run.at, "by": rows.run.by},
        )
        return int(cursor.rowcount)


def _note_earlier(rows: Batch, table: str, key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {"run": rows.run.id, "table": table})
        places = [row[0] for row in cursor.fetchall()]
    # Rows made a moment ago carry no id in the stage, so only earlier chunks are found.
    for place in places:
        rows.note(place, key, _("This came before in the file. This row changed it."))
    return len(places)
