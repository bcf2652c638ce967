"""Orders and products come in from files, and go out again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from relasi.accounts.public import SYSTEM
from relasi.commerce.models import Order, OrderLine, Product
from relasi.commerce.public import set_rate
from relasi.commerce.testing import NOON
from relasi.contacts import public as contacts
from relasi.contacts.importing.actions import correct_cell
from relasi.contacts.importing.queries.preview import preview
from relasi.contacts.importing.queries.runs import remarks_of
from relasi.contacts.importing.testing import bring_in, picture, refusals, take_back, upload
from relasi.contacts.models import Contact, ImportKept

pytestmark = pytest.mark.django_db
TABLES = (
    "commerce_order",
    "commerce_orderline",
    "commerce_product",
    "commerce_category",
    "contacts_contact",
    "contacts_identity",
)
SHOP = (
    "no pesanan;email;tanggal;kode produk;nama produk;kategori;qty;total\n"
    "A1;ann@example.org;20/11/2026 09:30;K1;Beans;Coffee;2;150.000,00\n"
    "A1;ann@example.org;20/11/2026 09:30;K2;Filter;Tools;1;25.500,50\n"
    "A2;bob@example.org;19/11/2026 10:00;K1;Beans;Coffee;1;75.000,00\n"
)
CDNOW = (
    " 00001 19970101  1   11.77\n"
    " 00002 19970112  1   12.00\n"
    " 00002 19970112  5   77.00\n"
    " 00002 19970112  1   12.00\n"
    " 00003 19970102  2   20.76\n"
)


def events() -> list[tuple[str, str, Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT properties ->> 'number', name, revenue FROM timeline_event ORDER BY key"
        )
        return list(cursor.fetchall())


def test_rows_of_one_order_become_its_lines():
    run = bring_in(SHOP, target="orders")

    assert (run.rows_created, run.rows_refused) == (3, 0)
    order = Order.objects.get(external_id="A1")
    assert (order.total, order.status) == (Decimal("175500.50"), "completed")
    assert order.placed_at.isoformat() == "2026-11-20T09:30:00+00:00"
    assert order.contact_id == contacts.find_contact("email", "ann@example.org")
    lines = OrderLine.objects.filter(order=order).order_by("number")
    assert list(lines.values_list("product__sku", "product__category__name", "quantity")) == [
        ("K1", "Coffee", Decimal(2)),
        ("K2", "Tools", Decimal(1)),
    ]
    assert sorted(events()) == [
        ("A1", "order completed", Decimal("175500.50")),
        ("A2", "order completed", Decimal("75000.00")),
    ]


def test_the_same_orders_twice_create_nothing_twice():
    bring_in(SHOP, target="orders")
    before = picture(*TABLES)
    told = events()

    again = bring_in(SHOP, target="orders")

    assert (again.rows_created, again.rows_updated, again.rows_unchanged) == (0, 0, 3)
    assert picture(*TABLES) == before
    assert events() == told


def test_taking_back_restores_orders_changed_and_made():
    bring_in(SHOP, target="orders")
    before = picture(*TABLES)
    told = events()
    run = bring_in(
        "order number,email,date,sku,qty,amount\n"
        "A1,ann@example.org,2026-11-18,K3,3,90.00\n"
        "A9,eve@example.org,2026-11-18,K1,1,30.00\n",
        target="orders",
    )
    assert (run.rows_created, run.rows_updated) == (1, 1)
    assert Order.objects.get(external_id="A1").total == Decimal("90.00")

    take_back(run)

    assert picture(*TABLES) == before
    assert events() == told
    assert not ImportKept.objects.exists()


def test_cdnow_without_header_gives_an_order_for_each_row():
    run = bring_in(CDNOW, target="orders", name="CDNOW_master.txt")

    assert (run.rows_created, run.rows_refused) == (5, 0)
    assert list(Order.objects.order_by("id").values_list("external_id", "total")) == [
        ("00001/19970101/11.77", Decimal("11.77")),
        ("00002/19970112/12.00", Decimal("12.00")),
        ("00002/19970112/77.00", Decimal("77.00")),
        ("00002/19970112/12.00/2", Decimal("12.00")),
        ("00003/19970102/20.76", Decimal("20.76")),
    ]
    assert Contact.objects.count() == 3
    assert OrderLine.objects.get(order__external_id="00002/19970112/77.00").quantity == 5

    again = bring_in(CDNOW, target="orders", name="CDNOW_master.txt")

    assert (again.rows_created, again.rows_unchanged) == (0, 5)
    take_back(run)
    assert (Order.objects.count(), Contact.objects.count(), Product.objects.count()) == (0, 0, 0)
    assert events() == []


def test_an_order_with_a_faulty_row_stays_out_as_a_whole():
    run = bring_in(
        "order number,email,date,amount\n"
        "A1,ann@example.org,2026-11-18,10.00\n"
        "A1,ann@example.org,31/02/2026,20.00\n"
        "A2,ann@example.org,2026-11-18,30.00\n",
        target="orders",
    )

    assert list(Order.objects.values_list("external_id", flat=True)) == ["A2"]
    assert refusals(run) == [
        (2, "order number", "Row 3 of this order was left out."),
        (3, "date", "There is no 31 February."),
    ]


def test_an_order_of_two_people_is_refused():
    run = bring_in(
        "order number,email,date,amount\n"
        "A1,a@example.org,2026-11-18,1\nA1,b@example.org,2026-11-18,2\n",
        target="orders",
    )

    assert Order.objects.count() == Contact.objects.count() == 0
    assert {reason for _r, _c, reason in refusals(run)} == {"Order A1 belongs to two people here."}


def test_a_currency_without_a_rate_is_refused_with_the_day():
    run = bring_in(
        "order number,email,date,amount,currency\nA1,a@example.org,2026-11-18,1,USD\n",
        target="orders",
    )

    assert Order.objects.count() == 0
    assert "no exchange rate for USD on 18 November 2026" in refusals(run)[0][2]


def test_a_person_with_later_orders_stays_when_the_list_is_taken_back():
    people = bring_in("email,name\nann@example.org,Ann\nbob@example.org,Bob\n")
    bring_in(SHOP.replace("bob@", "eve@"), target="orders")

    take_back(people)

    kept = ImportKept.objects.get(run=people)
    assert (kept.name, kept.reason) == ("Ann", "It has orders that came another way.")
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["", "Ann"]


def test_products_come_in_are_changed_and_go():
    bring_in("sku,name,category,price\nK1,Beans,Coffee,12.50\n", target="products")
    before = picture("commerce_product", "commerce_category")

    run = bring_in(
        "sku,name,category,price,active\nK1,Good beans,Tea,13.50,no\nK2,Filter,,2,\n",
        target="products",
    )

    assert (run.rows_created, run.rows_updated) == (1, 1)
    product = Product.objects.get(sku="K1")
    assert (product.name, product.price, product.is_active, product.version) == (
        "Good beans",
        Decimal("13.50"),
        False,
        2,
    )
    take_back(run)
    assert picture("commerce_product", "commerce_category") == before


def test_what_a_second_file_does_not_say_of_an_order_stays():
    bring_in(
        "order number,email,date,status,coupon,total\n"
        "A1,ann@example.org,2026-11-01,cancelled,HELLO,10.00\n"
        "A2,ann@example.org,2026-11-02,open,,20.00\n",
        target="orders",
    )

    again = bring_in(
        "order number,email,date,total\n"
        "A1,ann@example.org,2026-11-01,10.00\nA2,ann@example.org,2026-11-02,25.00\n",
        target="orders",
    )

    assert (again.rows_unchanged, again.rows_updated) == (1, 1)
    found = Order.objects.order_by("external_id").values_list("status", "coupon", "total")
    assert list(found) == [
        ("cancelled", "HELLO", Decimal("10.00")),
        ("open", "", Decimal("25.00")),
    ]
    assert events() == []


def test_an_order_in_another_currency_is_not_read_in_the_base_currency():
    set_rate(by=SYSTEM, now=NOON, currency="USD", since=date(2026, 1, 1), rate=Decimal(17000))
    bring_in(
        "order number,email,date,currency,total\nA1,ann@example.org,2026-11-01,USD,10.00\n",
        target="orders",
    )

    again = bring_in(
        "order number,email,date,total\nA1,ann@example.org,2026-11-01,10.00\n", target="orders"
    )

    assert [reason for _row, _column, reason in refusals(again)] == [
        "Order A1 is in USD. Say so in a column."
    ]
    assert Order.objects.get().currency == "USD"


def test_jumlah_is_the_quantity_beside_a_price():
    run = bring_in(
        "no pesanan,email,tanggal,barang,Jumlah,harga satuan\n"
        "A1,ann@example.org,20/11/2026,Beans,3,50000\n",
        target="orders",
    )

    assert run.mapping["4"] == "quantity"
    line = OrderLine.objects.get()
    assert (line.quantity, line.amount) == (Decimal(3), Decimal(150_000))


@pytest.mark.parametrize(("mark", "example"), [(".", "1.5"), (",", "1,5")])
def test_a_quantity_that_is_none_says_so_by_the_files_own_mark(mark, example):
    run = bring_in(
        "no pesanan;email;tanggal;qty;total\nA1;ann@example.org;20/11/2026;dua;100\n"
        "A2;ann@example.org;20/11/2026;2;seratus\n",
        target="orders",
        options={"decimal": mark},
    )

    assert refusals(run) == [
        (2, "qty", f"“dua” is not a quantity. Write it in figures, like 2 or {example}."),
        (3, "total", f"“seratus” is not an amount. Write it like 1234{mark}56."),
    ]


FOREIGN = (
    "no pesanan,email,tanggal,mata uang,barang,qty,total\n"
    "A1,ann@example.org,20/11/2026,,Beans,1,100\n"
    "A1,ann@example.org,20/11/2026,,Tea,1,50\n"
    "A2,bob@example.org,20/11/2026,XYZ,Beans,1,100\n"
    "A3,eve@example.org,20/11/2026,,Beans,1,100\n"
)


def test_the_preview_finds_a_currency_without_a_rate_and_counts_new_people():
    contacts.add_contact(name="Eve", emails=["eve@example.org"], by=SYSTEM, now=NOON)
    run = upload(FOREIGN, "orders")

    found = preview(run.pk)

    assert (found.new, found.faulty, found.people) == (3, 1, 1)
    wrong = [(cell.column, cell.value) for row in found.rows for cell in row.cells if cell.editable]
    assert wrong == [(3, "XYZ")]

    ran = bring_in(FOREIGN, target="orders")
    assert (ran.rows_created, remarks_of(ran.pk).people) == (3, 1)
    assert [refusal[:2] for refusal in refusals(ran)] == [(4, "mata uang")]
    assert remarks_of(take_back(ran).pk).people == 0


def test_a_currency_put_right_in_the_preview_comes_in_with_its_person():
    run = upload(FOREIGN, "orders")
    correct_cell(run_id=run.pk, row_number=4, column=3, value="")

    found = preview(run.pk)

    assert (found.new, found.faulty, found.people) == (4, 0, 3)
