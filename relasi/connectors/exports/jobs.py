"""What the worker does for exports."""

from relasi.kernel import clock, jobs

from .actions.going_out import go_out
from .actions.keeping import begin_due


@jobs.periodic("* * * * *", "exports.begin_due")
def look() -> None:
    begin_due(clock.now())


@jobs.job("exports.go_out", queue="bulk", attempts=1)
def run(*, run_id: int) -> None:
    go_out(run_id)
