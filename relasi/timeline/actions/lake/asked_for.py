"""Verifying and compacting by button: asked for, done as a job, stopped.

Work that was killed begins anew and does no harm. While a round is under way it waits: each is
tried again in some seconds.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

import duckdb
from django.db import transaction
from django.utils.translation import gettext as _

from relasi import engine
from relasi.accounts.public import Actor, record
from relasi.engine.saying import unsecret
from relasi.kernel.errors import Refused, RelasiError
from relasi.kernel.jobs import later, was_given_up
from relasi.timeline.models import LakeWork
from relasi.timeline.queries.lake import held
from relasi.timeline.queries.months import months_here

from .tidying import STEPS, compact_lake
from .verifying import find_faults

Kind, State = LakeWork.Kind, LakeWork.State
OPEN = (State.WAITING, State.RUNNING)
JOB = "timeline.work_on_lake"
# One after the other: each needs the lake for itself.
LOCK = "timeline.lake"
AGAIN = timedelta(seconds=5)
logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody asked for it."""


@transaction.atomic
def ask_for(*, kind: str, by: Actor, now: datetime) -> int:
    """Verify or compact the lake as a job; returns the work. Raises Refused."""
    if kind not in Kind.values:
        raise Refused(_("Choose whether the lake is to be verified or compacted."))
    if LakeWork.objects.filter(kind=kind, state__in=OPEN).exists():
        raise Refused(_("That is on its way already. Wait for it, or stop it."))
    work = LakeWork.objects.create(kind=kind, asked_at=now, asked_by=by.label)
    if kind == Kind.VERIFY:
        record(by, "verified the lake", "sources", at=now, work=work.pk)
    else:
        record(by, "compacted the lake", "sources", at=now, work=work.pk)
    later(JOB, lock=LOCK, work_id=work.pk)
    return work.pk


@transaction.atomic
def stop(*, work_id: int, by: Actor, now: datetime) -> None:
    """After the step in hand. What is done by then stays done. Raises Refused."""
    work = LakeWork.objects.select_for_update().filter(pk=work_id, state__in=OPEN).first()
    if work is None:
        raise Refused(_("That is over already."))
    work.cancel_requested = True
    if work.state == State.WAITING:
        work.state, work.finished_at = State.CANCELLED, now
    work.save(update_fields=["cancel_requested", "state", "finished_at"])
    record(by, "stopped work on the lake", "sources", at=now, work=work_id)


def work_on_lake(*, work_id: int, clock: Callable[[], datetime]) -> None:
    """Do what was asked for; twice does no harm."""
    work = LakeWork.objects.filter(pk=work_id, state__in=OPEN).first()
    if work is None:
        return
    try:
        is_done = _verify(work) if work.kind == Kind.VERIFY else _compact(work, clock())
    except Stopped:
        _finish(work, State.CANCELLED, clock())
    except (RelasiError, duckdb.Error) as error:
        engine.close()
        work.problem = unsecret(error).partition("\n")[0]
        logger.warning("The lake could not be worked on (%s): %s", work.kind, work.problem)
        _finish(work, State.FAILED, clock())
    else:
        if is_done:
            _finish(work, State.DONE, clock())
        else:
            LakeWork.objects.filter(pk=work_id).update(state=State.WAITING, step="", done=0)
            later(JOB, lock=LOCK, at=clock() + AGAIN, work_id=work_id)


def notice_given_up(*, now: datetime) -> int:
    """Say so on those whose job is gone, so that somebody can ask again; how many."""
    if not was_given_up(LOCK):
        return 0
    return LakeWork.objects.filter(state__in=OPEN).update(
        state=State.FAILED, problem="given up", finished_at=now
    )


def _verify(work: LakeWork) -> bool:
    files, *_rest = held()
    work.total, work.done = files + len(months_here()), -1

    def step(_what: str) -> None:
        work.done += 1
        _say(work)

    found = find_faults(step)
    work.faults = [asdict(fault) for fault in found]
    return [fault.kind for fault in found] != ["busy"]


def _compact(work: LakeWork, now: datetime) -> bool:
    work.total = len(STEPS)

    def step(word: str) -> None:
        work.step, work.done = word, STEPS.index(word)
        _say(work)

    return compact_lake(now, step)


def _say(work: LakeWork) -> None:
    """How far it is. Raises Stopped when somebody asked for it."""
    same = LakeWork.objects.filter(pk=work.pk)
    same.update(state=State.RUNNING, step=work.step, done=work.done, total=work.total)
    if same.values_list("cancel_requested", flat=True).get():
        raise Stopped


def _finish(work: LakeWork, state: str, now: datetime) -> None:
    if state == State.DONE:
        work.done = work.total
    work.state, work.step, work.finished_at = state, "", now
    work.save(update_fields=["state", "step", "finished_at", "done", "total", "faults", "problem"])
