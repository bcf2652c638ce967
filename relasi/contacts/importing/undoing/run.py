"""The whole of taking back, slice by slice: first what was changed, then what was made."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import translation

from relasi.contacts.events import ImportFinished
from relasi.contacts.importing.targets import tables_of
from relasi.contacts.models import ImportRun
from relasi.kernel import bus

from .removing import remove_slice
from .restoring import restore_slice
from .scope import Slice


def run_undo(*, run_id: int, now: datetime) -> None:
    """Take back what is left to take back. Running it twice, or two at once, does no harm."""
    run = ImportRun.objects.select_related("created_by").filter(pk=run_id).first()
    if run is None or run.state != run.State.REVERTING:
        return
    tables = tables_of(run.target)
    with translation.override(run.created_by.language if run.created_by else "en"):
        for table in tables:
            _to_the_end(run_id, partial(restore_slice, run_id, table))
        for table in tables:
            _to_the_end(run_id, partial(remove_slice, run_id, table, tables))
    _finish(run, now)


def _to_the_end(run_id: int, work: Callable[[], Slice]) -> None:
    while _slice(run_id, work).seen:
        pass


@transaction.atomic
def _slice(run_id: int, work: Callable[[], Slice]) -> Slice:
    """One transaction: the rows, the record of them, and how far it came."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state != run.State.REVERTING:
        return Slice(0, 0)
    done = work()
    ImportRun.objects.filter(pk=run_id).update(undo_done=F("undo_done") + done.seen)
    return done


@transaction.atomic
def _finish(run: ImportRun, now: datetime) -> None:
    still = ImportRun.objects.filter(pk=run.pk, state=run.State.REVERTING)
    if still.update(state=run.State.REVERTED, reverted_at=now):
        bus.publish(ImportFinished(run.pk, run.target))
