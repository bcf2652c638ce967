"""A run that is interrupted goes on where it was, with every row."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.utils import OperationalError

from relasi.accounts.public import SYSTEM
from relasi.contacts.importing.actions import (
    notice_given_up,
    resume_import,
    revert_import,
    start_import,
)
from relasi.contacts.importing.running import chunks, run, run_import
from relasi.contacts.importing.testing import LATER, NOON, bring_in, take_back, upload
from relasi.contacts.models import Contact

ROWS = 200
# The connection that brings "Person 60" in is lost, the first time; others wait behind it.
LOSE_A_CONNECTION = """
CREATE SEQUENCE times_lost;
CREATE FUNCTION lose_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name = 'Person 60' AND nextval('times_lost') = 1 THEN
        PERFORM pg_sleep(0.5);
        PERFORM pg_terminate_backend(pg_backend_pid());
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lose_connection BEFORE INSERT ON contacts_contact
    FOR EACH ROW EXECUTE FUNCTION lose_connection();
"""


@pytest.fixture
def a_connection_is_lost() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(LOSE_A_CONNECTION)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER lose_connection ON contacts_contact")
        cursor.execute("DROP FUNCTION lose_connection; DROP SEQUENCE times_lost")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("a_connection_is_lost")
def test_rows_of_a_batch_that_failed_come_in_when_the_run_goes_on(monkeypatch):
    monkeypatch.setattr(chunks, "FIRST", 10)
    monkeypatch.setattr(run, "FIRST", 10)
    monkeypatch.setattr(chunks, "SIZE", 20)
    lines = "".join(f"Person {n},person{n}@example.org\n" for n in range(ROWS))
    found = upload(f"name,email\n{lines}")
    start_import(run_id=found.pk, by=SYSTEM, now=NOON)
    with pytest.raises(OperationalError):
        run_import(run_id=found.pk, now=NOON)

    run_import(run_id=found.pk, now=NOON)

    found.refresh_from_db()
    assert (found.state, found.rows_read, found.rows_created) == ("done", ROWS, ROWS)
    assert Contact.objects.count() == ROWS


@pytest.mark.django_db
def test_searches_find_nothing_left_to_sort_in():
    bring_in("name,email\n" + "".join(f"Person {n},p{n}@example.org\n" for n in range(50)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('contact_name_trgm')")
        assert cursor.fetchone() == (0,)


def given_up():
    """Its job had its last try."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'")


@pytest.mark.django_db
def test_an_import_whose_job_was_given_up_says_so_and_goes_on():
    found = upload("name,email\nAnn,ann@example.org\n")
    start_import(run_id=found.pk, by=SYSTEM, now=NOON)
    assert notice_given_up(now=LATER) == 0
    given_up()

    assert notice_given_up(now=LATER) == 1

    found.refresh_from_db()
    assert (found.state, found.finished_at) == ("failed", LATER)
    assert "given up" in found.problem
    resume_import(run_id=found.pk, by=SYSTEM, now=LATER)
    assert notice_given_up(now=LATER) == 0
    run_import(run_id=found.pk, now=LATER)
    found.refresh_from_db()
    assert (found.state, found.rows_created, found.problem) == ("done", 1, "")


@pytest.mark.django_db
def test_a_job_that_another_worker_ended_is_not_given_up():
    """Two workers had it, after a rescue; the one that left closed the job, the other works on."""
    found = upload("name,email\nAnn,ann@example.org\n")
    start_import(run_id=found.pk, by=SYSTEM, now=NOON)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")
    assert notice_given_up(now=LATER) == 0


@pytest.mark.django_db
def test_a_taking_back_that_was_given_up_can_be_asked_for_again():
    found = bring_in("name,email\nAnn,ann@example.org\n")
    revert_import(run_id=found.pk, by=SYSTEM, now=NOON)
    given_up()
    assert notice_given_up(now=LATER) == 1
    found.refresh_from_db()
    assert (found.state, "given up" in found.problem) == ("done", True)
    assert take_back(found).state == "reverted"
