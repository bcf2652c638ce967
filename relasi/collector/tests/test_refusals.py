"""Everything that is not taken in: its status, its words, and that it is counted."""

import gzip
import json
import socket

import pytest

from .conftest import Query, Rows
from .running import wait_until

TRACK = {"type": "track", "event": "Bought", "messageId": "m1"}
MB = 1024 * 1024


def refused(query: Query) -> Rows:
    return query(
        "SELECT source_id = 0, reason, sum(events)::int FROM timeline_intake"
        " WHERE outcome = 'refused' GROUP BY 1, 2"
    )


@pytest.mark.usefixtures("nothing_counted")
def test_each_refusal_has_its_status_and_is_counted(collector, query, make_source):
    key, off = make_source(), make_source(is_enabled=False)
    closed = make_source(origins=["https://shop.example"])
    batch = {"batch": [TRACK] * 3}

    assert collector.post("/v1/track", TRACK).code == (401, "no_key")
    assert collector.post("/v1/track", TRACK, "nobody").code == (401, "unknown_key")
    assert collector.post("/v1/track", TRACK, "n" * 2000).code == (401, "unknown_key")
    assert collector.post("/v1/batch", {**batch, "writeKey": off}).code == (404, "disabled")
    elsewhere = {"origin": "https://evil.example"}
    assert collector.post("/v1/batch", batch, closed, **elsewhere).code == (403, "origin")
    assert collector.post("/v1/track", b"{", key).code == (400, "bad_json")
    assert collector.post("/v1/track", b"\x1f\x8b nonsense", key).code == (400, "bad_json")
    assert collector.post("/v1/merge", TRACK, key).code == (400, "not_supported")
    assert collector.post("/v1/nonsense", TRACK, key).code == (404, "no_such_address")
    assert collector.ask("PUT", "/v1/track").code == (404, "no_such_address")

    wait_until(lambda: len(refused(query)) == 7, 5)
    assert set(refused(query)) == {
        (True, "no_key", 1),
        (True, "unknown_key", 2),
        (False, "disabled", 3),
        (False, "origin", 3),
        (False, "bad_json", 2),
        (True, "not_supported", 1),
        (True, "no_such_address", 2),
    }
    assert query("SELECT count(*) FROM timeline_arrival") == [(0,)]


def test_every_error_says_what_to_do(collector):
    answer = collector.post("/v1/track", TRACK, "nobody")

    assert answer.json == {
        "success": False,
        "code": "unknown_key",
        "message": "No source has this write key.",
        "detail": "No source has this write key. Copy the key from Settings, Sources.",
    }


def test_bombs_and_giants_are_refused_and_the_next_request_is_not(collector, make_source):
    key = make_source()
    bomb = gzip.compress(b'{"a":"' + b" " * (100 * MB) + b'"}')
    large = {**TRACK, "properties": {"a": "x" * MB}}

    assert collector.post("/v1/track", bomb, key).code == (413, "too_large")
    assert collector.post("/v1/track", large, key).code == (413, "too_large")
    assert collector.post("/v1/track", b" " * (21 * MB), key).code == (413, "too_large")
    assert collector.post("/v1/track", b'{"a":' * 10**5, key).status == 400
    assert collector.post("/v1/track", TRACK, key).status == 200


@pytest.mark.usefixtures("nothing_counted")
def test_a_source_is_held_to_its_rate(collector, query, make_source):
    key = make_source(per_second=5)

    first = collector.post("/v1/batch", {"batch": [TRACK] * 50}, key)
    second = collector.post("/v1/batch", {"batch": [TRACK] * 2}, key)

    assert (first.status, second.code) == (200, (429, "rate"))
    assert int(second.headers["retry-after"]) in {9, 10}
    assert query("SELECT count(*) FROM timeline_arrival") == [(50,)]
    wait_until(lambda: refused(query) == [(False, "rate", 2)], 5)


def test_whoever_gives_up_at_429_is_told_503(collector, make_source):
    """PostHog's browser client sends again only what was answered 5xx."""
    key = make_source(per_second=5)
    event = {"event": "Did", "distinct_id": "u"}

    collector.post("/batch/", {"api_key": key, "batch": [event] * 50})
    second = collector.post("/e/", {"api_key": key, **event})

    assert second.code == (503, "rate")
    assert int(second.headers["retry-after"]) in {9, 10}


def test_a_page_may_read_how_long_it_has_to_wait(collector, make_source):
    """Other headers of an answer from elsewhere are hidden from it."""
    key, shop = make_source(per_second=0), {"origin": "https://shop.example"}

    later = collector.post("/v1/t", TRACK, key, **shop)

    assert later.code == (429, "rate")
    assert later.headers["access-control-expose-headers"] == "retry-after"


def test_a_source_that_is_made_while_running_is_known_at_once(collector, make_source):
    assert collector.post("/v1/track", TRACK, make_source()).status == 200


def test_a_source_that_is_switched_off_is_refused_within_seconds(collector, query, make_source):
    key = make_source()
    assert collector.post("/v1/track", TRACK, key).status == 200

    query("UPDATE timeline_source SET is_enabled = false WHERE write_key = %s", key)

    wait_until(lambda: collector.post("/v1/track", TRACK, key).code == (404, "disabled"), 5)


def test_pages_of_the_allowed_origin_may_send_with_credentials(collector, make_source):
    key = make_source(origins=["https://shop.example"])
    shop = {"origin": "https://shop.example"}

    asked = collector.ask(
        "OPTIONS",
        "/v1/t",
        headers={**shop, "access-control-request-headers": "authorization,x-retry-count"},
    )
    sent = collector.post("/v1/t", TRACK, key, **shop)
    wrong = collector.post("/v1/t", TRACK, "nobody", **shop)
    elsewhere = collector.post("/v1/t", TRACK, key, origin="https://evil.example")

    assert (asked.status, asked.body) == (200, b"")
    assert asked.headers["access-control-allow-headers"] == "authorization,x-retry-count"
    assert asked.headers["access-control-max-age"] == "86400"
    for answer in (asked, sent, wrong):
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert answer.headers["vary"] == "Origin"
    assert elsewhere.status == 403
    assert "access-control-allow-origin" not in elsewhere.headers


def test_half_a_request_leaves_nothing_behind(collector, query, make_source):
    key = make_source()
    body = json.dumps(TRACK).encode()
    head = f"POST /v1/t?writeKey={key} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"

    with socket.create_connection(("127.0.0.1", collector.port)) as client:
        client.sendall(head.encode() + body[:10])

    assert collector.post("/v1/track", TRACK, key).status == 200
    assert query("SELECT count(*) FROM timeline_arrival") == [(1,)]
