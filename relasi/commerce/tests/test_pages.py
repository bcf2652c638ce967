"""The pages of orders, products and exchange rates, through HTTP."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from relasi.accounts.models import Staff
from relasi.accounts.testing import alice, charlie, make_organisation, make_staff, sign_in
from relasi.commerce import public as commerce
from relasi.commerce.models import ExchangeRate, Order, Product, Return
from relasi.commerce.testing import make_order, make_product
from relasi.contacts.testing import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_organisation(name="Kopi Lereng", currency="EUR", time_zone="Asia/Jakarta")


@pytest.fixture
def owner(client):
    sign_in(client, alice())
    return client


def test_the_orders_list_shows_whose_order_it_is_and_what_it_came_to(owner):
    make_order(make_contact("Ann Adams"), external_id="20418", amount="39.20")

    page = owner.get(reverse("commerce:order_list")).content.decode()

    assert "20418" in page
    assert "Ann Adams" in page
    assert "39.20" in page


def test_the_orders_list_is_searched_by_number_and_filtered(owner):
    ann = make_contact()
    make_order(ann, external_id="A-1", amount="5.00")
    make_order(ann, external_id="B-2", amount="50.00", status="open")
    url = reverse("commerce:order_list")

    assert "A-1" in owner.get(url, {"q": "A-"}).content.decode()
    assert "B-2" not in owner.get(url, {"q": "A-"}).content.decode()
    filtered = {"f_key": "status", "f_rel": "is", "f_val": "open"}
    page = owner.get(url, filtered, follow=True).content.decode()
    assert "B-2" in page
    assert "A-1" not in page


def test_the_orders_of_one_person_are_theirs_alone(owner):
    ann, bert = make_contact("Ann"), make_contact("Bert")
    make_order(ann, external_id="hers")
    make_order(bert, external_id="his")

    page = owner.get(reverse("commerce:orders_of", args=[ann])).content.decode()

    assert "hers" in page
    assert ">his<" not in page


def test_orders_leave_as_a_file(owner):
    make_order(make_contact(), external_id="=1+1", amount="5.00")

    file = owner.get(reverse("commerce:order_list"), {"export": "csv"})

    lines = b"".join(file.streaming_content).decode().splitlines()
    assert lines[0].endswith("number,contact_id,placed_at,status,currency,total,total_base,"
                             "returned_base,coupon,source")  # fmt: skip
    assert lines[1].startswith("'=1+1,")


def test_goods_are_taken_back_on_the_page_of_their_order(owner):
    order = make_order(make_contact(), quantity="2", amount="10.00")
    (line,) = commerce.lines_of(order)
    url = reverse("commerce:order_returns", args=[order])
    page = reverse("commerce:order", args=[order])
    assert f"line_{line.id}" not in owner.get(page).content.decode()
    assert f"line_{line.id}" in owner.get(f"{page}?take_back=1").content.decode()

    answer = owner.post(url, {f"line_{line.id}": "1", "reason": "stale"}, follow=True)

    assert "stale" in answer.content.decode()
    assert commerce.order_card(order).returned_base == Decimal("5.00")


@pytest.mark.parametrize("typed", ["3", "abc", "", "NaN", "-1"])
def test_a_quantity_that_cannot_be_gets_a_sentence_and_nothing_is_lost(owner, typed):
    order = make_order(make_contact(), quantity="2")
    (line,) = commerce.lines_of(order)
    url = reverse("commerce:order_returns", args=[order])

    answer = owner.post(url, {f"line_{line.id}": typed, "reason": "stale"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'value="stale"' in page
    assert not Return.objects.exists()


def test_an_order_is_cancelled_and_completed_from_its_page(owner):
    order = make_order(make_contact(), status="open")

    owner.post(reverse("commerce:order_complete", args=[order]))
    assert commerce.order_card(order).status == "completed"

    owner.post(reverse("commerce:order_cancel", args=[order]))
    assert commerce.order_card(order).status == "cancelled"


def test_a_viewer_reads_and_changes_nothing(client):
    order = make_order(make_contact())
    sign_in(client, charlie())

    page = client.get(reverse("commerce:order", args=[order]))
    assert page.status_code == 200
    assert "Cancel order" not in page.content.decode()
    assert client.post(reverse("commerce:order_cancel", args=[order])).status_code == 403
    assert commerce.order_card(order).status == "completed"


def test_a_product_page_says_who_bought_it(owner):
    beans = make_product("Gayo beans", category=("Coffee", "Beans"))
    make_order(make_contact("Ann Adams"), beans, quantity="3", amount="30.00")
    make_order(make_contact("Bert Baker"), beans, status="open")

    page = owner.get(reverse("commerce:product", args=[beans])).content.decode()

    assert "Coffee / Beans" in page
    assert "Ann Adams" in page
    assert "Bert Baker" not in page


def test_the_products_list_finds_a_category_with_what_stands_below_it(owner):
    make_product("Gayo beans", category=("Coffee", "Beans"))
    make_product("Sencha", category=("Tea", "Green"))
    coffee = next(card for card in commerce.categories() if card.path == ("Coffee",))
    filtered = {"f_key": "category", "f_rel": "is", "f_val": str(coffee.id)}

    page = owner.get(reverse("commerce:product_list"), filtered, follow=True).content.decode()

    assert "Gayo beans" in page
    assert "Sencha" not in page


def test_a_product_is_added_and_changed(owner):
    typed = {"name": "Gayo beans", "sku": "beans", "category": "Coffee / Beans", "price": "9.90",
             "currency": "eur"}  # fmt: skip
    owner.post(reverse("commerce:product_new"), typed)
    beans = Product.objects.get(sku="beans")
    assert (beans.currency, beans.price, beans.is_active) == ("EUR", Decimal("9.90"), True)

    edit = reverse("commerce:product_edit", args=[beans.pk])
    assert 'value="Coffee / Beans"' in owner.get(edit).content.decode()
    owner.post(edit, typed | {"_method": "patch", "name": "Gayo", "version": "1"})
    beans.refresh_from_db()
    assert (beans.name, beans.is_active) == ("Gayo", False)


def test_a_product_number_that_is_taken_is_refused_beside_the_field(owner):
    make_product(sku="beans")
    typed = {"name": "Other", "sku": "beans", "currency": "EUR"}

    answer = owner.post(reverse("commerce:product_new"), typed)

    assert answer.status_code == 422
    assert "beans already belongs to a product" in answer.content.decode()
    assert 'value="Other"' in answer.content.decode()
    assert Product.objects.count() == 1


def test_a_rate_is_entered_shown_and_taken_out(owner):
    url = reverse("commerce:exchange_rates")

    owner.post(url, {"currency": "usd", "rate": "0.92", "since": "2026-01-01"})

    rate = ExchangeRate.objects.get()
    assert (rate.currency, rate.rate, rate.since) == ("USD", Decimal("0.92"), date(2026, 1, 1))
    assert "0.92" in owner.get(url).content.decode()
    owner.post(reverse("commerce:exchange_rate", args=[rate.pk]), {"_method": "delete"})
    assert not ExchangeRate.objects.exists()


def test_a_rate_of_the_base_currency_is_refused_and_stays_typed(owner):
    answer = owner.post(
        reverse("commerce:exchange_rates"), {"currency": "EUR", "rate": "1", "since": "2026-01-01"}
    )

    assert answer.status_code == 422
    assert "EUR is the base currency" in answer.content.decode()
    assert not ExchangeRate.objects.exists()


def test_the_customer_page_tells_value_and_orders(owner):
    ann = make_contact("Ann Adams")
    make_order(ann, external_id="20418", amount="39.20")

    page = owner.get(reverse("contacts:contact", args=[ann])).content.decode()

    assert "Value so far" in page
    assert "Order 20418" in page
    assert reverse("commerce:orders_of", args=[ann]) in page


def test_a_seller_sees_only_their_own_buyers(client):
    seller = make_staff("sales")
    coffee = make_product("Coffee")
    make_order(make_contact("Own Buyer", owner_id=seller), coffee)
    make_order(make_contact("Other Buyer"), coffee)
    sign_in(client, seller)

    page = client.get(reverse("commerce:product", args=[coffee])).text

    assert "Own Buyer" in page
    assert "Other Buyer" not in page


@pytest.mark.parametrize(
    ("relation", "asked", "found"),
    [
        ("contains", "tok", {"STORE", "OWN"}),
        ("is", "toko", {"STORE", "OWN"}),
        ("is", "store", {"STORE"}),
        ("is_not", "toko", {"MAIL", "NONE"}),
        ("not_set", "", {"NONE"}),
    ],
)
def test_the_source_of_an_order_is_read_and_asked_for_in_the_readers_language(
    client, relation, asked, found
):
    Staff.objects.filter(pk=alice()).update(language="id")
    sign_in(client, alice())
    ann = make_contact()
    for number, source in {"STORE": "store", "OWN": "toko", "MAIL": "email", "NONE": ""}.items():
        order = make_order(ann, external_id=number)
        Order.objects.filter(pk=order).update(source=source)
    url = reverse("commerce:order_list")

    page = client.get(url, {"f": f"source:{relation}:{asked}"}).content.decode()

    assert {n for n in ("STORE", "OWN", "MAIL", "NONE") if f">{n}</a>" in page} == found
    assert bool(re.search(r"<td[^>]*>toko</td>", page)) == ("STORE" in found)
