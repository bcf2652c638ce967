"""Starting, stopping and going on. The work itself is a job."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.contacts.importing import jobs
from relasi.contacts.importing.suggesting import remember
from relasi.contacts.models import ImportRun
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later

from .settling import lock_of, locked, set_columns


@transaction.atomic
def start_import(*, run_id: int, by: Actor, now: datetime) -> None:
    """Bring the file in, as a job. What its headers meant is remembered."""
    run = locked(run_id, ImportRun.State.UPLOADED)
    set_columns(
        run_id=run_id,
        mapping={int(place): key for place, key in run.mapping.items()},
        mode=run.mode,
        match_by=run.match_by,
        options=run.options,
    )
    if run.options.get("has_header", True):
        remember(run.target, run.header, run.mapping)
    _enqueue(run)
    record(by, "started", "imports", run_id, at=now, mode=run.mode)


@transaction.atomic
def resume_import(*, run_id: int, by: Actor, now: datetime) -> None:
    """Let one that failed or was stopped go on where it was."""
    run = locked(run_id, ImportRun.State.FAILED, ImportRun.State.CANCELLED)
    if not run.file_path:
        raise Refused(_("The file of this import was deleted after 30 days. Upload it again."))
    run.problem, run.cancel_requested = "", False
    run.save(update_fields=["problem", "cancel_requested"])
    _enqueue(run)
    record(by, "resumed", "imports", run_id, at=now)


@transaction.atomic
def cancel_import(*, run_id: int, by: Actor, now: datetime) -> None:
    """Stop after the rows in hand. What is in stays, and can be taken back."""
    run = locked(run_id, ImportRun.State.MAPPED, ImportRun.State.RUNNING)
    run.cancel_requested = True
    if run.state == ImportRun.State.MAPPED:
        run.state, run.finished_at = ImportRun.State.CANCELLED, now
    run.save(update_fields=["cancel_requested", "state", "finished_at"])
    record(by, "cancelled", "imports", run_id, at=now)


def _enqueue(run: ImportRun) -> None:
    run.state = ImportRun.State.MAPPED
    run.save(update_fields=["state"])
    later(jobs.bring_in, lock=lock_of(run.pk), run_id=run.pk)
