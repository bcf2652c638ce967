"""Whatever is killed while arrivals are processed: each ends once, and all are accounted for."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
import pytest

from tests.faults.house import House, running_house

pytestmark = pytest.mark.faults

ARRIVALS, PEOPLE, DEVICES, BATCH, KILLS = 7_800, 150, 400, 150, 12
COLUMNS = "source_id, family, kind, received_at, ip, agent, shared, body"


@pytest.fixture(scope="module")
def house():
    with running_house() as one:
        one.query(
            "INSERT INTO timeline_source (name, kind, write_key, is_enabled, origins, is_sample,"
            " created_at, updated_at, version)"
            " VALUES ('Shop', 'server', 'key', true, '{}', false, now(), now(), 1)"
        )
        yield one


def bodies(rng: random.Random) -> Iterator[str]:
    """One in twenty is nobody's, one in ten came before, one in five says who it is."""
    for number in range(ARRIVALS):
        chance = rng.random()
        named = number if chance > 0.1 else rng.randrange(number + 1)
        event = {"type": "track", "event": "Did", "messageId": f"m{named}"}
        if chance < 0.95:
            event["anonymousId"] = f"device-{named % DEVICES}"
        if named % 5 == 0 and chance < 0.95:
            event["userId"] = f"user-{named % PEOPLE}"
            event["traits"] = {"email": f"{named % 100}@example.org"}
        yield json.dumps(event)


def put(house: House, rng: random.Random) -> None:
    now = datetime.now(UTC)
    (source_id,) = house.query("SELECT id FROM timeline_source")[0]
    with (
        psycopg.connect(house.cluster.url()) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY timeline_arrival ({COLUMNS}) FROM STDIN") as copy,
    ):
        for body in bodies(rng):
            copy.write_row((source_id, "segment", "", now, "", "", "", body))


def until_left(house: House, most: int) -> None:
    """The moment of a kill is a share of the work, not a time: machines differ."""
    while house.query("SELECT count(*) FROM timeline_arrival")[0][0] > most:
        time.sleep(0.002)


def test_each_arrival_ends_once_whatever_is_killed(house):
    rng = random.Random(11)
    put(house, rng)

    for number in range(KILLS):
        pid = house.ask("processor", BATCH)
        until_left(house, ARRIVALS - (number + 1) * ARRIVALS // (KILLS + 1))
        time.sleep(rng.uniform(0, 0.02))
        if number % 5 == 4:
            house.crash_database()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    waiting = house.query("SELECT count(*) FROM timeline_arrival")[0][0]
    pid = house.ask("processor", BATCH)
    while house.query("SELECT count(*) FROM timeline_arrival") != [(0,)]:
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)

    assert 0 < waiting < ARRIVALS, "the kills fell before or after the work"
    counted = dict(house.query("SELECT outcome, sum(events)::int FROM timeline_intake GROUP BY 1"))
    # Of an event that is stored, an address may be somebody else's: noted beside, not an end.
    counted.pop("unused", None)
    assert sum(counted.values()) == ARRIVALS
    assert house.query("SELECT count(*) FROM timeline_event") == [(counted["stored"],)]
    assert house.query("SELECT count(*) FROM timeline_message") == [(counted["stored"],)]
    assert house.query("SELECT count(*) FROM timeline_quarantined") == [(counted["quarantined"],)]
    assert house.query(
        "SELECT count(*) FROM timeline_event e WHERE NOT EXISTS"
        " (SELECT FROM contacts_contact c WHERE c.id = e.contact_id) AND NOT EXISTS"
        " (SELECT FROM timeline_visitor v WHERE v.id = e.contact_id)"
    ) == [(0,)]
    assert house.query(
        "SELECT count(*) FROM timeline_visitor v WHERE contact_id IS DISTINCT FROM ("
        " SELECT CASE WHEN count(*) = 1 THEN min(contact_id) END FROM timeline_sighting s"
        " WHERE s.visitor_id = v.id)"
    ) == [(0,)]
