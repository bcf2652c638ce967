"""Each minute: fill the lake and tidy it, where it is worth it."""

import logging
from collections.abc import Callable
from datetime import datetime

import duckdb
from django.db.models.functions import Coalesce

from relasi import engine
from relasi.engine.saying import unsecret
from relasi.kernel.errors import RelasiError
from relasi.timeline.models import LakeState
from relasi.timeline.queries.lake import waiting
from relasi.timeline.rules.lakes import AT_LEAST, is_round_due, is_tidying_due

from .rounds import bring_over
from .tidying import tidy_lake

logger = logging.getLogger(__name__)


def keep_lake(clock: Callable[[], datetime]) -> None:
    """A lake that cannot be reached loses nothing: what it lacks waits in PostgreSQL."""
    try:
        is_well = _keep(clock)
    except (RelasiError, duckdb.Error) as error:
        engine.close()
        problem = unsecret(error).partition("\n")[0]
        logger.warning("The lake could not be filled: %s", problem)
        _note_problem(problem, clock())
        return
    if is_well:
        LakeState.objects.exclude(problem="").update(problem="", failing_since=None)


def _keep(clock: Callable[[], datetime]) -> bool:
    """False where somebody else writes to the lake, so that nothing is known of how it is."""
    state = _state()
    if is_round_due(waiting(state.until, most=AT_LEAST), state.moved_at, clock()):
        if bring_over(clock()) is None:
            return False
        state = _state()
    if is_tidying_due(
        to_clean=state.to_clean, tidied_at=state.cleaned_at, took=state.cleaned_in, now=clock()
    ):
        return tidy_lake(clock())
    return True


def _state() -> LakeState:
    return LakeState.objects.filter(pk=1).first() or LakeState()


def _note_problem(problem: str, now: datetime) -> None:
    LakeState.objects.get_or_create(pk=1)
    LakeState.objects.filter(pk=1).update(
        problem=problem, failing_since=Coalesce("failing_since", now)
    )
