"""What a column of a list of orders may be."""

import re

from django.utils.translation import gettext_lazy as _

from relasi.contacts.public import importing

STATUSES = {
    word: status
    for status, words in {
        "completed": "completed|complete|paid|shipped|delivered|closed|done|selesai|lunas|dikirim",
        "open": "open|pending|new|processing|in progress|baru|diproses|belum dibayar",
        "cancelled": "cancelled|canceled|void|refused|batal|dibatalkan|ditolak",
    }.items()
    for word in words.split("|")
}
_WHOSE = {"external_id", "email", "phone", "name", "country"}
_OWN = (
    importing.ImportField(
        "number", _("Order number"), "external", longest=120,
        words="order number|order id|order no|order|invoice|invoice no|invoiceno|receipt"
        "|transaction id|basket id|no pesanan|nomor pesanan|id pesanan|no faktur|no transaksi"),
    importing.ImportField(
        "placed_at", _("Placed at"), "moment",
        words="date|order date|placed at|created at|invoice date|transaction date|time|timestamp"
        "|tanggal|tgl|tanggal pesanan|tgl pesanan|tanggal transaksi|waktu"),
    importing.ImportField(
        "status", _("Status"), "choice", choices=STATUSES, words="status|state|status pesanan"),
    importing.ImportField(
        "currency", _("Currency"), "currency", words="currency|mata uang|valuta"),
    importing.ImportField(
        "sku", _("Product number"), "external", longest=120,
        words="sku|product id|product number|product code|stock code|stockcode|article|item id"
        "|kode produk|kode barang|id produk"),
    importing.ImportField(
        "product", _("Product"),
        words="product|product name|item|description|line item|produk|nama produk|barang"),
    importing.ImportField(
        "category", _("Category"), longest=160, words="category|department|kategori"),
    importing.ImportField(
        "quantity", _("Quantity"), "quantity",
        words="quantity|qty|units|pieces|number of items|number of cds|jumlah"
        "|jumlah barang|jumlah unit|banyak|banyaknya|kuantitas"),
    importing.ImportField(
        "amount", _("Amount of the line"), "amount",
        words="amount|line total|total|value|sales value|dollar value|revenue|net amount|subtotal"
        "|nilai|nilai baris|total harga|total bayar|jumlah bayar|jumlah harga|jumlah rp"),
    importing.ImportField(
        "unit_price", _("Price of one"), "amount",
        words="unit price|price|unitprice|item price|harga|harga satuan"),
    importing.ImportField(
        "coupon", _("Coupon"), longest=80, words="coupon|voucher|discount code|kupon"),
    importing.ImportField(
        "source", _("Source"), longest=40, words="source|channel|sumber|kanal"),
)  # fmt: skip
_LAYOUT = (
    ("external_id", re.compile(r"[0-9A-Za-z_-]{1,40}")),
    ("", re.compile(r"[0-9]{1,10}")),
    ("placed_at", re.compile(r"(19|20)\d{2}[01]\d[0-3]\d")),
    ("quantity", re.compile(r"[0-9]{1,6}")),
    ("amount", re.compile(r"[0-9]+\.[0-9]{2}")),
)


def order_fields() -> tuple[importing.ImportField, ...]:
    """Whose it is comes from the fields of people; the rest is ours."""
    whose = [f for f in importing.people_fields() if f.key in _WHOSE]
    own, *rest = _OWN
    return (own, *whose, *rest)


def headless(body: list[list[str]]) -> dict[str, str] | None:
    """The layout of CDNOW's purchases and their like, which have no header: customer, (a
    second number,) day, quantity, amount.
    """
    for layout in (_LAYOUT, (_LAYOUT[0], *_LAYOUT[2:])):
        if all(
            len(row) == len(layout)
            and all(form.fullmatch(c) for (_k, form), c in zip(layout, row, strict=True))
            for row in body
        ):
            return {str(place): key for place, (key, _form) in enumerate(layout) if key}
    return None
