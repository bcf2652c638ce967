"""Orders that shops tell of through their events become orders, once."""

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor, make_organisation
from relasi.commerce import public as commerce
from relasi.commerce.models import Order, OrderLine, Product, Return, WaitingOrder
from relasi.commerce.rules import spread
from relasi.commerce.testing import make_order, make_product
from relasi.commerce.told import writing
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.public import find_contact
from relasi.contacts.testing import make_contact
from relasi.timeline import public as timeline
from relasi.timeline.actions.quarantine import send_again
from relasi.timeline.models import Arrival, Event, Quarantined
from relasi.timeline.testing import NOON, make_arrival, make_source, names_of, process

pytestmark = pytest.mark.django_db
_numbers = count(1)
COFFEE = {"sku": "C-1", "name": "Coffee", "category": "Beans", "price": 30, "quantity": 2}
MUG = {"product_id": "M-1", "name": "Mug", "price": "12.50"}


@pytest.fixture
def shop():
    make_organisation(currency="EUR")
    return make_source(kind="server")


@pytest.fixture
def ann():
    return make_contact(external_id="ann")


def tell(shop, doing="Completed", *, user_id="ann", anonymous_id=None, **properties):
    """An order event, processed; `properties` over those of order 1001."""
    own = {"order_id": "1001", "currency": "EUR", "products": [COFFEE, MUG]} | properties
    body = {
        "type": "track",
        "event": f"Order {doing}",
        "messageId": f"m{next(_numbers)}",
        "userId": user_id,
        "anonymousId": anonymous_id,
        "properties": own,
    }
    make_arrival(shop, json.dumps(body))
    process()


def the_order():
    return Order.objects.get()


def amounts():
    return list(OrderLine.objects.order_by("number").values_list("product__sku", "amount"))


def test_an_order_completed_in_a_shop_is_an_order(shop, ann):
    tell(shop, coupon="JUNE")

    order = the_order()
    assert (order.external_id, order.contact_id, order.status, order.currency, order.coupon) == (
        "1001", ann, "completed", "EUR", "JUNE",
    )  # fmt: skip
    assert (order.total, order.total_base, order.placed_at) == (Decimal("72.50"), order.total, NOON)
    assert amounts() == [("C-1", Decimal(60)), ("M-1", Decimal("12.50"))]
    coffee = Product.objects.filter(sku="C-1")
    assert coffee.values_list("name", "category__name").get() == ("Coffee", "Beans")


def test_the_timeline_tells_it_and_its_revenue_once(shop, ann):
    tell(shop)

    assert sorted(names_of(ann)) == ["checkout completed", "order completed"]
    revenues = Event.objects.values_list("name", "revenue")
    assert dict(revenues) == {"checkout completed": None, "order completed": Decimal("72.50")}
    assert commerce.totals_of(ann).value == Decimal("72.50")


def test_browser_and_server_tell_the_same_order(shop, ann):
    tell(shop)
    tell(shop, anonymous_id="a-1")

    assert the_order().contact_id == ann
    assert sorted(names_of(ann)).count("order completed") == 1


def test_an_order_that_came_by_another_way_is_the_same(shop, ann):
    make_order(ann, external_id="1001", currency="EUR", amount="70.00")

    tell(shop)

    assert the_order().total == 70


@pytest.mark.parametrize(
    ("said", "total"),
    [
        ({"revenue": 50, "subtotal": 55, "total": 70, "shipping": 10, "tax": 5}, "50.00"),
        ({"subtotal": "55.00", "total": 70}, "55.00"),
        ({"total": 70, "shipping": 10, "tax": 5.5}, "54.50"),
        ({"discount": 12.5}, "60.00"),
        ({"discount": "-12.5"}, "60.00"),
        ({"products": [], "revenue": 9.99}, "9.99"),
        ({"products": None, "total": 0}, "0.00"),
    ],
)
def test_the_amount_is_what_the_goods_cost(shop, ann, said, total):
    tell(shop, **said)

    assert the_order().total == Decimal(total)
    assert sum(amount for _sku, amount in amounts()) == Decimal(total)
    assert the_order().contact_id == ann


