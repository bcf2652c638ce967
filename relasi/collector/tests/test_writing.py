"""What is committed together, what is refused alone, and how much is held at once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from relasi.collector.application import Collector
from relasi.collector.requests import Message
from relasi.collector.rules.refusing import Refusal
from relasi.collector.rules.rows import Envelope, rows
from relasi.collector.settings import Settings
from relasi.collector.tally import Tally, minute_of
from relasi.collector.writing import Parcel, Writer
from relasi.kernel import clock

NOWHERE = "postgresql:///relasi?host=/nonexistent"
FULL = "Too much is coming in at once."
AWAY = "The database cannot be asked whose write key this is."
COUNTED = "SELECT source_id, outcome, reason, events FROM timeline_intake"
pytestmark = pytest.mark.django_db(transaction=True)


def parcel(*events: bytes) -> Parcel:
    now = clock.now()
    envelope = Envelope(7, "segment", "track", now, "1.2.3.4", "shop/1", b'{"sentAt":1}')
    return Parcel(7, minute_of(now), rows(envelope, events))


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0.05)
    pytest.fail("it did not come about")


def with_writer(url: str, work: Callable[[Writer], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        writer = Writer(url, Tally())
        running = asyncio.create_task(writer.run())
        await until(lambda: not writer.is_away)
        done = await work(writer)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return done

    return asyncio.run(run())


def test_one_request_that_cannot_be_stored_does_not_take_the_others_with_it(database_url, query):
    async def send(writer: Writer) -> list[object]:
        parcels = [parcel(b'{"n":1}'), parcel(b'{"n":2}', b"\xff"), parcel(b'{"n":3}')]
        return await asyncio.gather(*map(writer.write, parcels), return_exceptions=True)

    first, second, third = with_writer(database_url, send)

    assert (first, third) == (None, None)
    assert isinstance(second, Refusal)
    assert (second.status, second.code) == (400, "refused_by_database")
    assert query("SELECT source_id, shared, body FROM timeline_arrival ORDER BY id") == [
        (7, '{"sentAt":1}', '{"n":1}'),
        (7, '{"sentAt":1}', '{"n":3}'),
    ]
    assert query("SELECT outcome, events FROM timeline_intake") == [("received", 2)]


def test_requests_that_wait_are_committed_together(database_url, query):
    async def send(writer: Writer) -> None:
        await asyncio.gather(*(writer.write(parcel(b"{}")) for _ in range(200)))

    with_writer(database_url, send)

    ((transactions,),) = query("SELECT count(DISTINCT xmin::text) FROM timeline_arrival")
    assert transactions <= 3
    assert query("SELECT sum(events)::int FROM timeline_intake") == [(200,)]


def test_counts_of_a_transaction_that_failed_are_not_lost(database_url, query):
    tally = Tally()
    tally.refuse(7, "rate", 5, clock.now())

    async def run() -> None:
        writer = Writer(database_url, tally)
        query("ALTER TABLE timeline_intake RENAME TO timeline_intake_away")
        running = asyncio.create_task(writer.run())
        await asyncio.sleep(1.5)
        query("ALTER TABLE timeline_intake_away RENAME TO timeline_intake")
        await until(lambda: query(COUNTED) != [])
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run())

    assert query(COUNTED) == [(7, "refused", "rate", 5)]


def answer(collector: Collector, body: bytes) -> tuple[int, str, str, str]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v1/track", "query_string": b"writeKey=k"}
    asyncio.run(collector({**scope, "headers": [], "client": None}, receive, send))
    start, end = sent
    said, headers = json.loads(end["body"]), dict(start["headers"])
    return start["status"], said["code"], headers[b"retry-after"].decode(), said["message"]


def test_more_than_there_is_room_for_is_refused_and_given_back():
    collector = Collector(Settings(NOWHERE, memory=1000))

    for _ in range(3):
        assert answer(collector, b" " * 1001) == (503, "busy", "2", FULL)
    assert collector._room.left == 1000


def test_without_a_database_nothing_is_acknowledged():
    assert answer(Collector(Settings(NOWHERE)), b"{}") == (503, "busy", "2", AWAY)
