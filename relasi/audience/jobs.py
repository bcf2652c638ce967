"""Work on segments in the background."""

from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions.refreshing import refresh, refresh_all


@job("audience.refresh", queue="bulk")
def refresh_later(*, segment_id: int) -> None:
    refresh(segment_id, clock.now())


@job("audience.refresh_all", queue="bulk")
def refresh_all_later() -> None:
    refresh_all(clock.now())


@periodic("30 2 * * *", "audience.refresh_nightly", queue="bulk")
def refresh_nightly() -> None:
    """After the night's scores."""
    refresh_all(clock.now())
