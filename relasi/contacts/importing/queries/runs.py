"""Imports as cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts.importing.people.target import PERSON
from relasi.contacts.importing.targets import get_target, targets
from relasi.contacts.models import ImportKept, ImportMade, ImportRefusal, ImportRun
from relasi.kernel.errors import NotFound

SORTS = {"created": "created_at", "file": "file_name", "rows": "rows_read"}
WORKING = frozenset({"mapped", "running", "reverting"})
REVERTIBLE = frozenset({"done", "cancelled", "failed"})


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import. `percent` is how far its job has come, of bringing in or of taking back."""

    id: int
    target: str
    target_label: str
    file_name: str
    state: str
    state_label: str
    mode: str
    match_by: str
    header: Sequence[str]
    mapping: Mapping[int, str]
    options: Mapping[str, Any]
    encoding: str
    delimiter: str
    rows_total: int | None
    rows_read: int
    created: int
    updated: int
    unchanged: int
    repeated: int
    refused: int
    undo_total: int
    undo_done: int
    problem: str
    cancelling: bool
    by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reverted_at: datetime | None

    @property
    def working(self) -> bool:
        return self.state in WORKING

    @property
    def revertible(self) -> bool:
        return self.state in REVERTIBLE

    @property
    def done(self) -> int:
        return self.undo_done if self.state == "reverting" else self.rows_read

    @property
    def total(self) -> int:
        """At least what is done: the number of rows is an estimate until the end."""
        if self.state == "reverting":
            return max(1, self.undo_total)
        return max(1, self.rows_read, self.rows_total or 0)


def import_card(run_id: int) -> ImportCard:
    """Raises NotFound."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("This import is not here any more."))
    return _card(run, accounts.staff_names([run.created_by_id] if run.created_by_id else []))


def import_cards(  # noqa: PLR0913  (a page of a list)
    *, sort: str, descending: bool, search: str, target: str, offset: int, limit: int
) -> tuple[list[ImportCard], int]:
    """A page of imports, newest first unless asked otherwise, and how many there are."""
    found = ImportRun.objects.filter(target__in=[known.key for known in targets()])
    if search:
        found = found.filter(file_name__icontains=search)
    if target:
        found = found.filter(target=target)
    column = SORTS.get(sort, "created_at")
    sign = "-" if descending else ""
    rows = list(found.order_by(f"{sign}{column}", f"{sign}id")[offset : offset + limit])
    names = accounts.staff_names([row.created_by_id for row in rows if row.created_by_id])
    return [_card(row, names) for row in rows], found.count()


def _card(run: ImportRun, names: Mapping[int, str]) -> ImportCard:
    return ImportCard(
        id=run.pk,
        target=run.target,
        target_label=str(get_target(run.target).label),
        file_name=run.file_name,
        state=run.state,
        state_label=str(ImportRun.State(run.state).label),
        mode=run.mode,
        match_by=run.match_by,
        header=tuple(run.header),
        mapping={int(place): key for place, key in run.mapping.items()},
        options=run.options,
        encoding=run.encoding,
        delimiter=run.delimiter,
        rows_total=run.rows_total,
        rows_read=run.rows_read,
        created=run.rows_created,
        updated=run.rows_updated,
        unchanged=run.rows_unchanged,
        repeated=run.rows_repeated,
        refused=run.rows_refused,
        undo_total=run.undo_total,
        undo_done=run.undo_done,
        problem=run.problem,
        cancelling=run.cancel_requested,
        by=names.get(run.created_by_id or 0, ""),
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        reverted_at=run.reverted_at,
    )


@dataclass(frozen=True, slots=True)
class Remarks:
    """How many notes a run left, how many rows taking it back has kept, and how many people it
    added beside what it was about.
    """

    notes: int
    kept: int
    people: int


def remarks_of(run_id: int) -> Remarks:
    counted = ImportRefusal.objects.filter(run_id=run_id, kind="note").aggregate(n=Count("id"))
    kept = ImportKept.objects.filter(run_id=run_id).count()
    return Remarks(counted["n"], kept, _people_beside(run_id))


def _people_beside(run_id: int) -> int:
    run = ImportRun.objects.get(pk=run_id)
    if run.state == run.State.REVERTED or get_target(run.target).newcomers is None:
        return 0
    made = ImportMade.objects.filter(run_id=run_id, table=PERSON.table)
    found = made.aggregate(n=Sum(F("last_id") - F("first_id") + 1))
    return int(found["n"] or 0)
