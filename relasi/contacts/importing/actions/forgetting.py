"""Files hold what people said of themselves: they stay as long as an import needs them."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import models, transaction

from relasi.contacts.models import ImportRun

from .settling import discard_import, remove_files

State = ImportRun.State
# As long may an import wait that was not begun, or that stopped on its way.
KEPT = timedelta(days=30)


def forget_files(*, now: datetime) -> int:
    """Delete the files of imports that are over, and of those nobody went on with; how many."""
    waiting = ImportRun.objects.filter(created_at__lt=now - KEPT)
    for run_id in waiting.filter(state=State.UPLOADED).values_list("pk", flat=True):
        discard_import(run_id=run_id)
    over = ImportRun.objects.filter(state__in=[State.DONE, State.REVERTED])
    stopped = waiting.filter(state__in=[State.FAILED, State.CANCELLED])
    return sum(_forget(run_id) for runs in (over, stopped) for run_id in _with_file(runs))


def _with_file(runs: models.QuerySet[ImportRun]) -> list[int]:
    return list(runs.exclude(file_path="").values_list("pk", flat=True))


@transaction.atomic
def _forget(run_id: int) -> bool:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state in {State.RUNNING, State.REVERTING}:  # begun again since
        return False
    path = Path(run.file_path)
    run.file_path = ""
    run.save(update_fields=["file_path"])
    transaction.on_commit(lambda: remove_files(path))
    return True
