"""The whole of taking back, slice by slice: first what was changed, then what was made."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from relasi.contacts.events import ImportFinished
from relasi.contacts.importing.targets import UndoTable, tables_of
from relasi.contacts.models import ImportRun
from relasi.kernel import bus

from .removing import remove_slice
from .restoring import restore_slice
from .scope import SLICE, Slice


def run_undo(*, run_id: int, now: datetime) -> None:
    """Take back what is left to take back. Running it twice, or two at once, does no harm."""
    run = ImportRun.objects.select_related("created_by").filter(pk=run_id).first()
    if run is None or run.state != run.State.REVERTING:
        return
    tables = tables_of(run.target)
    with translation.override(run.created_by.language if run.created_by else "en"):
        try:
            for table in tables:
                _restore(run_id, table)
            for table in tables:
                _to_the_end(run_id, partial(remove_slice, run_id, table, tables))
        except OperationalError:
            raise  # the database went away; the job is tried again and goes on
        except Exception as error:
            _stop(run, type(error).__name__)
            raise
    _finish(run, now)


def _restore(run_id: int, table: UndoTable) -> None:
    """Slice by slice; where a row cannot be as it was, ever fewer at once, until it is found."""
    most = SLICE
    while True:
        try:
            seen = _slice(run_id, partial(restore_slice, run_id, table, most)).seen
        except IntegrityError:
            if most > 1:
                most = max(1, most // 10)
                continue
            reason = _("It cannot be as it was: what it needs for that is gone or taken.")
            seen = _slice(run_id, partial(restore_slice, run_id, table, 1, keep=reason)).seen
            most = SLICE
        if not seen:
            return


def _stop(run: ImportRun, what: str) -> None:
    """What is taken back stays so; asked again, it goes on."""
    sentence = _("Taking it back stopped at something unforeseen (%(what)s). Try again.")
    ImportRun.objects.filter(pk=run.pk, state=run.State.REVERTING).update(
        state=run.State.DONE, problem=sentence % {"what": what}
    )


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
