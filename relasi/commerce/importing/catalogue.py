"""Categories and products that rows of a file name, made where they are new."""

from collections.abc import Sequence

from django.db import connection

from relasi.contacts.public import importing

UNSPECIFIED = "unspecified"
_MAKE_CATEGORIES = """
INSERT INTO commerce_category (name, parent_id, is_sample)
SELECT name, NULL, false FROM unnest(%s::text[]) AS name
ON CONFLICT DO NOTHING RETURNING id
"""
_MAKE_PRODUCTS = """
INSERT INTO commerce_product
  (sku, name, category_id, brand, price, currency, is_active, is_sample, created_at, updated_at,
   version)
SELECT sku, name, nullif(category, 0), '', NULL, '', true, false, %s, %s, 1
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS new (sku, name, category)
ON CONFLICT (sku) DO NOTHING RETURNING id
"""


def category_ids(batch: importing.Batch, names: Sequence[str]) -> list[int]:
    """The top category of each name, 0 for none."""
    wanted = {name.upper(): name for name in names if name}
    known = _categories(list(wanted))
    missing = sorted(name for upper, name in wanted.items() if upper not in known)
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_MAKE_CATEGORIES, [missing])
            made = [row[0] for row in cursor.fetchall()]
        importing.record_made(batch, "commerce_category", made)
        known = _categories(list(wanted))
    return [known.get(name.upper(), 0) for name in names]


def _categories(names: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT upper(name), min(id) FROM commerce_category"
            " WHERE parent_id IS NULL AND upper(name) = ANY(%s) GROUP BY 1",
            [names],
        )
        return dict(cursor.fetchall())


def product_ids(batch: importing.Batch) -> list[int]:
    """The product of each row; a row that names none bought something unspecified."""
    names = batch.column("product")
    skus = [
        sku or name[:120] or UNSPECIFIED
        for sku, name in zip(batch.column("sku"), names, strict=True)
    ]
    known = _products(skus)
    missing = {sku: place for place, sku in enumerate(skus) if sku not in known}
    if missing:
        places = [missing[sku] for sku in sorted(missing)]
        _make(batch, sorted(missing), places)
        known = _products(skus)
    return [known[sku] for sku in skus]


def _products(skus: Sequence[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sku, id FROM commerce_product WHERE sku = ANY(%s)", [sorted(set(skus))]
        )
        return dict(cursor.fetchall())


def _make(batch: importing.Batch, skus: list[str], places: list[int]) -> None:
    names, categories = batch.column("product"), batch.column("category")
    ids = category_ids(batch, [categories[place] for place in places])
    at = batch.run.at
    with connection.cursor() as cursor:
        cursor.execute(
            _MAKE_PRODUCTS,
            [at, at, skus, [names[p] or sku for p, sku in zip(places, skus, strict=True)], ids],
        )
        made = [row[0] for row in cursor.fetchall()]
    importing.record_made(batch, "commerce_product", made)
