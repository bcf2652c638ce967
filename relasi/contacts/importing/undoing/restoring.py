"""Rows the run changed or removed become what they were; what it added to them goes.

A row counts as untouched when it still is what the run left: its version where the table
counts versions, the whole row elsewhere. The oldest `before` of a row is the one to go back
to, its newest `after` the one to find. Rows the run made itself are left to removing.
"""
# ruff: noqa: S608 - names of tables and columns come from what targets declare

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.importing.targets import UndoTable

from .scope import SLICE, Slice, around, execute, keep_with_owner, list_kept

_TAKE = """
CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
WITH next AS (
  SELECT DISTINCT h.row_id FROM contacts_importchange AS h
  WHERE h.run_id = %(run)s AND h."table" = %(table)s AND NOT EXISTS (
    SELECT 1 FROM contacts_importmade AS m
    WHERE m.run_id = %(run)s AND m."table" = %(owner)s
      AND {owner_id} BETWEEN m.first_id AND m.last_id)
  ORDER BY h.row_id LIMIT %(slice)s)
SELECT h.row_id, min({owner_id}) AS owner_id,
       (array_agg(h.before ORDER BY h.id))[1] AS before,
       (array_agg(h.after ORDER BY h.id DESC))[1] AS after,
       false AS kept, %(reason)s::text AS reason
FROM contacts_importchange AS h JOIN next USING (row_id)
WHERE h.run_id = %(run)s AND h."table" = %(table)s
GROUP BY h.row_id
"""
_FORGET = """
DELETE FROM contacts_importchange AS h USING import_undo AS u
WHERE h.run_id = %s AND h."table" = %s AND h.row_id = u.row_id
"""


def restore_slice(run_id: int, table: UndoTable, most: int = SLICE, *, keep: str = "") -> Slice:
    """The next rows of a table; seen 0 when none are left. Inside a transaction.

    With `keep` they stay as they are, for that reason. Raises IntegrityError when one of them
    cannot be as it was: its number was given away since, what it belonged to is gone.
    """
    execute("DROP TABLE IF EXISTS import_undo")
    seen = _take(run_id, table, most)
    if not seen:
        return Slice(0, 0)
    execute(
        f"SELECT 1 FROM {table.table} AS t WHERE id IN (SELECT row_id FROM import_undo)"
        " ORDER BY id FOR UPDATE"
    )
    if table.owner:
        keep_with_owner(run_id, table)
    else:
        execute(_mark_changed(table))
    if keep:
        execute("UPDATE import_undo SET kept = true, reason = %s", [keep])
    kept = list_kept(run_id, table)
    with around(table):
        for statement in _put_back(table.table):
            execute(statement)
    execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    execute(_FORGET, [run_id, table.table])
    return Slice(seen, kept)


def _take(run_id: int, table: UndoTable, most: int) -> int:
    owner, column = table.owner or (table.table, "")
    owner_id = f"(coalesce(h.after, h.before) ->> '{column}')::bigint" if column else "h.row_id"
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE.format(owner_id=owner_id),
            {
                "run": run_id,
                "table": table.table,
                "owner": owner,
                "slice": most,
                "reason": _("It was changed since."),
            },
        )
        return int(cursor.rowcount)


def _mark_changed(table: UndoTable) -> str:
    """A row that is not what the run left any more, or is gone."""
    same = "to_jsonb(t) = u.after"
    if table.versioned:
        same = (
            "CASE jsonb_typeof(u.after) WHEN 'number' THEN t.version = u.after::text::int"
            f" ELSE {same} END"
        )
    return (
        "UPDATE import_undo AS u SET kept = true WHERE u.after IS NOT NULL AND NOT EXISTS"
        f" (SELECT 1 FROM {table.table} AS t WHERE t.id = u.row_id AND {same})"
    )


def _put_back(table: str) -> list[str]:
    columns = _columns(table)
    rest = [column for column in columns if column != "id"]
    old = f"jsonb_populate_record(NULL::{table}, u.before)"
    delete = (
        f"DELETE FROM {table} AS t USING import_undo AS u"
        " WHERE t.id = u.row_id AND NOT u.kept AND u.before IS NULL"
    )
    update = (
        f"UPDATE {table} AS t SET ({', '.join(rest)}) ="
        f" (SELECT {', '.join('b.' + column for column in rest)} FROM {old} AS b)"
        " FROM import_undo AS u WHERE t.id = u.row_id AND NOT u.kept AND u.before IS NOT NULL"
        " AND u.after IS NOT NULL"
    )
    insert = (
        f"INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {', '.join('b.' + column for column in columns)} FROM import_undo AS u,"
        f" LATERAL {old} AS b WHERE NOT u.kept AND u.after IS NULL"
    )
    return [delete, update, insert]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        )
        return [row[0] for row in cursor.fetchall()]
