"""Customers of another team show up nowhere: no list, export, search, figure or API answer."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from relasi.accounts import testing
from relasi.accounts.public import SYSTEM
from relasi.commerce.testing import make_order
from relasi.contacts.testing import make_company, make_contact
from relasi.insight.actions.recomputing import recompute
from relasi.kernel import clock
from relasi.project.api import api

from .test_rights import NOBODY, PAGES

pytestmark = pytest.mark.django_db(transaction=True)
PART, WHOLE = "zebul", "zebulon"
QUESTIONS = (
    "",
    f"?q={PART}",
    "?export=csv",
    f"?q={PART}&export=csv",
    f"?email={WHOLE}@example.org",
)


@pytest.fixture
def customer():
    """Of Alice, who is in no team: with a company, orders and scores."""
    testing.make_organisation(name="Kopi Lereng", currency="IDR")
    owner, now = testing.actor(staff_id=testing.alice()), clock.now()
    company = make_company("Zebulon Ltd", by=owner)
    contact = make_contact(
        "Zebulon", email=f"{WHOLE}@example.org", by=owner, owner_id=owner.id, company_id=company
    )
    for days in (3, 40, 80):
        make_order(contact, at=now - timedelta(days=days), external_id=f"ZEBULON-{days}")
    recompute(now=now, by=SYSTEM)
    return contact


def addresses(number: int) -> Iterator[str]:
    pages = [page.path.replace(str(NOBODY), str(number)) for page in PAGES if "show" in page.rights]
    operations = [
        re.sub(r"\{\w+\}", str(number), path)
        for path, methods in api.get_openapi_schema()["paths"].items()
        if "get" in methods
    ]
    for path in [*pages, *operations, "/palette/"]:
        yield from (path + question for question in QUESTIONS)


def where_seen(client: Client, number: int) -> list[str]:
    return [path for path in addresses(number) if WHOLE in body(client.get(path)).lower()]


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode().replace(f"email={WHOLE}", "")


def test_somebody_of_another_team_finds_them_nowhere(customer):
    client = Client()
    testing.sign_in(client, testing.make_staff("sales", teams=("South",)))

    assert where_seen(client, customer) == []


def test_their_owner_finds_them_in_many_places(customer):
    client = Client()
    testing.sign_in(client, testing.alice())

    seen = where_seen(client, customer)

    assert len(seen) > 20
    assert {"/people/", "/people/?q=zebul&export=csv", "/palette/?q=zebul", "/orders/"} <= set(seen)
    assert {"/api/v1/contacts", "/api/v1/orders"} <= set(seen)
