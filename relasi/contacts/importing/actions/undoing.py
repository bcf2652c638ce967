"""Taking a whole import back."""

from datetime import datetime

from django.db import connection, transaction

from relasi.accounts.public import Actor, record
from relasi.contacts.importing import jobs
from relasi.contacts.models import ImportRun
from relasi.kernel.jobs import later

from .settling import lock_of, locked


@transaction.atomic
def revert_import(*, run_id: int, by: Actor, now: datetime) -> None:
    """Every row as it was, as a job. Rows changed since by somebody stay, and are listed."""
    State = ImportRun.State  # noqa: N806  (a class)
    run = locked(run_id, State.DONE, State.CANCELLED, State.FAILED)
    run.state = State.REVERTING
    run.undo_total, run.undo_done, run.problem = _how_much(run_id), 0, ""
    run.save(update_fields=["state", "undo_total", "undo_done", "problem"])
    later(jobs.take_back, lock=lock_of(run_id), run_id=run_id)
    record(by, "reverted", "imports", run_id, at=now)


def _how_much(run_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(last_id - first_id + 1), 0) FROM contacts_importmade"
            " WHERE run_id = %(run)s) + (SELECT count(*) FROM contacts_importchange"
            " WHERE run_id = %(run)s)",
            {"run": run_id},
        )
        return int(cursor.fetchone()[0])
