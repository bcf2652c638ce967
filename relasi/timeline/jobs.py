"""What the worker does for the timeline."""

from relasi.kernel import clock, jobs

from .actions.partitioning import tidy_partitions


@jobs.periodic("17 * * * *", "timeline.tidy_partitions")
def tidy() -> None:
    tidy_partitions(clock.now())