@given(
    st.decimals(0, 10**9, places=2),
    st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=8),
    st.sampled_from(["EUR", "JPY"]),
)
def test_the_parts_of_an_amount_add_up_to_it(total, prices, currency):
    parts = spread(total, prices, currency)

    assert len(parts) == len(prices)
    assert min(parts) >= 0
    assert abs(sum(parts) - total) <= (Decimal("0.5") if currency == "JPY" else 0)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"order_id": ""}, "order_no_number"),
        ({"order_id": None}, "order_no_number"),
        ({"order_id": {"a": 1}}, "order_no_number"),
        ({"order_id": "x" * 121}, "order_no_number"),
        ({"currency": None}, "order_no_currency"),
        ({"currency": "Rupiah"}, "order_no_currency"),
        ({"revenue": -1}, "order_bad_amount"),
        ({"total": "lots"}, "order_bad_amount"),
        ({"revenue": 1e30}, "order_bad_amount"),
        ({"revenue": True}, "order_bad_amount"),
        ({"products": []}, "order_bad_amount"),
        ({"products": [COFFEE | {"quantity": 0}]}, "order_bad_amount"),
        ({"products": [COFFEE | {"quantity": -2}]}, "order_bad_amount"),
        ({"products": [COFFEE] * 1001}, "order_bad_amount"),
        ({"currency": "GBP"}, "order_no_rate"),
    ],
)
def test_an_order_that_cannot_be_waits_in_quarantine_with_the_reason(shop, ann, wrong, reason):
    tell(shop, **wrong)

    assert Quarantined.objects.get().reason == reason
    assert not Order.objects.exists()
    assert names_of(ann) == []


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("doing", ["Updated", "Refunded", "Cancelled"])
def test_a_browser_changes_no_order(shop, doing):
    tell(shop)

    tell(make_source("Web"), doing, user_id=None, anonymous_id="somebody", revenue=1)

    assert Quarantined.objects.get().reason == "order_needs_server"
    assert (the_order().status, the_order().total) == ("completed", Decimal("72.50"))
    assert not Return.objects.exists()


def test_an_order_without_a_rate_goes_through_once_there_is_one(shop, ann):
    tell(shop, currency="GBP")
    commerce.set_rate(
        currency="GBP", since=date(2026, 1, 1), rate=Decimal("1.2"), by=actor(), now=NOON
    )

    send_again(rows=Quarantined.objects.all(), by=actor(), now=NOON)
    process()

    assert (the_order().total, the_order().total_base) == (Decimal("72.50"), Decimal("87.00"))
    assert the_order().contact_id == ann


def test_the_order_of_a_visitor_nobody_knows_waits_until_they_are(shop):
    tell(shop, user_id=None, anonymous_id="a-1")
    tell(shop, "Refunded", user_id=None, anonymous_id="a-1", products=[MUG])
    assert not Order.objects.exists()
    assert WaitingOrder.objects.count() == 2

    body = {"type": "identify", "userId": "ann", "anonymousId": "a-1", "messageId": "i1"}
    make_arrival(shop, json.dumps(body), kind="identify")
    process()

    order = the_order()
    assert (order.contact_id, order.returned_base) == (
        find_contact("external", "ann"), Decimal("12.50"),
    )  # fmt: skip
    assert not WaitingOrder.objects.exists()


def test_an_order_of_a_device_whose_owner_is_known_is_theirs_at_once(shop, ann):
    body = {"type": "identify", "userId": "ann", "anonymousId": "a-1", "messageId": "i1"}
    make_arrival(shop, json.dumps(body), kind="identify")

    tell(shop, user_id=None, anonymous_id="a-1")

    assert the_order().contact_id == ann


def test_an_order_that_was_changed_is_what_the_shop_says_now(shop, ann):
    tell(shop)

    tell(shop, "Updated", products=[MUG | {"quantity": 4}])
    assert amounts() == [("M-1", Decimal(50))]
    tell(shop, "Updated", products=None, revenue=40)
    assert amounts() == [("M-1", Decimal(40))]

    assert the_order().total == commerce.totals_of(ann).value == Decimal(40)
    assert names_of(ann).count("order completed") == 1


def test_an_order_that_is_changed_before_it_is_known_is_made(shop, ann):
    tell(shop, "Updated")
    tell(shop)

    assert (the_order().contact_id, the_order().total) == (ann, Decimal("72.50"))


