"""The rows behind a figure of a run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from relasi.contacts.importing.targets import UndoTable, get_target, tables_of
from relasi.contacts.models import ImportKept, ImportRefusal
from relasi.kernel.errors import NotFound

PAGE = 100
FIGURES = {
    "created": _("Added"),
    "updated": _("Changed"),
    "refused": _("Left out"),
    "notes": _("Brought in, with a note"),
    "kept": _("Stayed when it was taken back"),
}
_MADE = """
SELECT t.id, {named} FROM contacts_importmade AS m
JOIN {table} AS t ON t.id BETWEEN m.first_id AND m.last_id
WHERE m.run_id = %s AND m."table" = %s ORDER BY t.id LIMIT %s OFFSET %s
"""
_CHANGED = """
SELECT h.row_id, coalesce(({named})::text, ''), string_agg(DISTINCT k.key, ', ' ORDER BY k.key)
FROM (SELECT row_id, (array_agg(before ORDER BY id))[1] AS before
      FROM contacts_importchange WHERE run_id = %s AND "table" = %s
      GROUP BY row_id ORDER BY row_id LIMIT %s OFFSET %s) AS h
LEFT JOIN {table} AS t ON t.id = h.row_id
LEFT JOIN LATERAL (
  SELECT key FROM jsonb_each(h.before) WHERE to_jsonb(t) -> key IS DISTINCT FROM value
  AND key NOT IN ('version', 'updated_at', 'updated_by')) AS k ON true
GROUP BY 1, 2 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Behind:
    """One row: what it is called, what there is to say, and where it opens."""

    name: str
    note: str
    url: str
    cells: tuple[str, ...] = ()
    number: int | None = None
    column: str = ""


def rows_behind(run_id: int, target: str, figure: str, page: int) -> list[Behind]:
    """A page of them. Raises NotFound for a figure that has none."""
    offset = (page - 1) * PAGE
    if figure in {"refused", "notes"}:
        return [
            Behind(r.reason, "", "", tuple(r.cells), r.row_number, r.column)
            for r in _remarks(run_id, figure)[offset : offset + PAGE]
        ]
    main = get_target(target).tables[0]
    if figure == "kept":
        tables = {table.table: table for table in tables_of(target)}
        kept = ImportKept.objects.filter(run_id=run_id).order_by("pk")[offset : offset + PAGE]
        return [
            Behind(k.name or f"#{k.row_id}", k.reason, _url(tables.get(k.table), k.row_id))
            for k in kept
        ]
    if figure == "created":
        made = _query(_MADE, main, run_id, offset)
        return [Behind(name or f"#{i}", "", _url(main, i)) for i, name in made]
    if figure == "updated":
        changed = _query(_CHANGED, main, run_id, offset)
        return [Behind(name or f"#{i}", keys or "", _url(main, i)) for i, name, keys in changed]
    raise NotFound("There is nothing behind this figure.")


def _remarks(run_id: int, figure: str) -> Any:
    kind = "note" if figure == "notes" else "refused"
    return ImportRefusal.objects.filter(run_id=run_id, kind=kind).order_by("row_number", "pk")


def _query(statement: str, table: UndoTable, run_id: int, offset: int) -> list[tuple[Any, ...]]:
    named = table.named.replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(named=named, table=table.table),
            [run_id, table.table, PAGE, offset],
        )
        return list(cursor.fetchall())


def _url(table: UndoTable | None, row_id: int) -> str:
    if table is None or not table.page:
        return ""
    try:
        return reverse(table.page, args=[row_id])
    except NoReverseMatch:
        return ""


def report_rows(run_id: int) -> Iterator[list[Any]]:
    """Every refused row and every note, with the file's cells, as they are read."""
    found = ImportRefusal.objects.filter(run_id=run_id).order_by("row_number", "pk")
    for row in found.iterator(chunk_size=2000):
        kind = ImportRefusal.Kind(row.kind).label
        yield [row.row_number, row.column, row.reason, kind, *row.cells]
