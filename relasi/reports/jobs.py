"""What the worker does for reports."""

from relasi.kernel import clock
from relasi.kernel.jobs import job, periodic

from .actions.counting import count_quality, count_soon


@job("reports.count_quality", queue="bulk")
def count_quality_later() -> None:
    count_quality(now=clock.now())


@periodic("30 3 * * *", "reports.count_quality_nightly", queue="bulk")
def count_quality_nightly() -> None:
    """Days pass also where nobody writes anything down."""
    count_soon()
