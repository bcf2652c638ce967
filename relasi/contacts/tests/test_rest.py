"""People and companies through the API."""

import json

import pytest

from relasi.accounts.testing import api_key, make_staff
from relasi.contacts import public as contacts
from relasi.contacts.models import Company, Contact
from relasi.contacts.testing import make_company, make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(client):
    def ask(method, path, body=None, role="owner"):
        return client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"Authorization": f"Bearer {api_key(role)}"},
        )

    return ask


def test_a_contact_is_added_read_changed_and_deleted(api):
    added = api(
        "POST",
        "contacts",
        {
            "name": "Ratna Kusuma",
            "emails": [{"value": "Ratna@Example.org", "label": "Home"}],
            "tags": ["VIP"],
            "born_on": "1991-05-14",
        },
    )
    assert added.status_code == 201
    ratna = added.json()
    assert ratna["addresses"] == [
        {
            "kind": "email",
            "value": "ratna@example.org",
            "shown": "Ratna@Example.org",
            "label": "Home",
            "is_primary": True,
            "validity": "unknown",
            "is_claimed": False,
        }
    ]
    path = f"contacts/{ratna['id']}"
    assert api("GET", path).json() == ratna

    changed = api("PATCH", path, {"city": "Solo", "version": 1})
    assert changed.status_code == 200
    assert (changed.json()["city"], changed.json()["version"]) == ("Solo", 2)
    assert changed.json()["tags"] == ["VIP"]

    assert api("DELETE", path).status_code == 204
    assert api("GET", path).status_code == 404


def test_an_older_version_is_refused_with_a_sentence(api):
    ann = make_contact("Ann")
    api("PATCH", f"contacts/{ann}", {"city": "Solo"})
    refused = api("PATCH", f"contacts/{ann}", {"city": "Medan", "version": 1})
    assert refused.status_code == 409
    assert refused.json()["code"] == "outdated"
    assert contacts.card(ann).city == "Solo"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"emails": [{"value": "ann"}]}, "emails.0"),
        ({"name": "Ann", "country": "XX"}, "country"),
        ({"name": "Ann", "company_id": 99}, "company_id"),
        ({"name": "Ann", "fields": {"shoe": 1}}, "fields.shoe"),
        ({"city": "Solo"}, "name"),
        ({"name": "Ann", "unknown": 1}, "unknown"),
        ({"name": 12}, "name"),
        ({"name": "a\u0000b"}, None),
        ({"name": "Ann", "born_on": "2026-02-31"}, "born_on"),
    ],
)
def test_a_bad_value_is_refused_by_its_name_and_nothing_is_kept(api, body, field):
    refused = api("POST", "contacts", body)
    assert refused.status_code in {400, 422}
    assert refused.json()["field"] == field
    assert not Contact.objects.exists()


def test_a_list_is_read_page_by_page_and_filtered(api):
    ids = [make_contact(f"P{n}", email=f"p{n}@example.org") for n in range(5)]
    contacts.tag_contact(
        contact_id=ids[1], tag="VIP", by=_owner(), now=contacts.card(ids[1]).created_at
    )
    first = api("GET", "contacts?limit=2").json()
    second = api("GET", f"contacts?limit=2&cursor={first['next']}").json()
    assert [c["id"] for c in first["items"] + second["items"]] == ids[:4]

    def found(query):
        return [c["id"] for c in api("GET", f"contacts?{query}").json()["items"]]

    assert found("email=P3@example.org") == [ids[3]]
    assert found("tag=vip") == [ids[1]]
    assert found("email=nobody@example.org") == []
    assert api("GET", "contacts?email=nonsense").json()["field"] == "email"
    assert api("GET", "contacts?cursor=forged").status_code == 422


def _owner():
    from relasi.accounts.testing import actor, alice

    return actor(staff_id=alice())


def test_two_contacts_are_joined_and_taken_apart(api):
    ann, anna = make_contact("Ann", email="a@example.org"), make_contact("Anna")
    joined = api("POST", f"contacts/{ann}/merge", {"other_id": anna, "take": ["name"]})
    assert joined.status_code == 201
    assert joined.json()["kept_id"] == ann
    assert contacts.card(ann).name == "Anna"
    undone = api("DELETE", f"merges/{joined.json()['merge_id']}")
    assert undone.status_code == 200
    assert contacts.card(ann).name == "Ann"
    assert contacts.card(anna).name == "Anna"


def test_a_company_is_added_changed_and_kept_while_it_has_people(api):
    added = api("POST", "companies", {"name": "Jenggala", "domain": "https://Jenggala.co.id/"})
    assert added.status_code == 201
    company = added.json()
    assert company["domain"] == "jenggala.co.id"
    make_contact("Ann", company_id=company["id"])
    path = f"companies/{company['id']}"
    assert api("PATCH", path, {"city": "Bali"}).json()["city"] == "Bali"
    assert api("PATCH", path, {"name": ""}).json()["field"] == "name"
    refused = api("DELETE", path)
    assert refused.status_code == 422
    assert "1 person" in refused.json()["detail"]
    assert Company.objects.count() == 1
    assert [c["name"] for c in api("GET", "companies?name=jenggala").json()["items"]] == [
        "Jenggala"
    ]


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_who_may_only_look_changes_nothing(api, role):
    ann, company = make_contact("Ann"), make_company("J")
    for method, path, body in (
        ("POST", "contacts", {"name": "New"}),
        ("PATCH", f"contacts/{ann}", {"city": "Solo"}),
        ("DELETE", f"contacts/{ann}", None),
        ("POST", f"contacts/{ann}/merge", {"other_id": ann}),
        ("POST", "companies", {"name": "New"}),
        ("PATCH", f"companies/{company}", {"city": "Solo"}),
        ("DELETE", f"companies/{company}", None),
    ):
        assert api(method, path, body, role=role).status_code == 403, path
    assert Contact.objects.get().city == ""
    assert Company.objects.get().city == ""


def test_sales_reach_their_own_people_only(api):
    other = make_staff("sales")
    make_contact("Theirs", owner_id=other)
    nobodys = make_contact("Nobody's")
    assert api("GET", "contacts", role="owner").json()["items"] != []
    assert api("GET", f"contacts/{nobodys}", role="sales").status_code == 403
