"""The products that told orders name, made where they are new."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import connection

from relasi.commerce.importing.catalogue import UNSPECIFIED
from relasi.commerce.queries.products import ids_by_sku
from relasi.timeline.public import ToldLine

CATEGORIES = """
INSERT INTO commerce_category (name, parent_id, is_sample)
SELECT new.name, NULL, false FROM unnest(%s::text[]) AS new (name)
WHERE NOT EXISTS (
    SELECT FROM commerce_category c WHERE c.parent_id IS NULL AND upper(c.name) = upper(new.name)
) ON CONFLICT DO NOTHING
"""
PRODUCTS = """
INSERT INTO commerce_product
    (sku, name, category_id, brand, price, currency, is_active, is_sample, created_at, updated_at,
    version)
SELECT sku, name, (
    SELECT min(c.id) FROM commerce_category c
    WHERE c.parent_id IS NULL AND upper(c.name) = upper(category)
), brand, NULL, '', true, false, %s, %s, 1
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS new (sku, name, category, brand)
ORDER BY sku ON CONFLICT (sku) DO NOTHING
"""
LONGEST_SKU = 120
# Stands for whatever an order does not name.
SOMETHING = ToldLine(UNSPECIFIED, "", "", "", Decimal(1), Decimal(0))


def sku_of(line: ToldLine) -> str:
    """Its number; its name where it has none; of neither, something unspecified."""
    return line.sku or line.name[:LONGEST_SKU].strip() or UNSPECIFIED


def products_of(lines: Iterable[ToldLine], now: datetime) -> dict[str, int]:
    """The ids of these products by number."""
    named: dict[str, ToldLine] = {}
    for line in lines:
        named.setdefault(sku_of(line), line)
    known = ids_by_sku(named)
    news = {sku: line for sku, line in named.items() if sku not in known}
    if not news:
        return known
    _make(news, now)
    return ids_by_sku(named)


def _make(news: dict[str, ToldLine], now: datetime) -> None:
    categories = sorted({line.category for line in news.values() if line.category})
    names = [line.name or sku for sku, line in news.items()]
    rest = [[line.category for line in news.values()], [line.brand for line in news.values()]]
    with connection.cursor() as cursor:
        if categories:
            cursor.execute(CATEGORIES, [categories])
        cursor.execute(PRODUCTS, [now, now, list(news), names, *rest])
