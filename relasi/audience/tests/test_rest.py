import json

import pytest
from django.test import Client

from relasi.accounts.testing import api_key
from relasi.audience import public as audience
from relasi.contacts.testing import make_contact
from relasi.kernel import clock

pytestmark = pytest.mark.django_db
CITY = {"on": "contact", "field": "city", "relation": "is", "value": "Medan"}


@pytest.fixture
def api():
    return Client(headers={"Authorization": f"Bearer {api_key('marketer')}"})


def add(api, **said):
    body = {"name": "Medan", "tree": {"v": 1, "all": [CITY]}} | said
    return api.post("/api/v1/segments", json.dumps(body), content_type="application/json")


def test_a_segment_is_added_counted_and_read(api):
    ann = make_contact("Ann", city="Medan")
    bea = make_contact("Bea", city="Medan")
    made = add(api)
    assert made.status_code == 201
    segment = made.json()["id"]
    audience.refresh(segment, clock.now())
    assert api.get(f"/api/v1/segments/{segment}").json()["size"] == 2
    first = api.get(f"/api/v1/segments/{segment}/members?limit=1").json()
    assert first["items"] == [{"contact_id": ann}]
    second = api.get(f"/api/v1/segments/{segment}/members?limit=1&cursor={first['next']}").json()
    assert second == {"items": [{"contact_id": bea}], "next": None}


def test_a_tree_that_is_wrong_is_refused_with_its_place(api):
    refused = add(api, tree={"v": 1, "all": [CITY, {"on": "tag", "tag": 5}]})
    assert refused.status_code == 422
    assert "all[1]: This tag is gone" in refused.content.decode()
    assert audience.segments() == []


def test_why_names_each_condition(api):
    ann = make_contact("Ann", city="Bandung")
    segment = add(api).json()["id"]
    answer = api.get(f"/api/v1/segments/{segment}/why/{ann}").json()
    assert answer["member"] is False
    assert answer["reasons"]["of"] == [
        {
            "at": "all[0]",
            "answer": "no",
            "sentence": "their city is Medan",
            "fact": "It is Bandung.",
            "of": [],
        }
    ]


def test_a_segment_is_renamed_and_put_away(api):
    segment = add(api).json()["id"]
    address = f"/api/v1/segments/{segment}"
    body = json.dumps({"name": "Medan now", "archived": True, "version": 1})
    changed = api.patch(address, body, content_type="application/json")
    assert (changed.json()["name"], changed.json()["archived"]) == ("Medan now", True)
    assert api.get("/api/v1/segments").json()["items"] == []
