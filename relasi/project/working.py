"""One worker process: several lanes of queues, each with places of its own."""

import asyncio
import os
import signal
import sys
from typing import NoReturn

from procrastinate import App

# What comes in from web sites neither waits for long work nor does long work wait for it; nor
# does either wait for receivers of webhooks that are slow to answer.
EVENTS = "events"
WEBHOOKS = "webhooks"
WEBHOOK_PLACES = 3  # one shift sends while those before it wait for their last answers
Lane = tuple[list[str], int]  # queues, and how many of their jobs run at once


def lanes(app: App, queues: list[str] | None, concurrency: int) -> list[Lane]:
    """The lanes of a worker; of one that was told its queues a single one."""
    if queues:
        return [(queues, concurrency)]
    others = sorted({task.queue for task in app.tasks.values()} - {EVENTS, WEBHOOKS})
    return [(others, concurrency), ([EVENTS], 1), ([WEBHOOKS], WEBHOOK_PLACES)]


async def work(app: App, lanes: list[Lane]) -> NoReturn:
    """Until told to stop, or until one lane fails: then the supervisor starts all anew."""
    async with app.open_async():
        workers = [asyncio.create_task(_lane(app, *lane)) for lane in lanes]
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, _stop, workers)
        await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        _stop(workers)
        for problem in await asyncio.gather(*workers, return_exceptions=True):
            if isinstance(problem, Exception):
                raise problem
        _leave()


async def _lane(app: App, queues: list[str], places: int) -> None:
    await app.run_worker_async(
        queues=queues,
        concurrency=places,
        update_heartbeat_interval=5,
        stalled_worker_timeout=15,
        fetch_job_polling_interval=1,
        shutdown_graceful_timeout=20,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


def _stop(workers: list["asyncio.Task[None]"]) -> None:
    """A cancelled worker takes no more jobs and waits for those under way."""
    for worker in workers:
        worker.cancel()


def _leave() -> NoReturn:
    """End at once: a job that outlived its grace would go on without a heartbeat, and twice."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
