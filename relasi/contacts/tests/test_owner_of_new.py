"""Whoever reaches only their own or their team's people owns those they bring in."""

import json

import pytest

from relasi.accounts.actions.keys import add_key
from relasi.accounts.testing import actor, alice, make_staff, sign_in
from relasi.contacts.models import Company, Contact
from relasi.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sally(client):
    staff_id = make_staff("sales", teams=("North",))
    sign_in(client, staff_id)
    return staff_id


def by_key(client, role, path, **body):
    """With a key of Alice's."""
    secret = add_key(name="Shop", role=role, by=actor(staff_id=alice()), now=clock.now()).secret
    return client.post(
        f"/api/v1/{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


@pytest.mark.parametrize("owner", [{}, {"owner_id": ""}])
def test_a_salesperson_adds_a_person_and_owns_them(client, sally, owner):
    answer = client.post(
        "/people/new/", {"name": "Ratna", "company": "Warung Sari", "add_company": "1", **owner}
    )

    assert answer.status_code == 302
    assert Contact.objects.values_list("name", "owner_id").get() == ("Ratna", sally)
    assert Company.objects.values_list("name", "owner_id").get() == ("Warung Sari", sally)
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_salesperson_adds_a_company_and_owns_it(client, sally):
    assert client.post("/companies/new/", {"name": "Warung Sari"}).status_code == 302

    assert Company.objects.values_list("name", "owner_id").get() == ("Warung Sari", sally)


@pytest.mark.usefixtures("sally")
def test_a_person_for_somebody_of_another_team_is_refused_whole(client):
    other = make_staff("sales", teams=("South",))

    sent = {"name": "Ratna", "owner_id": str(other), "company": "Warung Sari", "add_company": "1"}
    assert client.post("/people/new/", sent).status_code == 403

    assert not Contact.objects.exists()
    assert not Company.objects.exists()


def test_a_person_that_is_refused_leaves_no_company_behind(client):
    sign_in(client, alice())

    sent = {
        "name": "Ratna",
        "emails-0-value": "no address",
        "born_on": "yesterday",
        "company": "Warung Sari",
        "add_company": "1",
    }
    assert client.post("/people/new/", sent).status_code == 422

    assert not Company.objects.exists()


@pytest.mark.parametrize("path", ["contacts", "companies"])
def test_what_a_sales_key_adds_belongs_to_the_keys_maker(client, path):
    assert by_key(client, "sales", path, name="Ratna").json()["owner_id"] == alice()


@pytest.mark.parametrize("path", ["contacts", "companies"])
def test_what_a_key_of_all_adds_belongs_to_nobody(client, path):
    assert by_key(client, "owner", path, name="Ratna").json()["owner_id"] is None


@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5000, "-1"])
def test_an_owner_that_is_no_number_is_nobody(client, number):
    sign_in(client, alice())

    assert client.post("/people/new/", {"name": "Ratna", "owner_id": number}).status_code == 302
    assert Contact.objects.get().owner_id is None
