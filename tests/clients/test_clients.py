"""The genuine clients, unchanged: every event arrives once, and refusals are understood."""

import json
import time
from collections import Counter

import pytest

from .conftest import reported

SEGMENT = ["segment", "segment-gzip", "rudder", "rudder-plain"]
SEGMENT_NODE = ["segment-node", "rudder-node", "rudder-node-plain"]
POSTHOG = ["posthog", "posthog-gzip", "posthog-v1"]
# One of each set of rules for what is sent again.
ALL_RULES = ["segment", "rudder", "posthog", "posthog-v1", "segment-node", "rudder-node"]
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


@pytest.mark.parametrize("client", [*SEGMENT, *SEGMENT_NODE])
def test_every_kind_arrives_once_with_its_fields(client, query, make_source, send):
    assert reported(send(client, make_source(), "kinds")) == []

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
    assert (track["userId"], track["event"]) == ("u1", "Coffee Tasted")
    assert track["properties"]["total"] == 75000.5
    assert (by_type["page"]["name"], by_type["group"]["groupId"]) == ("Home", "g1")
    assert by_type["alias"]["previousId"] == "a1"
    assert track.get("timestamp", track.get("originalTimestamp"))[:19] == "2026-11-20T12:00:00"


@pytest.mark.parametrize("client", POSTHOG)
def test_events_of_posthog_arrive_once_with_their_fields(client, query, make_source, send):
    assert reported(send(client, make_source(), "kinds")) == []

    rows = arrived(query)
    by_name = {row["event"]["event"]: row["event"] for row in rows}
    assert len(rows) == 4
    assert set(by_name) == {"coffee tasted", "$set", "$create_alias", "$groupidentify"}
    assert {row["family"] for row in rows} == {"posthog"}
    assert len({message_id(row["event"]) for row in rows}) == 4
    assert all(("api_key" not in row["shared"]) and row["shared"] for row in rows)
    tasted, known = by_name["coffee tasted"], by_name["$set"]
    assert (tasted["distinct_id"], tasted["properties"]["total"]) == ("u1", 75000.5)
    assert tasted["timestamp"][:19] == "2026-11-20T12:00:00"
    person = known.get("$set") or known["properties"]["$set"]
    assert person == {"email": "ann@example.org", "name": "Ann ☕"}


@pytest.mark.parametrize("client", [*SEGMENT, *SEGMENT_NODE])
def test_every_kind_is_on_the_timeline_of_its_person(client, query, make_source, send, process):
    assert reported(send(client, make_source(), "kinds")) == []

    events = process()
    properties = {name: told for name, _person, told in events}
    assert Counter(name for name, _person, _told in events) == {
        "identified": 2,  # also by alias
        "Coffee Tasted": 1,
        "page viewed": 1,
        "screen viewed": 1,
        "group joined": 1,
    }
    assert len({person for _name, person, _told in events}) == 1
    assert addresses(query, events[0][1]) == {("external", "u1"), ("email", "ann@example.org")}
    assert properties["Coffee Tasted"]["total"] == 75000.5
    assert properties["page viewed"]["name"] == "Home"
    assert properties["group joined"]["group"] == {"name": "PT Kopi"}
    assert visitors(query) == [("a1", events[0][1])]


@pytest.mark.parametrize("client", POSTHOG)
def test_events_of_posthog_are_on_the_timeline_of_their_person(
    client, query, make_source, send, process
):
    assert reported(send(client, make_source(kind="server"), "kinds")) == []

    events = process()
    names = Counter(name for name, _person, _told in events)
    assert names == {"identified": 2, "coffee tasted": 1}
    assert len({person for _name, person, _told in events}) == 1
    assert addresses(query, events[0][1]) == {("external", "u1"), ("email", "ann@example.org")}
    assert visitors(query) == [("a1", events[0][1])]
    # What is told of a group alone is nobody's: it waits in quarantine.
    assert counted(query)["quarantined", "no_id"] == 1


def addresses(query, contact_id: int) -> set[tuple[str, str]]:
    of_contact = "SELECT kind, value FROM contacts_identity WHERE contact_id = %s"
    return set(query(of_contact, contact_id))


def visitors(query) -> list[tuple[str, int]]:
    return query("SELECT anonymous_id, contact_id FROM timeline_visitor ORDER BY 1")


@pytest.mark.parametrize("client", [*SEGMENT, *SEGMENT_NODE, *POSTHOG])
def test_many_events_arrive_each_once(client, query, make_source, send):
    assert reported(send(client, make_source(), "many")) == []

    rows = arrived(query)
    numbers = Counter(row["event"]["properties"]["number"] for row in rows)
    assert numbers == dict.fromkeys(range(MANY), 1)
    assert counted(query)["received", ""] == MANY


@pytest.mark.usefixtures("nothing_counted")
@pytest.mark.parametrize("client", ALL_RULES)
def test_a_wrong_key_is_said_to_the_caller_and_not_sent_again(client, query, send):
    failures = reported(send(client, "nobody", "kinds"))

    assert {status for status, _ in failures} == {401}
    messages = sum(messages for _, messages in failures)
    assert messages == (4 if client in POSTHOG else 6)
    time.sleep(1.2)
    assert arrived(query) == []
    assert counted(query) == {("refused", "unknown_key"): messages}


@pytest.mark.parametrize("client", ["rudder", "rudder-node", "segment-node"])
def test_an_event_that_is_too_large_is_refused_once(client, query, make_source, send):
    failures = reported(send(client, make_source(), "large"))

    assert failures == [[413, 1]]
    assert arrived(query) == []


@pytest.mark.parametrize("client", ALL_RULES)
def test_what_is_refused_for_a_while_is_sent_again_and_stored_once(
    client, make_source, send, away, process
):
    with away():
        sending = send(client, make_source(), "many")

    assert reported(sending) == []
    numbers = Counter(told["number"] for _name, _person, told in process())
    assert numbers == dict.fromkeys(range(MANY), 1)


@pytest.mark.parametrize(
    "client", ["segment", "segment-node", "rudder-node", "posthog", "posthog-v1"]
)
def test_a_source_that_is_too_fast_is_slowed_down_and_loses_nothing(
    client, query, make_source, send
):
    key = make_source(per_second=100)

    assert reported(send(client, key, "many")) == []

    numbers = Counter(row["event"]["properties"]["number"] for row in arrived(query))
    assert numbers == dict.fromkeys(range(MANY), 1)
    assert counted(query)["refused", "rate"] > 0
