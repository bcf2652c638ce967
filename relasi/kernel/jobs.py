"""Work that happens later, in the worker: one door over Procrastinate.

A job is one line: load, call one verb. Its arguments are keyword-only JSON values, so
that old and new workers can live side by side, and running it twice does no harm.
`later` inside a transaction takes effect with that transaction, or not at all.

Procrastinate leaves the jobs of a killed worker as they were; `rescue` gives them to another
one within `SILENT_FOR` and a few seconds (the worker reports every 5 s, see project/roles.py).
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import close_old_connections, connection
from procrastinate import App, JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["app", "is_awaited", "job", "later", "periodic", "rescue_stalled", "was_given_up"]

SILENT_FOR = 15  # seconds without a sign of life, after which a worker counts as dead
MOST_STARTS = 100
RESCUE = """
UPDATE procrastinate_jobs j SET worker_id = NULL, scheduled_at = now(), status =
    CASE WHEN (SELECT count(*) FROM procrastinate_events e
               WHERE e.job_id = j.id AND e.type = 'started') < %(most)s
    THEN 'todo' ELSE 'failed' END::procrastinate_job_status
WHERE id = ANY(%(ids)s) AND status = 'doing'
RETURNING id, status::text AS status
"""
logger = logging.getLogger(__name__)


def job(
    name: str, *, queue: str = "default", attempts: int = 5
) -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """Make a function a job. It is tried `attempts` times, 5 s apart at first, then longer."""
    again = RetryStrategy(max_attempts=attempts - 1, wait=5, exponential_wait=3)
    retry = again if attempts > 1 else False

    def register(function: Callable[..., Any]) -> Task[Any, Any, Any]:
        return app.task(name=name, queue=queue, retry=retry)(_with_fresh_connection(function))

    return register


def _with_fresh_connection(function: Callable[..., Any]) -> Callable[..., Any]:
    """A worker's thread outlives a restart of the database: look first, as a request does."""

    @wraps(function)
    def run(*args: Any, **arguments: Any) -> Any:
        _look_at_connection()
        try:
            return function(*args, **arguments)
        finally:
            _look_at_connection()

    return run


def _look_at_connection() -> None:
    if not connection.in_atomic_block:  # called directly, inside somebody's transaction
        close_old_connections()


def periodic(
    cron: str, name: str, *, queue: str = "default"
) -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """Run a function on a schedule; `cron` may have six fields, seconds last."""

    def register(function: Callable[..., Any]) -> Task[Any, Any, Any]:
        def run(timestamp: int) -> None:
            del timestamp
            _with_fresh_connection(function)()

        run.__doc__ = function.__doc__
        task = app.task(name=name, queue=queue, queueing_lock=name)(run)
        return app.periodic(cron=cron)(task)

    return register


def later(
    task: Task[Any, Any, Any] | str,
    *,
    at: datetime | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> None:
    """Enqueue a job, at once or `at` a moment. Two jobs with one `lock` never run together.

    A verb names its job as text, since jobs know the verbs and not the other way round.
    """
    if isinstance(task, str):
        task = app.tasks[task]
    task.configure(schedule_at=at, lock=lock).defer(**arguments)


def is_awaited(lock: str) -> bool:
    """Whether a job with this lock waits or runs; one that gave up is neither."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM procrastinate_jobs WHERE lock = %s AND status IN ('todo', 'doing')"
            " LIMIT 1",
            [lock],
        )
        return cursor.fetchone() is not None


def was_given_up(lock: str) -> bool:
    """Whether the last job with this lock had its last try and failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status = 'failed' FROM procrastinate_jobs WHERE lock = %s"
            " ORDER BY id DESC LIMIT 1",
            [lock],
        )
        row = cursor.fetchone()
        return row is not None and bool(row[0])


async def rescue_stalled(app: App) -> int:
    """Let the jobs of dead workers run again; how many. A kill is no attempt of the job, but
    one that was begun `MOST_STARTS` times is given up: it may be what kills them.
    """
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR)
    ids = [job.id for job in stalled]
    if not ids:
        return 0
    rows = await app.connector.execute_query_all_async(RESCUE, ids=ids, most=MOST_STARTS)
    given_up = [row["id"] for row in rows if row["status"] == "failed"]
    for number in given_up:
        logger.error("Job %s was begun %s times and never ended; given up.", number, MOST_STARTS)
    return len(rows) - len(given_up)


@app.periodic(cron="* * * * * */5")
@app.task(name="kernel.rescue", queueing_lock="kernel.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Every five seconds, by whichever worker is free."""
    del timestamp
    await rescue_stalled(context.app)
