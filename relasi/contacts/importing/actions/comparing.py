"""What an import would change, found by doing it and taking it back before anybody sees it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from relasi.contacts.importing.queries.forecasts import Change
from relasi.contacts.importing.running import run_import
from relasi.contacts.importing.targets import tables_of
from relasi.contacts.models import ImportChange, ImportRefusal, ImportRun

from .settling import locked, set_columns

LOOKED_AT = 2_000
SHOWN = 20
# Columns that every change moves; they say nothing about what a row is.
ASIDE = frozenset({"version", "updated_at", "search"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Of the first `looked_at` rows. `changes` and `faults` are a few of those there are."""

    looked_at: int
    created: int
    changed: int
    unchanged: int
    repeated: int
    refused: int
    changes: tuple[Change, ...]
    faults: tuple[tuple[int, str], ...]
    problem: str


def difference(*, run_id: int, now: datetime, most: int = LOOKED_AT) -> Difference:
    """Bring the first rows in, look, and roll everything back."""
    with transaction.atomic():
        run = locked(run_id, ImportRun.State.UPLOADED)
        set_columns(
            run_id=run_id,
            mapping={int(place): key for place, key in run.mapping.items()},
            mode=run.mode,
            match_by=run.match_by,
            options=run.options,
        )
        ImportRun.objects.filter(pk=run_id).update(state=ImportRun.State.MAPPED)
        run_import(run_id=run_id, now=now, most=most)
        found = _looked_at(run_id)
        transaction.set_rollback(True)
    return found


def _looked_at(run_id: int) -> Difference:
    run = ImportRun.objects.get(pk=run_id)
    refusals = ImportRefusal.objects.filter(run_id=run_id, kind="refused").order_by("row_number")
    return Difference(
        looked_at=run.rows_read,
        created=run.rows_created,
        changed=run.rows_updated,
        unchanged=run.rows_unchanged,
        repeated=run.rows_repeated,
        refused=run.rows_refused,
        changes=tuple(_changes(run)),
        faults=tuple(refusals.values_list("row_number", "reason")[:SHOWN]),
        problem=run.problem,
    )


def _changes(run: ImportRun) -> list[Change]:
    """Rows that were there before, beside what has become of them."""
    labels = {table.table: str(table.label) for table in tables_of(run.target)}
    rows = ImportChange.objects.filter(run_id=run.pk, before__isnull=False).order_by("pk")
    found = []
    for row in rows[: SHOWN * 5]:
        fields = _fields(row.before or {}, _now(row.table, row.row_id))
        if fields and row.table in labels:
            found.append(Change(labels[row.table], row.row_id, fields))
    return found[:SHOWN]


def _now(table: str, row_id: int) -> Mapping[str, Any]:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT to_jsonb(t) FROM {name} AS t WHERE t.id = %s", [row_id])  # noqa: S608
        row = cursor.fetchone()
    return json.loads(row[0]) if row else {}


def _fields(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, _text(before[name]), _text(after.get(name)))
        for name in before
        if name not in ASIDE and before[name] != after.get(name)
    )


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items() if one)
    return "" if value is None else str(value)[:200]
