"""Makers for tests of imports: a file, a run of it, and a picture of tables to compare."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from relasi.accounts.public import SYSTEM, Actor
from relasi.contacts.models import ImportRefusal, ImportRun
from relasi.contacts.queries.cards import ContactCard, card, find_contact

from .actions import begin_import, revert_import, set_columns, start_import
from .running import run_import
from .undoing import run_undo

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def upload(content: str | bytes, target: str = "contacts", name: str = "list.csv") -> ImportRun:
    data = content.encode() if isinstance(content, str) else content
    run_id = begin_import(name=name, chunks=[data], target=target, by=SYSTEM, now=NOON)
    return ImportRun.objects.get(pk=run_id)


def bring_in(  # noqa: PLR0913  (a maker: each may be left out)
    content: str | bytes,
    *,
    target: str = "contacts",
    mode: str = "create_update",
    match_by: str = "",
    mapping: Mapping[int, str] | None = None,
    options: Mapping[str, Any] | None = None,
    name: str = "list.csv",
    now: datetime = NOON,
    by: Actor = SYSTEM,
) -> ImportRun:
    """Upload, settle, run: all at once, without a worker."""
    run = upload(content, target, name)
    set_columns(
        run_id=run.pk,
        mapping=mapping or {int(place): key for place, key in run.mapping.items()},
        mode=mode,
        match_by=match_by or run.match_by,
        options={**run.options, **(options or {})},
    )
    start_import(run_id=run.pk, by=by, now=now)
    run_import(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


def take_back(run: ImportRun, *, now: datetime = LATER) -> ImportRun:
    revert_import(run_id=run.pk, by=SYSTEM, now=now)
    run_undo(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


def person(kind: str, value: str) -> ContactCard:
    """Whom an address points to."""
    found = find_contact(kind, value)
    assert found is not None, f"nobody has {value}"
    return card(found)


def picture(*tables: str) -> dict[str, list[Any]]:
    """Every row of these tables as it is."""
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} AS t ORDER BY t.id")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def refusals(run: ImportRun, kind: str = "refused") -> list[tuple[int, str, str]]:
    """(row, column, reason) of what was refused, or noted."""
    rows = ImportRefusal.objects.filter(run=run, kind=kind).order_by("row_number", "pk")
    return list(rows.values_list("row_number", "column", "reason"))
