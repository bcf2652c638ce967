"""Orders through the API."""

import pytest

from relasi.accounts.testing import api_key, make_organisation
from relasi.commerce.models import Order
from relasi.commerce.testing import make_order, make_product
from relasi.contacts.testing import make_contact
from relasi.timeline.testing import names_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(client):
    make_organisation(name="Kopi Lereng", currency="EUR")
    headers = {"Authorization": f"Bearer {api_key()}"}

    def ask(method, path, body=None):
        send = getattr(client, method)
        if body is None:
            return send(f"/api/v1{path}", headers=headers)
        return send(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return ask


def order(contact_id, **values):
    return {
        "external_id": "20418",
        "contact_id": contact_id,
        "placed_at": "2026-03-01T09:30:00+07:00",
        "currency": "EUR",
        "lines": [{"sku": "beans", "quantity": "2", "amount": "19.80"}],
    } | values


def test_an_order_sent_twice_is_recorded_once(call):
    ann = make_contact()
    make_product(sku="beans")

    first, again = call("post", "/orders", order(ann)), call("post", "/orders", order(ann))

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.json()["total"] == "19.80"
    assert Order.objects.count() == 1
    assert names_of(ann) == ["order completed"]


def test_an_order_for_an_unknown_product_names_it(call):
    answer = call("post", "/orders", order(make_contact()))

    assert answer.status_code == 422
    assert answer.json()["detail"] == "There is no product beans. Add it first."
    assert not Order.objects.exists()


def test_orders_come_in_pages_newest_first(call):
    ann = make_contact()
    ids = [make_order(ann) for _ in range(5)]

    first = call("get", "/orders?limit=3").json()
    rest = call("get", f"/orders?limit=3&cursor={first['next']}").json()

    assert sorted(item["id"] for item in first["items"] + rest["items"]) == ids
    assert rest["next"] is None


def test_an_order_is_read_cancelled_and_returned_to(call):
    ann = make_contact()
    kept, dropped = make_order(ann, quantity="2"), make_order(ann)
    (line,) = call("get", f"/orders/{kept}").json()["lines"]

    pieces = {"pieces": [{"line_id": line["id"], "quantity": "1"}]}
    returned = call("post", f"/orders/{kept}/returns", pieces)
    assert (returned.status_code, returned.json()["returned_base"]) == (201, "5.00")
    assert call("post", f"/orders/{dropped}/cancel").json()["status"] == "cancelled"
    assert call("get", "/orders/999999").status_code == 404
