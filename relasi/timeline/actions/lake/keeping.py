"""Each minute: fill the lake and tidy it, where it is worth it."""

import logging
from collections.abc import Callable
from datetime import datetime

import duckdb

from relasi import engine
from relasi.engine.lake import LakeUnavailable
from relasi.engine.saying import unsecret
from relasi.timeline.models import LakeState
from relasi.timeline.queries.lake import waiting
from relasi.timeline.rules.lakes import AT_LEAST, is_round_due, is_tidying_due

from .rounds import bring_over
from .tidying import tidy_lake

logger = logging.getLogger(__name__)


def keep_lake(clock: Callable[[], datetime]) -> None:
    """A lake that cannot be reached loses nothing: what it lacks waits in PostgreSQL."""
    try:
        _keep(clock)
    except (LakeUnavailable, duckdb.Error) as error:
        engine.close()
        problem = unsecret(error).partition("\n")[0]
        logger.warning("The lake could not be filled: %s", problem)
        LakeState.objects.update_or_create(pk=1, defaults={"problem": problem})


def _keep(clock: Callable[[], datetime]) -> None:
    state = LakeState.objects.filter(pk=1).first() or LakeState()
    if is_round_due(waiting(state.until, most=AT_LEAST), state.moved_at, clock()):
        bring_over(clock())
        state = LakeState.objects.get(pk=1)
    if is_tidying_due(
        to_clean=state.to_clean, tidied_at=state.cleaned_at, took=state.cleaned_in, now=clock()
    ):
        tidy_lake(clock())
