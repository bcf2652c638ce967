"""Scores in the background: one computation at a time."""

from relasi.accounts.public import SYSTEM
from relasi.kernel import clock
from relasi.kernel.jobs import job, later, periodic

from .actions.recomputing import SCORING, recompute


@job("insight.recompute", queue="bulk", attempts=2)
def recompute_later(*, whole: bool = False) -> None:
    recompute(now=clock.now(), by=SYSTEM, whole=whole)


@periodic("0 2 * * *", "insight.recompute_nightly", queue="bulk")
def recompute_nightly() -> None:
    """Days pass even where nobody buys."""
    later(recompute_later, lock=SCORING)
