"""Products from a file, known by their number."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.contacts.public import importing
from relasi.kernel.errors import Refused

from .catalogue import category_ids

COLUMNS = {
    "sku": "varchar",
    "name": "varchar",
    "category_id": "bigint",
    "brand": "varchar",
    "price": "numeric(18, 2)",
    "currency": "varchar",
    "is_active": "boolean",
}
DEFAULTS = {
    "category_id": "NULL",
    "brand": "''",
    "price": "NULL",
    "currency": "''",
    "is_active": "true",
    "is_sample": "false",
    "created_at": "%(at)s",
    "updated_at": "%(at)s",
    "version": "1",
}
KEPT = importing.Kept("commerce_product", "sku", ("t.sku", "s.key"), COLUMNS, DEFAULTS)
FIELDS = (
    importing.ImportField(
        "sku", gettext_lazy("Product number"), "external", longest=120,
        words="sku|product number|product id|product code|article|stock code|stockcode"
        "|kode produk|kode barang|id produk|no barang"),
    importing.ImportField(
        "name", gettext_lazy("Name"),
        words="name|product|product name|description|title|nama|nama produk|nama barang|produk"),
    importing.ImportField(
        "category", gettext_lazy("Category"), longest=160,
        words="category|department|group|kategori|kelompok|jenis"),
    importing.ImportField(
        "brand", gettext_lazy("Brand"), longest=160, words="brand|manufacturer|merek|merk"),
    importing.ImportField(
        "price", gettext_lazy("Price"), "amount", words="price|unit price|list price|harga"),
    importing.ImportField(
        "currency", gettext_lazy("Currency"), "currency", words="currency|mata uang|valuta"),
    importing.ImportField(
        "is_active", gettext_lazy("On sale"), "yes_no", words="active|on sale|aktif|dijual"),
)  # fmt: skip
PRODUCT = importing.UndoTable(
    "commerce_product", gettext_lazy("Product"), "t.name", page="commerce:product"
)
CATEGORY = importing.UndoTable(
    "commerce_category", gettext_lazy("Category"), "t.name", versioned=False
)


def bring_in(batch: importing.Batch) -> importing.Tally:
    worked_out = {}
    if "category" in batch.values:
        ids = category_ids(batch, batch.values["category"])
        worked_out["category_id"] = [str(number) if number else "" for number in ids]
    if "is_active" in batch.values:
        active = batch.values["is_active"]
        worked_out["is_active"] = [{"yes": "true", "no": "false"}.get(a, "") for a in active]
    return importing.upsert(batch, KEPT, worked_out)


def known_places(batch: importing.Batch) -> set[int]:
    skus = batch.column("sku")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sku FROM commerce_product WHERE sku = ANY(%s)", [skus])
        known = {row[0] for row in cursor.fetchall()}
    return {place for place, sku in enumerate(skus) if sku in known}


def refuse_mapping(keys: frozenset[str], match_by: str) -> None:
    del match_by
    if not {"sku", "name"} <= keys:
        sentence = _("Choose the columns that hold the product's number and its name.")
        raise Refused(sentence, field="mapping")


PRODUCTS = importing.ImportTarget(
    key="products",
    about_people=False,
    label=gettext_lazy("Products"),
    fields=lambda: FIELDS,
    match_by=(("sku", gettext_lazy("Product number")),),
    write=bring_in,
    known=known_places,
    refuse_mapping=refuse_mapping,
    lane_field=lambda batch: batch.column("sku"),
    required=("sku", "name"),
    tables=(PRODUCT, CATEGORY),
    rights="products",
    page="commerce:product_list",
    order=30,
)
