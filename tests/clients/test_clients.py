"""The genuine clients, unchanged: every event arrives once, and refusals are understood."""

import json
import time
from collections import Counter

import pytest

from .conftest import reported

SEGMENT = ["segment", "segment-gzip", "rudder", "rudder-plain"]
POSTHOG = ["posthog", "posthog-gzip", "posthog-v1"]
MANY = 250


def arrived(query) -> list[dict]:
    rows = query("SELECT body, shared, family FROM timeline_arrival ORDER BY id")
    return [{"event": json.loads(row[0]), "shared": row[1], "family": row[2]} for row in rows]


def counted(query) -> dict[tuple[str, str], int]:
    return {
        (outcome, reason): events
        for outcome, reason, events in query(
            "SELECT outcome, reason, sum(events)::int FROM timeline_intake GROUP BY 1, 2"
        )
    }


def message_id(event: dict) -> str:
    return event.get("messageId") or event["uuid"]


@pytest.mark.parametrize("client", SEGMENT)
def test_every_kind_arrives_once_with_its_fields(client, collector, query, make_source, start):
    assert reported(start(client, collector.base, make_source(), "kinds")) == []

    rows = arrived(query)
    by_type = {row["event"]["type"]: row["event"] for row in rows}
    assert len(rows) == 6
    assert set(by_type) == {"identify", "track", "page", "screen", "group", "alias"}
    assert {row["family"] for row in rows} == {"segment"}
    assert len({message_id(row["event"]) for row in rows}) == 6
    assert all(json.loads(row["shared"])["sentAt"] for row in rows)
    identify, track = by_type["identify"], by_type["track"]
    traits = identify.get("traits") or identify["context"]["traits"]
    assert traits == {"email": "ann@example.org", "name": "Ann ☕"}
    assert identify["context"]["page"] == {"url": "https://shop.example/?utm_source=x"}
    assert (track["userId"], track["event"]) == ("u1", "Order Completed")
    assert track["properties"]["total"] == 75000.5
    assert (by_type["page"]["name"], by_type["group"]["groupId"]) == ("Home", "g1")
    assert by_type["alias"]["previousId"] == "a1"
    assert track.get("timestamp", track.get("originalTimestamp"))[:19] == "2026-11-20T12:00:00"


@pytest.mark.parametrize("client", POSTHOG)
def test_events_of_posthog_arrive_once_with_their_fields(
    client, collector, query, make_source, start
):
    assert reported(start(client, collector.base, make_source(), "kinds")) == []

    rows = arrived(query)
    by_name = {row["event"]["event"]: row["event"] for row in rows}
    assert len(rows) == 4
    assert set(by_name) == {"order completed", "$set", "$create_alias", "$groupidentify"}
    assert {row["family"] for row in rows} == {"posthog"}
    assert len({message_id(row["event"]) for row in rows}) == 4
    assert all(("api_key" not in row["shared"]) and row["shared"] for row in rows)
    order, known = by_name["order completed"], by_name["$set"]
    assert (order["distinct_id"], order["properties"]["total"]) == ("u1", 75000.5)
    assert order["timestamp"][:19] == "2026-11-20T12:00:00"
    person = known.get("$set") or known["properties"]["$set"]
    assert person == {"email": "ann@example.org", "name": "Ann ☕"}


@pytest.mark.parametrize("client", [*SEGMENT, *POSTHOG])
def test_many_events_arrive_each_once(client, collector, query, make_source, start):
    assert reported(start(client, collector.base, make_source(), "many")) == []

    rows = arrived(query)
    numbers = Counter(row["event"]["properties"]["number"] for row in rows)
    assert numbers == dict.fromkeys(range(MANY), 1)
    assert counted(query)["received", ""] == MANY


@pytest.mark.usefixtures("nothing_counted")
@pytest.mark.parametrize("client", ["segment", "rudder", "posthog", "posthog-v1"])
def test_a_wrong_key_is_said_to_the_caller_and_not_sent_again(client, collector, query, start):
    failures = reported(start(client, collector.base, "nobody", "kinds"))

    assert {status for status, _ in failures} == {401}
    messages = sum(messages for _, messages in failures)
    assert messages == (4 if client in POSTHOG else 6)
    time.sleep(1.2)
    assert arrived(query) == []
    assert counted(query) == {("refused", "unknown_key"): messages}


def test_an_event_that_is_too_large_is_refused_once(collector, query, make_source, start):
    failures = reported(start("rudder", collector.base, make_source(), "large"))

    assert failures == [[413, 1]]
    assert arrived(query) == []


@pytest.mark.parametrize("client", ["segment", "rudder", "posthog", "posthog-v1"])
def test_what_is_refused_for_a_while_is_sent_again(client, collector, query, make_source, start):
    """The table is away for a second: nothing is lost, and nothing comes twice."""
    key = make_source()
    query("ALTER TABLE timeline_arrival RENAME TO timeline_arrival_away")
    try:
        process = start(client, collector.base, key, "many")
        until = time.monotonic() + 30
        while collector.ask("GET", "/health").status == 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.5)
    finally:
        query("ALTER TABLE timeline_arrival_away RENAME TO timeline_arrival")

    assert reported(process) == []
    rows = arrived(query)
    assert {row["event"]["properties"]["number"] for row in rows} == set(range(MANY))
    assert len(rows) == len({message_id(row["event"]) for row in rows}) == MANY


def test_a_source_that_is_too_fast_is_slowed_down_and_loses_nothing(
    collector, query, make_source, start
):
    key = make_source(per_second=100)

    assert reported(start("segment", collector.base, key, "many")) == []

    numbers = Counter(row["event"]["properties"]["number"] for row in arrived(query))
    assert numbers == dict.fromkeys(range(MANY), 1)
    assert counted(query)["refused", "rate"] > 0
