"""The base currency stays once amounts are kept in it."""

from datetime import date
from decimal import Decimal

import pytest

from relasi.accounts.public import SYSTEM, organisation
from relasi.accounts.testing import alice, make_organisation, sign_in
from relasi.commerce.actions.rating import set_rate
from relasi.commerce.testing import NOON, make_order
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Kopi Lereng",
    "postal_address": "Jl. Melati 12",
    "country": "ID",
    "currency": "EUR",
    "time_zone": "Asia/Jakarta",
    "language": "en",
}


@pytest.fixture(autouse=True)
def shop(client):
    make_organisation(**SAID | {"currency": "IDR"})
    sign_in(client, alice())


def save(client, **said):
    return client.post("/settings/organisation/", {"_method": "patch"} | SAID | said)


def test_it_changes_while_nothing_is_counted_in_it(client):
    assert save(client).status_code == 302
    assert organisation().currency == "EUR"


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [("order", "Orders are counted in IDR already"), ("rate", "Remove them under Settings")],
)
def test_it_stays_where_something_is(client, kept, sentence):
    if kept == "order":
        make_order(make_contact("Ann"))
    else:
        set_rate(by=SYSTEM, now=NOON, currency="EUR", since=date(2026, 3, 1), rate=Decimal(18000))

    answer = save(client, name="Another name")

    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["currency"])
    assert (organisation().currency, organisation().name) == ("IDR", "Kopi Lereng")
    assert save(client, currency="IDR", name="Another name").status_code == 302
