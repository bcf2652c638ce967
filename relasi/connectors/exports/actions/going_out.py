"""An export goes out: part by part aside, then in place; anew from the first row after a kill."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from relasi.audience import public as audience
from relasi.connectors.exports.fields import Field, chosen, select
from relasi.connectors.exports.models import Export, Run
from relasi.connectors.exports.queries.people import count, everybody, taken_along
from relasi.connectors.exports.rules import PARTS
from relasi.connectors.exports.writing.files import file
from relasi.connectors.exports.writing.parts import Place, Rows, Unwritten
from relasi.connectors.exports.writing.tables import table
from relasi.kernel import clock
from relasi.kernel.errors import RelasiError

from .keeping import UNDER_WAY, file_of


class Cancelled(Exception):
    """Somebody said so while it went out."""


def go_out(run_id: int) -> None:
    """Nothing for a run that has ended, or is gone."""
    run = Run.objects.select_related("export").filter(pk=run_id, state__in=UNDER_WAY).first()
    if run is None:
        return
    state, problem = Run.State.DONE, ""
    try:
        _write(run, clock.now())
    except Cancelled:
        state = Run.State.CANCELLED
    except (Unwritten, RelasiError) as why:
        state = Run.State.FAILED
        problem = why.sentence if isinstance(why, RelasiError) else str(why)
    except Exception:
        _ended(run, Run.State.FAILED, _("It broke off by a fault of ours. Let it go out again."))
        raise
    _ended(run, state, problem)


def _write(run: Run, now: datetime) -> None:
    export = run.export
    fields = chosen(export.fields)
    _start(run)
    if export.segment_id is not None:
        audience.refresh(export.segment_id, now)
    people = taken_along(export.segment_id, to_others=export.whom == Export.Whom.OTHERS)
    run.total = count(people)
    run.left_out = count(everybody(export.segment_id)) - run.total
    with _place(export, fields) as place:
        for rows in _parts(fields, people):
            place.write(rows)
            run.rows += len(rows)
            _step(run)
        _step(run)
        run.bytes = place.finish()


def _start(run: Run) -> None:
    run.state, run.rows = Run.State.RUNNING, 0
    run.save(update_fields=["state", "rows"])


def _place(export: Export, fields: tuple[Field, ...]) -> AbstractContextManager[Place]:
    if export.form == Export.Form.TABLE:
        return table(export, fields)
    return file(file_of(export), export.form, fields)


def _parts(fields: tuple[Field, ...], people: str) -> Iterator[Rows]:
    """Each from where the one before ended: no transaction is open while rows are written."""
    text, last = select(fields, people, after="c.id > %s"), 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{text} LIMIT {PARTS}", [last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _step(run: Run) -> None:
    """How far it is, for eyes; raises Cancelled."""
    Run.objects.filter(pk=run.pk).update(rows=run.rows, total=run.total, left_out=run.left_out)
    if Run.objects.filter(pk=run.pk, cancel_requested=True).exists():
        raise Cancelled


def _ended(run: Run, state: str, problem: str) -> None:
    run.state, run.problem, run.ended_at = state, problem, clock.now()
    run.save(update_fields=["state", "problem", "ended_at", "rows", "total", "left_out", "bytes"])
