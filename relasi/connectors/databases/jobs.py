"""What the worker does for feeds."""

from relasi.kernel import clock, jobs

from .actions.reading import read_due, read_feed


@jobs.periodic("* * * * *", "databases.read_due")
def look() -> None:
    read_due(clock.now())


@jobs.job("databases.read", queue="bulk")
def read(*, feed_id: int) -> None:
    read_feed(feed_id=feed_id, now=clock.now())
