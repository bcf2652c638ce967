"""Events through the API."""

import pytest

from relasi.accounts.testing import api_key
from relasi.contacts.testing import make_contact
from relasi.timeline.testing import make_event, make_source, names_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client):
    headers = {"Authorization": f"Bearer {api_key()}"}

    def ask(method, path, body=None):
        send = getattr(client, method)
        if body is None:
            return send(f"/api/v1{path}", headers=headers)
        return send(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return ask


def test_an_event_sent_twice_under_a_key_is_stored_once(call):
    ann = make_contact()
    event = {"contact_id": ann, "name": "brochure asked for", "key": "b-1", "properties": {"n": 1}}

    assert call("post", "/events", event).json() == {"stored": True}
    assert call("post", "/events", event).json() == {"stored": False}

    assert names_of(ann) == ["brochure asked for"]


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"channel": "smoke"}, {"at": "2999-01-01T00:00:00Z"}, {"shoe": 1},
     {"properties": {"a" * 61: 1}}],
)  # fmt: skip
def test_an_event_that_cannot_be_is_refused_and_not_stored(call, change):
    ann = make_contact()

    answer = call("post", "/events", {"contact_id": ann, "name": "x"} | change)

    assert answer.status_code == 422
    assert names_of(ann) == []


def test_an_event_of_nobody_is_not_found(call):
    assert call("post", "/events", {"contact_id": 999999, "name": "x"}).status_code == 404


def test_a_tracking_plan_is_put_in_place_and_read_back(call):
    shop = make_source("Shop")
    plan = {"$defs": {"cup sold": {"properties": {"sku": {"type": "string"}}}}}

    answer = call("put", f"/sources/{shop}/plan", plan)
    assert answer.status_code == 200, answer.content
    put = answer.json()

    assert put["$defs"]["cup sold"]["properties"] == {"sku": {"type": "string"}}
    assert put["x-not-planned"] == {"event": "allow", "property": "allow", "value": "allow"}
    assert call("get", f"/sources/{shop}/plan").json() == put
    assert call("put", f"/sources/{shop}/plan", put).json() == put
    odd = call("put", f"/sources/{shop}/plan", {"$defs": {"a": 5}})
    assert odd.status_code == 422
    assert "“a” must be a JSON Schema" in odd.content.decode()
    assert call("put", "/sources/999999/plan", plan).status_code == 404


def test_events_come_in_pages_newest_first(call):
    ann = make_contact()
    for number in range(5):
        make_event(ann, f"event {number}")

    url = f"/contacts/{ann}/events?limit=3"
    first = call("get", url).json()
    rest = call("get", f"{url}&cursor={first['next']}").json()

    told = [item["name"] for item in first["items"] + rest["items"]]
    assert told == [f"event {number}" for number in (4, 3, 2, 1, 0)]
    assert rest["next"] is None
    assert call("get", f"/contacts/{ann}/events?channel=mail").json()["items"] == []