def test_a_cancelled_order_counts_no_more(shop, ann):
    tell(shop)

    tell(shop, "Cancelled")
    tell(shop, "Cancelled")
    tell(shop, "Updated", revenue=10)

    assert (the_order().status, the_order().total) == ("cancelled", Decimal("72.50"))
    assert commerce.totals_of(ann).orders == 0
    assert "order completed" not in names_of(ann)


@pytest.mark.parametrize(
    ("said", "back"),
    [
        ({"products": None}, "72.50"),
        ({"products": None, "total": 72.5}, "72.50"),
        ({"products": None, "total": 20}, "20.00"),
        ({"products": [COFFEE | {"quantity": 1}]}, "30.00"),
        ({"products": [COFFEE | {"quantity": 9}]}, "60.00"),
        ({"products": [{"sku": "unknown"}]}, "0.00"),
    ],
)
def test_what_was_paid_back_comes_off(shop, ann, said, back):
    tell(shop)

    tell(shop, "Refunded", currency=None, **said)

    assert the_order().returned_base == Decimal(back)
    assert commerce.totals_of(ann).value == Decimal("72.50") - Decimal(back)


def test_nothing_is_paid_back_beyond_the_order(shop, ann):
    tell(shop)
    for _time in range(3):
        tell(shop, "Refunded", products=None, total=30)
    tell(shop, "Cancelled")

    assert the_order().returned_base == Decimal("72.50")
    assert sum(Return.objects.values_list("amount_base", flat=True)) == Decimal("72.50")
    assert commerce.totals_of(ann).value == 0


def test_a_refund_that_comes_before_its_order_waits_for_it(shop, ann):
    tell(shop, "Refunded", products=[MUG])
    tell(shop, "Cancelled", order_id="1002")
    assert WaitingOrder.objects.count() == 2

    tell(shop)
    make_order(ann, external_id="1002")

    returned = dict(Order.objects.values_list("external_id", "returned_base"))
    assert returned["1001"] == Decimal("12.50")
    assert Order.objects.get(external_id="1002").status == "cancelled"
    assert not WaitingOrder.objects.exists()


def test_what_waits_goes_with_the_person(shop, ann):
    tell(shop, "Refunded")

    delete_contact(contact_id=ann, by=actor(), now=NOON)

    assert not WaitingOrder.objects.exists()


def test_many_orders_ask_the_database_as_often_as_few(shop):
    asked = []
    for name, size in (("few", 3), ("many", 40)):
        for number in range(size):
            own = {"order_id": f"{name}-{number}", "currency": "EUR", "products": [COFFEE]}
            body = {"type": "track", "event": "Order Completed", "messageId": f"{name}{number}",
                    "userId": f"{name}-{number}", "properties": own}  # fmt: skip
            make_arrival(shop, json.dumps(body))
        with CaptureQueriesContext(connection) as queries:
            process()
        asked.append(len(queries))

    assert Order.objects.count() == 43
    assert asked[1] <= asked[0]


def test_an_order_and_its_event_are_written_together_or_not_at_all(shop, ann, monkeypatch):
    def fall(*_arguments):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(writing, "tell_orders", fall)
        with pytest.raises(RuntimeError):
            tell(shop)
    assert not Order.objects.exists()
    assert names_of(ann) == []
    assert Arrival.objects.count() == 1

    process()
    assert the_order().contact_id == ann


def test_an_event_about_a_product_names_it(shop, ann):
    coffee = make_product(sku="C-1")
    for event in ("Product Added", "Product Viewed"):
        body = {"type": "track", "event": event, "messageId": event, "userId": "ann",
                "properties": {"sku": "C-1"}}  # fmt: skip
        make_arrival(shop, json.dumps(body))
    process()

    cards = timeline.page_of(ann)
    assert {(card.name, card.product_id) for card in cards} == {
        ("product added", coffee), ("product viewed", coffee),
    }  # fmt: skip


def test_money_alone_is_told_on_the_timeline(shop, ann):
    tell(shop)
    order_id = the_order().pk
    later = NOON + timedelta(days=1)

    paid = commerce.pay_back(
        order_id=order_id, amount=Decimal(10), returned_at=NOON, by=SYSTEM, now=later
    )

    assert paid
    card = next(card for card in timeline.page_of(ann) if card.name == "order returned")
    assert timeline.sentences([card])[card.id].title == "Paid back"
