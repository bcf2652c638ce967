"""Over a real socket, into a real PostgreSQL: what is answered, and what is there afterwards."""

import gzip
import json
from base64 import b64encode

import pytest

TRACK = {"type": "track", "event": "Bought", "messageId": "m1", "anonymousId": "a1"}


def test_an_event_is_there_as_it_came_before_200_is_said(collector, query, make_source):
    key = make_source()
    body = b'{ "event":"Dibeli \xe2\x98\x95", "messageId":"m1","n":1.10}'

    answer = collector.post(
        "/v1/track", body, key, user_agent="shop/1", x_forwarded_for="6.6.6.6, 1.2.3.4"
    )

    assert (answer.status, answer.body) == (200, b'{"success":true}')
    assert query(
        "SELECT family, kind, ip, agent, shared, body, abs(extract(epoch FROM now() - received_at))"
        " < 60, source_id = (SELECT id FROM timeline_source WHERE write_key = %s)"
        " FROM timeline_arrival",
        key,
    ) == [("segment", "track", "1.2.3.4", "shop/1", "", body.decode(), True, True)]
    assert query(
        "SELECT outcome, reason, events, minute = date_trunc('minute', minute) FROM timeline_intake"
    ) == [("received", "", 1, True)]


def test_a_batch_is_one_row_an_event_in_order(collector, query, make_source):
    key = make_source()
    events = [{**TRACK, "messageId": f"m{n}"} for n in range(2500)]
    body = {"writeKey": key, "batch": events, "sentAt": "2026-11-20T12:00:00Z"}

    assert collector.post("/v1/batch", body).status == 200
    assert collector.post("/v1/batch", {**body, "batch": [*events, TRACK]}).code == (
        413,
        "too_many",
    )

    rows = query("SELECT body, shared, kind FROM timeline_arrival ORDER BY id")
    assert [json.loads(row[0]) for row in rows] == events
    assert {row[1:] for row in rows} == {('{"sentAt":"2026-11-20T12:00:00Z"}', "")}
    assert query("SELECT outcome, events FROM timeline_intake WHERE outcome = 'received'") == [
        ("received", 2500)
    ]


@pytest.mark.parametrize(
    ("path", "family"),
    [
        ("/v1/t", "segment"),
        ("/v1/batch", "segment"),
        ("/beacon/v1/batch?writeKey=KEY", "segment"),
        ("/b", "segment"),
        ("/batch/", "posthog"),
        ("/e/", "posthog"),
        ("/i/v0/e/?compression=gzip-js", "posthog"),
    ],
)
def test_gzip_is_read_whatever_the_headers_say(collector, query, make_source, path, family):
    key = make_source()
    body = TRACK if path.endswith("/t") else {"batch": [TRACK], "api_key": key}
    headers = {"content_type": "text/plain", "content_encoding": "br"}

    answer = collector.post(
        path.replace("KEY", key), gzip.compress(json.dumps(body).encode()), key, **headers
    )

    assert answer.code == (200, "")
    assert query("SELECT family, body::jsonb FROM timeline_arrival") == [(family, TRACK)]


def test_an_old_client_of_posthog_sends_a_form(collector, query, make_source):
    event = {"event": "$pageview", "properties": {"token": make_source()}}
    data = b64encode(json.dumps(event).encode()).decode()

    assert collector.post("/e/?ip=1&ver=1.2", f"data={data}".encode()).status == 200
    assert collector.ask("GET", f"/e/?data={data}").status == 200

    assert query("SELECT body::jsonb FROM timeline_arrival") == [(event,), (event,)]


def test_each_event_has_its_result_by_uuid(collector, make_source):
    uuid = "0199a1c8-0000-7000-8000-000000000001"
    body = {"created_at": "now", "batch": [{"event": "x", "uuid": uuid, "distinct_id": "1"}]}

    answer = collector.post("/i/v1/analytics/events", body, authorization=f"Bearer {make_source()}")

    assert (answer.status, answer.json["results"]) == (200, {uuid: {"result": "ok"}})


def test_a_pixel_is_a_picture_also_when_it_is_refused(collector, query, make_source):
    address = f"/pixel/v1/track?writeKey={make_source()}&anonymousId=a1&event=Opened"

    well, wrong = (collector.ask("GET", at) for at in (address, "/pixel/v1/track?writeKey=x"))

    assert (well.status, wrong.status) == (200, 401)
    assert {r.headers["content-type"] for r in (well, wrong)} == {"image/gif"}
    assert well.body == wrong.body
    assert query("SELECT kind, body::jsonb FROM timeline_arrival") == [
        ("track", {"anonymousId": "a1", "event": "Opened"})
    ]


def test_an_empty_batch_is_well_and_nothing(collector, query, make_source):
    assert collector.post("/v1/batch", {"batch": []}, make_source()).status == 200
    assert query("SELECT count(*) FROM timeline_arrival") == [(0,)]


def test_what_is_not_stored_is_answered_so_that_clients_go_on(collector, make_source):
    key = make_source()

    settings = collector.ask("GET", f"/v1/projects/{key}/settings").json
    config = collector.ask("GET", f"/sourceConfig/?writeKey={key}").json
    script = collector.ask("GET", f"/array/{key}/config.js")

    segment = settings["integrations"]["Segment.io"]
    assert segment["apiKey"] == key
    assert (segment["protocol"], segment["apiHost"]) == ("http", f"127.0.0.1:{collector.port}/v1")
    assert config["source"]["writeKey"] == key
    assert config["source"]["destinations"] == []
    assert script.headers["content-type"] == "application/javascript"
    assert f'["{key}"]='.encode() in script.body
    assert collector.post("/flags/?v=2", {"token": key}).json["flags"] == {}
    assert collector.post("/decide/?v=3", {"token": key}).json["featureFlags"] == {}
    assert collector.ask("GET", f"/array/{key}/config").json["token"] == key
    assert collector.ask("GET", "/api/surveys/?token=x").json == {"surveys": []}
    assert collector.post("/v1/m", {"series": []}).json == {"success": True}
    assert collector.ask("GET", "/version").status == 200
    assert collector.ask("GET", "/v1/projects/nobody/settings").code == (401, "unknown_key")


@pytest.mark.parametrize(
    ("header", "kept"), [("1", True), ("0", False), ("1, 1", False), ("", False)]
)
def test_the_signal_of_global_privacy_control_is_kept(collector, query, make_source, header, kept):
    assert collector.post("/v1/track", TRACK, make_source(), sec_gpc=header).status == 200
    assert query("SELECT gpc, body FROM timeline_arrival") == [(kept, json.dumps(TRACK))]
