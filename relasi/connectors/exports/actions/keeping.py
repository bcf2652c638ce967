"""Exports: added, changed, deleted, begun and cancelled."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.connectors.databases import public as databases
from relasi.connectors.exports.fields import chosen
from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.rules import file_name, is_table
from relasi.connectors.exports.writing.files import folder
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import later

MOST_HOURS = 24 * 31
UNDER_WAY = (Run.State.WAITING, Run.State.RUNNING)


@dataclass(frozen=True, slots=True)
class ExportIn:
    """With neither hours nor a time it goes out only when somebody says so."""

    name: str
    fields: tuple[str, ...]
    form: str
    segment_id: int | None = None
    whom: str = "others"
    database_id: int | None = None
    table: str = ""
    way: str = "swap"
    every_hours: int | None = None
    daily_at: time | None = None


@transaction.atomic
def save_export(
    *, given: ExportIn, export_id: int | None = None, by: accounts.Actor, now: datetime
) -> int:
    """Add one, or change it. A file that is called differently afterwards is deleted."""
    _authorise(by)
    _refuse(given)
    row = _locked(export_id) if export_id else Export(created_at=now)
    before = file_of(row) if export_id else None
    row.name, row.segment_id, row.fields = given.name.strip(), given.segment_id, [*given.fields]
    row.form, row.whom, row.way = given.form, given.whom, given.way
    to_table = given.form == Export.Form.TABLE
    row.database_id = given.database_id if to_table else None
    row.table = given.table.strip() if to_table else ""
    row.every_hours, row.daily_at = given.every_hours, given.daily_at
    row.next_at = next_time(row, now)
    row.save()
    if before and before != file_of(row):
        (folder() / before).unlink(missing_ok=True)
    accounts.record(by, "saved an export", "settings", row.pk, at=now, name=row.name)
    return row.pk


@transaction.atomic
def delete_export(*, export_id: int, by: accounts.Actor, now: datetime) -> None:
    """Its file goes; a table in another database stays as it is."""
    _authorise(by)
    row = _locked(export_id)
    if row.runs.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("“%(name)s” is going out. Cancel it first.") % {"name": row.name})
    if name := file_of(row):
        (folder() / name).unlink(missing_ok=True)
    row.delete()
    accounts.record(by, "deleted an export", "settings", export_id, at=now, name=row.name)


@transaction.atomic
def begin(*, export_id: int, by: accounts.Actor, now: datetime) -> int:
    """Let it go out as a job; the run that is under way, where there is one."""
    _authorise(by)
    row = _locked(export_id)
    run = _begun(row, now)
    accounts.record(by, "let an export go out", "settings", row.pk, at=now, name=row.name)
    return run


@transaction.atomic
def begin_due(now: datetime) -> int:
    """Let every export go out whose time has come; how many."""
    due = Export.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
    for row in due:
        row.next_at = next_time(row, now)
        row.save(update_fields=["next_at"])
        _begun(row, now)
    return len(due)


@transaction.atomic
def cancel(*, export_id: int, by: accounts.Actor) -> None:
    """What stands over there stays as it was."""
    _authorise(by)
    row = _locked(export_id)
    row.runs.filter(state__in=UNDER_WAY).update(cancel_requested=True)


def file_of(row: Export) -> str:
    """The name of its file, "" for a table."""
    return "" if row.form == Export.Form.TABLE else file_name(row.pk, row.name, row.form)


def next_time(row: Export, now: datetime) -> datetime | None:
    return databases.next_reading(
        every_hours=row.every_hours,
        daily_at=row.daily_at,
        zone=accounts.organisation().time_zone,
        now=now,
    )


def begin_again(row: Export, now: datetime) -> None:
    """By the house itself: somebody has to leave the table."""
    _begun(row, now)


def _begun(row: Export, now: datetime) -> int:
    waiting = row.runs.filter(state__in=UNDER_WAY).first()
    if waiting is not None:
        return waiting.pk
    run = Run.objects.create(export=row, asked_at=now)
    later("exports.go_out", lock=f"export-{row.pk}", run_id=run.pk)
    return run.pk


def _authorise(by: accounts.Actor) -> None:
    """Both: what the house is connected to, and whom it may hand out."""
    accounts.authorise(by, "edit", "settings")
    accounts.authorise(by, "export", "contacts")


def _locked(export_id: int) -> Export:
    row = Export.objects.select_for_update().filter(pk=export_id).first()
    if row is None:
        raise NotFound(_("This export is not here any more. Choose one in the list."))
    return row


def _refuse(given: ExportIn) -> None:
    if not given.name.strip():
        raise Refused(_("Give the export a name."), field="name")
    for value, kinds, field in (
        (given.form, Export.Form, "form"),
        (given.whom, Export.Whom, "whom"),
        (given.way, Export.Way, "way"),
    ):
        if value not in kinds.values:
            raise Refused(_("Choose one of those offered."), field=field)
    if not given.fields:
        raise Refused(_("Choose at least one field."), field="fields")
    chosen(given.fields)
    if given.segment_id is not None:
        audience.card(given.segment_id)
    if given.form == Export.Form.TABLE:
        _refuse_table(given)
    _refuse_times(given)


def _refuse_table(given: ExportIn) -> None:
    if given.database_id not in databases.database_names():
        raise Refused(_("Choose the database the table is in."), field="database_id")
    if not is_table(given.table.strip()):
        raise Refused(
            _(
                "Name the table with letters, digits and _, beginning with a letter and not with"
                " relasi_."
            ),
            field="table",
        )


def _refuse_times(given: ExportIn) -> None:
    if given.every_hours is not None and given.daily_at is not None:
        raise Refused(_("Choose hours or a time of the day, not both."), field="every_hours")
    if given.every_hours is not None and not 1 <= given.every_hours <= MOST_HOURS:
        raise Refused(
            _("Choose from 1 to %(most)d hours.") % {"most": MOST_HOURS}, field="every_hours"
        )
