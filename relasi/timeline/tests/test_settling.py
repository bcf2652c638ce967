"""Before somebody is erased, what arrived from them is processed, whoever is at it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from relasi.kernel.catalogue import Busy, Person
from relasi.timeline.actions import settling
from relasi.timeline.actions.collecting.taking import wait_for_batch
from relasi.timeline.models import Arrival
from relasi.timeline.testing import make_arrival, make_source

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = Person((), (), ())


@pytest.fixture
def another_worker():
    """It holds the batch until it is told to let go."""
    held, let_go = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                wait_for_batch()
                held.set()
                assert let_go.wait(60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(hold)
        assert held.wait(60)
        yield let_go
        let_go.set()
        working.result()


def test_it_waits_for_another_worker(another_worker, monkeypatch):
    number = make_arrival(make_source())
    waited = []

    def wait(seconds):
        waited.append(seconds)
        another_worker.set()

    monkeypatch.setattr("relasi.timeline.actions.settling.time.sleep", wait)
    monkeypatch.setattr(settling, "PATIENCE", 60.0)

    settling.settle_arrivals(NOBODY)

    assert waited
    assert not Arrival.objects.filter(pk=number).exists()


@pytest.mark.usefixtures("another_worker")
def test_it_waits_no_longer_than_a_job_may(monkeypatch):
    make_arrival(make_source())
    monkeypatch.setattr(settling, "PATIENCE", 0.2)

    with pytest.raises(Busy):
        settling.settle_arrivals(NOBODY)
