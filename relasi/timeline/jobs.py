"""What the worker does for the timeline."""

from relasi.kernel import clock, jobs

from .actions.collecting.draining import drain
from .actions.lake.asked_for import JOB, notice_given_up, work_on_lake
from .actions.lake.keeping import keep_lake
from .actions.lake.letting_go import let_go_of_months
from .actions.partitioning import tidy_partitions
from .actions.retention import let_go

# A worker asked to stop waits twenty seconds for its jobs (project/working.py).
SHIFT_SECONDS = 8.0


@jobs.periodic("17 * * * *", "timeline.tidy_partitions")
def tidy() -> None:
    tidy_partitions(clock.now())


@jobs.periodic("* * * * * *", "timeline.collect", queue="events")
def collect() -> None:
    drain(clock.now, seconds=SHIFT_SECONDS)


@jobs.periodic("37 * * * *", "timeline.let_go")
def let_go_of_old() -> None:
    let_go(clock.now())


@jobs.periodic("* * * * *", "timeline.keep_lake")
def keep() -> None:
    keep_lake(clock.now)


@jobs.periodic("23 3 * * *", "timeline.let_go_of_months")
def let_go_of_old_months() -> None:
    let_go_of_months(clock.now())


@jobs.job(JOB, queue="bulk")
def work_on(*, work_id: int) -> None:
    work_on_lake(work_id=work_id, clock=clock.now)


@jobs.periodic("* * * * *", "timeline.notice_lake_work_given_up")
def notice_work_given_up() -> None:
    notice_given_up(now=clock.now())
