"""Lanes take ids side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from relasi.contacts.importing.copying import new_ids

pytestmark = pytest.mark.django_db(transaction=True)
LANES, TURNS, COUNT = 3, 5, 4_000


def test_each_lane_gets_its_ids_in_one_piece():
    """So that what a run made is a few spans, and taking it back a few statements."""
    ready = Barrier(LANES)

    def lane(_number):
        try:
            ready.wait()
            return [take() for _turn in range(TURNS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(LANES) as lanes:
        blocks = [block for taken in lanes.map(lane, range(LANES)) for block in taken]

    assert all(block == list(range(block[0], block[0] + COUNT)) for block in blocks)
    assert len({one for block in blocks for one in block}) == LANES * TURNS * COUNT


def take():
    with transaction.atomic():
        return new_ids("contacts_contact", COUNT)


def test_nobody_waits_until_another_lane_has_written_its_rows():
    with ThreadPoolExecutor(1) as lanes, transaction.atomic():
        mine = new_ids("contacts_contact", 2)
        theirs = lanes.submit(take_and_leave).result(timeout=20)
    assert theirs[0] == mine[-1] + 1


def take_and_leave():
    try:
        return take()
    finally:
        connection.close()
