"""Orders, cancellations, returns, currencies: amounts, the timeline, and refusals."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relasi.accounts.models import AuditEntry
from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import actor, make_organisation
from relasi.commerce import public as commerce
from relasi.commerce.models import Order, OrderLine, Return
from relasi.commerce.testing import NOON, make_order, make_product
from relasi.contacts import public as contacts
from relasi.contacts.models import Merge
from relasi.contacts.testing import make_contact
from relasi.kernel.clock import now
from relasi.kernel.errors import NotFound, Refused
from relasi.timeline import public as timeline
from relasi.timeline.testing import names_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_organisation(name="Kopi Lereng", currency="EUR", time_zone="Asia/Jakarta")


def line(sku, quantity="1", amount="10.00"):
    return commerce.LineIn(sku, Decimal(quantity), Decimal(amount))


def record(contact_id, *lines, **values):
    given: dict[str, Any] = {
        "external_id": "20418",
        "placed_at": NOON,
        "currency": "EUR",
        "by": SYSTEM,
        "now": NOON,
    } | values
    return commerce.record_order(contact_id=contact_id, lines=lines, **given)


def test_an_order_keeps_its_lines_and_adds_them_up():
    ann = make_contact()
    beans, filters = make_product(sku="beans"), make_product(sku="filters")

    order = record(ann, line("beans", "2", "19.80"), line("filters", "1", "4.50"))

    card = commerce.order_card(order)
    assert (card.total, card.total_base, card.status) == (
        Decimal("24.30"),
        Decimal("24.30"),
        "completed",
    )
    assert [(row.product_id, row.number, row.amount_base) for row in commerce.lines_of(order)] == [
        (beans, 1, Decimal("19.80")),
        (filters, 2, Decimal("4.50")),
    ]
    assert commerce.totals_of(ann) == commerce.CustomerTotals(1, Decimal("24.30"), NOON, NOON)


def test_a_completed_order_is_exactly_one_event():
    ann = make_contact()
    make_product(sku="beans")

    order = record(ann, line("beans", amount="19.80"))
    assert record(ann, line("beans", amount="19.80")) == order
    commerce.tell_orders("SELECT id FROM commerce_order")

    (card,) = timeline.page_of(ann)
    assert (card.name, card.at, card.order_id, card.revenue) == (
        "order completed",
        NOON,
        order,
        Decimal("19.80"),
    )
    assert card.properties == {"number": "20418", "total": "19.80", "currency": "EUR"}
    assert Order.objects.count() == 1
    assert OrderLine.objects.count() == 1


def test_an_open_order_is_told_once_it_is_completed():
    ann = make_contact()
    order = make_order(ann, status="open")
    assert names_of(ann) == []
    assert commerce.totals_of(ann).orders == 0

    commerce.complete_order(order_id=order, by=SYSTEM, now=NOON)
    commerce.complete_order(order_id=order, by=SYSTEM, now=NOON)

    assert names_of(ann) == ["order completed"]
    assert commerce.totals_of(ann).orders == 1


def test_a_cancelled_order_did_not_happen():
    ann = make_contact()
    order = make_order(ann)

    commerce.cancel_order(order_id=order, by=SYSTEM, now=NOON + timedelta(hours=1))
    commerce.cancel_order(order_id=order, by=SYSTEM, now=NOON + timedelta(hours=2))

    assert names_of(ann) == ["order cancelled"]
    assert commerce.totals_of(ann) == commerce.CustomerTotals(0, Decimal(0), None, None)
    with pytest.raises(Refused, match="is cancelled"):
        commerce.complete_order(order_id=order, by=SYSTEM, now=NOON)


def test_what_comes_back_is_paid_back_by_its_share_to_the_last_cent():
    ann = make_contact()
    make_product("Beans", sku="beans")
    order = record(ann, line("beans", "3", "10.00"))
    (row,) = commerce.lines_of(order)

    for _ in range(3):
        commerce.return_goods(
            order_id=order,
            pieces=[commerce.ReturnIn(row.id, Decimal(1))],
            reason="stale",
            by=SYSTEM,
            now=NOON,
        )

    assert [gone.amount for gone in commerce.returns_of(order)] == [
        Decimal("3.34"),
        Decimal("3.33"),
        Decimal("3.33"),
    ]
    assert commerce.order_card(order).returned_base == Decimal("10.00")
    assert commerce.totals_of(ann).value == 0
    assert names_of(ann) == ["order returned"] * 3 + ["order completed"]
    assert timeline.page_of(ann)[0].revenue == Decimal("-3.34")


@pytest.mark.parametrize("quantity", ["0", "-1", "4"])
def test_more_than_was_bought_cannot_come_back(quantity):
    ann = make_contact()
    make_product("Beans", sku="beans")
    order = record(ann, line("beans", "3"))
    (row,) = commerce.lines_of(order)

    with pytest.raises(Refused, match="Beans: between 0 and 3 pieces"):
        commerce.return_goods(
            order_id=order,
            pieces=[commerce.ReturnIn(row.id, Decimal(quantity))],
            by=SYSTEM,
            now=NOON,
        )

    assert not Return.objects.exists()
    assert commerce.order_card(order).returned_base == 0


def test_nothing_comes_back_from_an_order_that_is_not_completed_or_a_line_elsewhere():
    ann = make_contact()
    is_open, other = make_order(ann, status="open"), make_order(ann)
    (foreign,) = commerce.lines_of(is_open)
    piece = commerce.ReturnIn(foreign.id, Decimal(1))

    with pytest.raises(Refused, match="not completed"):
        commerce.return_goods(order_id=is_open, pieces=[piece], by=SYSTEM, now=NOON)
    with pytest.raises(Refused, match="does not belong"):
        commerce.return_goods(order_id=other, pieces=[piece], by=SYSTEM, now=NOON)
    with pytest.raises(NotFound):
        commerce.return_goods(order_id=0, pieces=[piece], by=SYSTEM, now=NOON)


def test_an_order_with_returns_is_not_cancelled():
    order = make_order(make_contact())
    (row,) = commerce.lines_of(order)
    commerce.return_goods(
        order_id=order, pieces=[commerce.ReturnIn(row.id, Decimal(1))], by=SYSTEM, now=NOON
    )

    with pytest.raises(Refused, match="return the rest"):
        commerce.cancel_order(order_id=order, by=SYSTEM, now=NOON)


def test_an_order_in_another_currency_has_a_base_amount_by_the_rate_of_its_day():
    ann = make_contact()
    make_product(sku="beans")
    commerce.set_rate(
        by=SYSTEM, now=NOON, currency="USD", since=date(2026, 1, 1), rate=Decimal("0.9")
    )
    commerce.set_rate(
        by=SYSTEM, now=NOON, currency="usd", since=date(2026, 3, 3), rate=Decimal("0.8")
    )

    order = record(ann, *[line("beans", amount="0.05")] * 3, currency="USD")

    assert commerce.order_card(order).total_base == Decimal("0.14")
    assert [row.amount_base for row in commerce.lines_of(order)] == [
        Decimal("0.04"),
        Decimal("0.05"),
        Decimal("0.05"),
    ]


def test_the_day_of_an_order_is_the_day_where_the_organisation_is():
    """At 20:00 UTC on 2 March it is 3 March in Jakarta."""
    make_product(sku="beans")
    commerce.set_rate(
        by=SYSTEM, now=NOON, currency="USD", since=date(2026, 1, 1), rate=Decimal("0.9")
    )
    commerce.set_rate(
        by=SYSTEM, now=NOON, currency="USD", since=date(2026, 3, 3), rate=Decimal("0.8")
    )
    evening = datetime(2026, 3, 2, 20, tzinfo=UTC)

    order = record(make_contact(), line("beans"), currency="USD", placed_at=evening, now=evening)

    assert commerce.order_card(order).total_base == Decimal("8.00")


def test_a_currency_without_a_rate_is_refused_in_words_and_nothing_is_kept():
    ann = make_contact()
    make_product(sku="beans")
    commerce.set_rate(
        by=SYSTEM, now=NOON, currency="USD", since=date(2026, 3, 3), rate=Decimal("0.8")
    )

    with pytest.raises(Refused, match="no exchange rate for USD on 2 March 2026") as refused:
        record(ann, line("beans"), currency="USD")

    assert refused.value.field == "currency"
    assert not Order.objects.exists()
    assert names_of(ann) == []


def test_the_same_number_with_other_contents_is_refused():
    ann = make_contact()
    make_product(sku="beans")
    record(ann, line("beans"))

    for change in ([line("beans", "2")], [line("beans", amount="11.00")]):
        with pytest.raises(Refused, match="exists already and is different"):
            record(ann, *change)
    with pytest.raises(Refused, match="exists already and is different"):
        record(make_contact(), line("beans"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"external_id": " "}, "external_id"),
        ({"status": "lost"}, "status"),
        ({"placed_at": NOON + timedelta(seconds=1)}, "placed_at"),
        ({"lines": []}, "lines"),
        ({"lines": [line("tea")]}, "lines"),
        ({"lines": [line("beans", "0")]}, "lines"),
        ({"lines": [line("beans", amount="1e14")]}, "lines"),
        ({"contact_id": 0}, "contact_id"),
    ],
)
def test_an_order_that_cannot_be_is_refused_and_nothing_is_kept(values, field):
    make_product(sku="beans")
    values = {"contact_id": make_contact(), "lines": [line("beans")]} | values

    with pytest.raises(Refused) as refused:
        record(values.pop("contact_id"), *values.pop("lines"), **values)

    assert refused.value.field == field
    assert not Order.objects.exists()


def test_a_merge_gives_orders_and_lines_to_the_kept_contact_and_undoing_takes_them_back():
    ann, anna = make_contact(), make_contact()
    mine, hers = make_order(ann), make_order(anna)

    kept = contacts.merge_contacts(one_id=ann, other_id=anna, by=actor(), now=now())
    assert {card.id for card in commerce.orders_of(kept)} == {mine, hers}
    assert set(OrderLine.objects.values_list("contact_id", flat=True)) == {kept}

    contacts.undo_merge(merge_id=Merge.objects.get().pk, by=actor(), now=now())
    assert [card.id for card in commerce.orders_of(ann)] == [mine]
    assert [card.id for card in commerce.orders_of(anna)] == [hers]
    assert list(OrderLine.objects.filter(order=hers).values_list("contact_id", flat=True)) == [anna]


@pytest.mark.parametrize(
    ("currency", "rate", "field"),
    [("EURO", "1", "currency"), ("EUR", "1", "currency"), ("USD", "0", "rate")],
)
def test_a_rate_that_cannot_be_is_refused(currency, rate, field):
    with pytest.raises(Refused) as refused:
        commerce.set_rate(
            by=SYSTEM, now=NOON, currency=currency, since=date(2026, 1, 1), rate=Decimal(rate)
        )

    assert refused.value.field == field


def test_a_category_is_found_again_by_its_path():
    beans = commerce.ensure_category(("Coffee", "Beans"))

    assert commerce.ensure_category((" Coffee ", "Beans")) == beans
    assert commerce.ensure_category(("Tea", "Beans")) != beans
    assert [card.path for card in commerce.categories()] == [
        ("Coffee",),
        ("Coffee", "Beans"),
        ("Tea",),
        ("Tea", "Beans"),
    ]


def test_a_product_number_belongs_to_one_product():
    make_product(sku="beans")

    with pytest.raises(Refused, match="beans already belongs to a product"):
        make_product(sku="beans")


def test_a_product_changed_meanwhile_is_not_overwritten():
    beans = make_product("Beans")
    commerce.change_product(
        product_id=beans, changes={"name": "Gayo"}, expected_version=1, by=SYSTEM, now=NOON
    )

    with pytest.raises(Refused, match="A colleague changed"):
        commerce.change_product(
            product_id=beans,
            changes={"name": "Mandailing"},
            expected_version=1,
            by=SYSTEM,
            now=NOON,
        )

    assert commerce.product_card(beans).name == "Gayo"


def test_what_is_done_to_orders_products_and_rates_goes_on_record():
    order = make_order(make_contact(), make_product(), quantity="2", status="open")
    commerce.complete_order(order_id=order, by=SYSTEM, now=NOON)
    (line,) = commerce.lines_of(order)
    commerce.return_goods(
        order_id=order, pieces=[commerce.ReturnIn(line.id, Decimal(1))], by=SYSTEM, now=NOON
    )
    other = make_order(make_contact(), make_product())
    commerce.cancel_order(order_id=other, by=SYSTEM, now=NOON)
    rate = commerce.set_rate(
        currency="USD", since=date(2026, 1, 1), rate=Decimal(2), by=SYSTEM, now=NOON
    )
    commerce.remove_rate(rate_id=rate, by=SYSTEM, now=NOON)

    found = AuditEntry.objects.filter(object__in=("orders", "settings")).order_by("pk")
    assert [(one.action, one.object_id) for one in found] == [
        ("completed", str(order)),
        ("took goods back", str(order)),
        ("cancelled", str(other)),
        ("set exchange rate", str(rate)),
        ("removed exchange rate", str(rate)),
    ]
    assert AuditEntry.objects.filter(object="products", action="added").count() == 2
