"""Rows the run made go, unless they were changed since or something hangs on them."""
# ruff: noqa: S608 - names of tables and columns come from what targets declare

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from relasi.contacts.importing.targets import UndoTable, derived
from relasi.contacts.staying import let_people_go

from .hanging import reason_for, references
from .scope import GOING, SLICE, Slice, around, execute, keep_with_owner, list_kept

_TAKE = """
CREATE TEMPORARY TABLE import_undo ON COMMIT DROP AS
SELECT t.id AS row_id, {owner_id} AS owner_id, {changed} AS kept, %(reason)s::text AS reason
FROM {table} AS t WHERE t.id BETWEEN %(first)s AND %(last)s
"""
_CHANGED = """
t.version <> coalesce((
  SELECT max(h.after::text::int) FROM contacts_importchange AS h
  WHERE h.run_id = %(run)s AND h."table" = %(table)s AND h.row_id = t.id), 1)
"""
_OWN = """
EXISTS (SELECT 1 FROM contacts_importmade AS m WHERE m.run_id = %s AND m."table" = %s
        AND r.id BETWEEN m.first_id AND m.last_id)
"""


def remove_slice(run_id: int, table: UndoTable, tables: Sequence[UndoTable]) -> Slice:
    """The next span of rows; seen 0 when none are left. Inside a transaction."""
    let_people_go()
    span = _next_span(run_id, table.table)
    if span is None:
        return Slice(0, 0)
    _take(run_id, table, *span)
    keep_with_owner(run_id, table)
    children = [t for t in tables if t.owner and t.owner[0] == table.table]
    if table.owner is None:
        _mark_hanging(run_id, table, children)
    kept = list_kept(run_id, table)
    with around(table):
        _remove_with(run_id, table, children)
        execute(f"DELETE FROM {table.table} WHERE id IN ({GOING})")
    _forget(run_id, table, children, *span)
    return Slice(span[1] - span[0] + 1, kept)


def _next_span(run_id: int, table: str) -> tuple[int, int] | None:
    """Take the next ids off the record, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT id, first_id, last_id FROM contacts_importmade WHERE run_id = %s AND "table"'
            " = %s ORDER BY first_id DESC LIMIT 1",
            [run_id, table],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    number, first, last = row
    start = max(first, last - SLICE + 1)
    if start == first:
        execute("DELETE FROM contacts_importmade WHERE id = %s", [number])
    else:
        execute("UPDATE contacts_importmade SET last_id = %s WHERE id = %s", [start - 1, number])
    return start, last


def _take(run_id: int, table: UndoTable, first: int, last: int) -> None:
    execute("DROP TABLE IF EXISTS import_undo")
    execute(
        f"SELECT 1 FROM {table.table} WHERE id BETWEEN %s AND %s ORDER BY id FOR UPDATE",
        [first, last],
    )
    counted = table.versioned and table.owner is None
    statement = _TAKE.format(
        table=table.table,
        owner_id=f"t.{table.owner[1]}" if table.owner else "t.id",
        changed=_CHANGED if counted else "false",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "run": run_id,
                "table": table.table,
                "first": first,
                "last": last,
                "reason": _("It was changed since."),
            },
        )


def _mark_hanging(run_id: int, table: UndoTable, children: Sequence[UndoTable]) -> None:
    """Rows of others that refer to these. What the run made itself does not count."""
    free = {*table.parts, *derived()}
    own = {child.table for child in children}
    for reference in references(table.table):
        if (reference.table, reference.column) in free:
            continue
        scope = (
            f"SELECT r.{reference.column} FROM {reference.table} AS r"
            f" WHERE r.{reference.column} IN (SELECT row_id FROM import_undo)"
        )
        params: list[Any] = [reason_for(reference.table)]
        if reference.table in own:
            scope += f" AND NOT {_OWN}"
            params += [run_id, reference.table]
        execute(
            "UPDATE import_undo AS u SET kept = true, reason = %s"
            f" WHERE NOT u.kept AND u.row_id IN ({scope})",
            params,
        )


def _remove_with(run_id: int, table: UndoTable, children: Sequence[UndoTable]) -> None:
    """Parts, what is computed from the rows, and what the run made to belong to them."""
    del run_id
    for child in children:
        assert child.owner
        ids = f"SELECT id FROM {child.table} WHERE {child.owner[1]} IN ({GOING})"
        with around(child, ids):
            execute(f"DELETE FROM {child.table} WHERE {child.owner[1]} IN ({GOING})")
    computed = derived() & {(r.table, r.column) for r in references(table.table)}
    for part, column in (*table.parts, *sorted(computed)):
        execute(f"DELETE FROM {part} WHERE {column} IN ({GOING})")


def _forget(
    run_id: int, table: UndoTable, children: Sequence[UndoTable], first: int, last: int
) -> None:
    """What the run changed in rows it had made need not be known any more."""
    execute(
        'DELETE FROM contacts_importchange WHERE run_id = %s AND "table" = %s'
        " AND row_id BETWEEN %s AND %s",
        [run_id, table.table, first, last],
    )
    for child in children:
        assert child.owner
        execute(
            'DELETE FROM contacts_importchange WHERE run_id = %s AND "table" = %s'
            f" AND (coalesce(after, before) ->> '{child.owner[1]}')::bigint BETWEEN %s AND %s",
            [run_id, child.table, first, last],
        )
