"""Work that happens later, in the worker: one door over Procrastinate.

A job is one line: load, call one verb. Its arguments are keyword-only JSON values, so
that old and new workers can live side by side, and running it twice does no harm.
`later` inside a transaction takes effect with that transaction, or not at all.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["app", "job", "later", "periodic"]


def job(
    name: str, *, queue: str = "default", attempts: int = 5
) -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """Make a function a job. It is tried `attempts` times, 5 s apart at first, then longer."""
    retry = RetryStrategy(max_attempts=attempts, wait=5, exponential_wait=3)
    return app.task(name=name, queue=queue, retry=retry)


def periodic(
    cron: str, name: str, *, queue: str = "default"
) -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """Run a function on a schedule; `cron` may have six fields, seconds last."""

    def register(function: Callable[..., Any]) -> Task[Any, Any, Any]:
        def run(timestamp: int) -> None:
            del timestamp
            function()

        run.__doc__ = function.__doc__
        task = app.task(name=name, queue=queue, queueing_lock=name)(run)
        return app.periodic(cron=cron)(task)

    return register


def later(
    task: Task[Any, Any, Any],
    *,
    at: datetime | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> None:
    """Enqueue a job, at once or `at` a moment. Two jobs with one `lock` never run together."""
    task.configure(schedule_at=at, lock=lock).defer(**arguments)
