"""The list of told orders that wait: for whom, why, and who may see them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from relasi.accounts.testing import alice, make_organisation, make_staff, sign_in
from relasi.commerce.models import WaitingOrder
from relasi.contacts.testing import make_contact
from relasi.timeline.testing import NOON

pytestmark = pytest.mark.django_db
LIST = reverse("commerce:waiting_orders")


def make_waiting(number, doing="completed", *, contact_id=None, days=0, amount="72.50"):
    told = {"doing": doing, "number": number, "currency": "EUR", "amount": amount,
            "coupon": "", "lines": []}  # fmt: skip
    return WaitingOrder.objects.create(
        number=number, contact_id=contact_id, at=NOON, told=told, source="google",
        waits_since=NOON - timedelta(days=days),
    )  # fmt: skip


@pytest.fixture
def owner(client):
    make_organisation(currency="EUR", time_zone="Asia/Jakarta")
    sign_in(client, alice())
    return client


def numbers(client, **asked):
    page = client.get(LIST, asked, follow=True).content.decode()
    return [number for number in ("W-1", "W-2", "W-3") if number in page]


def test_each_says_what_was_told_and_why_it_waits(owner):
    make_waiting("W-1")
    make_waiting("W-2", "refunded", amount=None)

    page = owner.get(LIST).content.decode()

    assert "Nobody knows yet who bought" in page
    assert "The order is not here yet" in page
    assert "72.50" in page


def test_they_are_found_by_number_by_why_and_by_day(owner):
    make_waiting("W-1", days=3)
    make_waiting("W-2", "cancelled")
    make_waiting("W-3", "updated")

    assert numbers(owner, q="W-2") == ["W-2"]
    assert numbers(owner, f_key="why", f_rel="is", f_val="nobody") == ["W-1", "W-3"]
    assert numbers(owner, f_key="why", f_rel="is_not", f_val="nobody") == ["W-2"]
    assert numbers(owner, f_key="waits", f_rel="before", f_val=f"{NOON:%Y-%m-%d}") == ["W-1"]
    assert numbers(owner, f_key="waits", f_rel="is", f_val=f"{NOON:%Y-%m-%d}") == ["W-2", "W-3"]


def test_they_leave_as_a_file(owner):
    make_waiting("=1+1")

    lines = b"".join(owner.get(LIST, {"export": "csv"}).streaming_content).decode().splitlines()

    assert lines[0].endswith("number,doing,why,at,waits_since,currency,amount,source")
    assert lines[1].startswith("'=1+1,completed,nobody,")


def test_orders_lead_to_them_while_one_waits(owner):
    orders = reverse("commerce:order_list")
    assert LIST not in owner.get(orders).content.decode()
    make_waiting("W-1")
    assert LIST in owner.get(orders).content.decode()


def test_who_sees_their_own_customers_alone_sees_theirs(client):
    make_organisation(currency="EUR")
    sally = make_staff("sales")
    sign_in(client, sally)
    make_waiting("W-1")
    make_waiting("W-3", "refunded", contact_id=make_contact(owner_id=make_staff("sales")))
    assert LIST not in client.get(reverse("commerce:order_list")).content.decode()

    make_waiting("W-2", "refunded", contact_id=make_contact(owner_id=sally))

    assert LIST in client.get(reverse("commerce:order_list")).content.decode()
    assert numbers(client) == ["W-2"]
