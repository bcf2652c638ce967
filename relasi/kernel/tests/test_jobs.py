"""The outbox rule hangs on these: a job takes effect with its transaction, or not at all."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from relasi.kernel import jobs

pytestmark = pytest.mark.django_db(transaction=True)
ran: list[Any] = []


@jobs.job("kernel.tests.note", queue="kernel-tests", attempts=3)
def note(*, word):
    ran.append(word)


@jobs.job("kernel.tests.ask", queue="kernel-tests", attempts=1)
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ran.append(cursor.fetchone()[0])


@jobs.job("kernel.tests.fail", queue="kernel-tests", attempts=2)
def fail():
    ran.append("failed")
    raise ValueError("as always")


@jobs.periodic("0 3 * * *", "kernel.tests.nightly", queue="bulk")
def nightly():
    """Every night."""
    ran.append("nightly")


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def waiting():
    ours = ProcrastinateJob.objects.filter(task_name__startswith="kernel.tests.")
    return list(ours.values_list("task_name", "status").order_by("id"))


def of_worker():
    connector = cast("DjangoConnector", app.connector)
    return app.with_connector(connector.get_worker_connector())


def work(**options):
    """A real worker, until nothing of ours is left to do."""
    worker_app = of_worker()

    async def until_idle():
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                queues=["kernel-tests"],
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                **options,
            )
        await sync_to_async(connections.close_all)()

    asyncio.run(until_idle())


def test_a_job_is_run_by_the_worker():
    jobs.later(note, word="hello")
    assert waiting() == [("kernel.tests.note", "todo")]
    work()
    assert ran == ["hello"]
    assert waiting() == [("kernel.tests.note", "succeeded")]


def test_a_job_enqueued_in_a_transaction_waits_for_its_commit():
    with transaction.atomic():
        jobs.later(note, word="hello")
        seen_by_others = _elsewhere("SELECT count(*) FROM procrastinate_jobs")
    assert seen_by_others == 0
    assert waiting() == [("kernel.tests.note", "todo")]


def test_a_job_enqueued_in_a_transaction_is_rolled_back_with_it():
    with transaction.atomic():
        jobs.later(note, word="hello")
        transaction.set_rollback(True)
    assert waiting() == []
    work()
    assert ran == []


def _elsewhere(sql, *arguments):
    """Asked on a second connection."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(sql, arguments)
            return cursor.fetchone()[0]
    finally:
        other.close()


def test_a_job_for_tomorrow_is_not_run_today():
    jobs.later(note, at=datetime.now(UTC) + timedelta(days=1), word="tomorrow")
    jobs.later(note, at=datetime.now(UTC) - timedelta(days=1), word="yesterday")
    work()
    assert ran == ["yesterday"]


def test_jobs_with_one_lock_keep_their_order():
    for word in "abc":
        jobs.later(note, lock="one", word=word)
    for _turn in "abc":
        work(concurrency=3)  # stops as soon as nothing may be fetched
    assert ran == ["a", "b", "c"]


def test_a_job_that_fails_is_tried_again_and_then_given_up():
    jobs.later(fail)
    work()
    assert waiting() == [("kernel.tests.fail", "todo")]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work()
    assert (ran, waiting()) == (["failed", "failed"], [("kernel.tests.fail", "failed")])


def test_a_job_after_a_restart_of_the_database_has_a_new_connection():
    ask.func()
    _elsewhere("SELECT pg_terminate_backend(%s)", ran[0])
    ask.func()
    assert len(set(ran)) == 2


def test_periodic_jobs_are_known_to_the_worker():
    known = {key[0]: task for key, task in app.periodic_registry.periodic_tasks.items()}
    assert known["kernel.tests.nightly"].cron == "0 3 * * *"
    known["kernel.tests.nightly"].task.func(timestamp=0)
    assert ran == ["nightly"]


def stalled(task, **arguments):
    """A job as a killed worker leaves it: doing, by a worker that no longer reports."""
    jobs.later(task, **arguments)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES"
            " (now() - interval '1 minute') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = 1", [worker]
        )


def test_the_job_of_a_killed_worker_is_run_again():
    stalled(note, word="once more")
    assert asyncio.run(_rescue()) == 1
    assert waiting() == [("kernel.tests.note", "todo")]
    assert ProcrastinateJob.objects.get().attempts == 1, "a kill is no attempt"
    work()
    assert ran == ["once more"]


def test_a_job_that_outlives_no_worker_is_given_up_at_last():
    stalled(note, word="poison")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type)"
            " SELECT id, 'started' FROM procrastinate_jobs, generate_series(1, %s)",
            [jobs.MOST_STARTS],
        )
    assert asyncio.run(_rescue()) == 0
    assert waiting() == [("kernel.tests.note", "failed")]
    assert asyncio.run(_rescue()) == 0


def test_the_job_of_a_living_worker_is_left_alone():
    stalled(note, word="still at it")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert asyncio.run(_rescue()) == 0
    assert waiting() == [("kernel.tests.note", "doing")]


async def _rescue():
    worker_app = of_worker()
    async with worker_app.open_async():
        return await jobs.rescue_stalled(worker_app)
