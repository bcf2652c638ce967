"""Products, orders and lines of the sample company.

An amount is what the customer paid: the data's `sales_value` (what the shop receives, after
loyalty and matching discounts) less `coupon_disc` (a manufacturer's coupon, which the shop
gets back from the manufacturer), to the cent; a coupon worth more than its goods leaves a
negative line. Fuel is counted in thousandths of a gallon; we divide.
"""

from pathlib import Path

import duckdb
from django.db import connection

from .copying import checked_at_the_end, copy_query, reserve
from .departments import department, readable

TODAY = "timezone('UTC', (SELECT today FROM moved))"


def load_products(con: duckdb.DuckDBPyConnection, folder: Path, currency: str) -> None:
    """Every product of the data, and those that were bought but are not described."""
    con.create_function("department", department, ["VARCHAR"], "VARCHAR")
    con.create_function("readable", readable, ["VARCHAR"], "VARCHAR")
    con.execute(f"CREATE TABLE goods AS {GOODS}")
    _load_categories(con)
    first = reserve("commerce_product", _count(con, "goods"))
    con.execute(
        "CREATE TABLE product_ids AS SELECT product_id,"  # noqa: S608
        f" row_number() OVER (ORDER BY product_id) - 1 + {first} AS id FROM goods"
    )
    copy_query(
        con,
        folder,
        "commerce_product",
        "id, sku, name, category_id, brand, price, currency, is_active, is_sample, created_at,"
        " updated_at, version",
        "SELECT i.id, 'S' || g.product_id, g.name, c.id, g.brand, g.price,"  # noqa: S608
        f" '{currency}', true, true, {TODAY} - INTERVAL 380 DAY, {TODAY} - INTERVAL 380 DAY, 1"
        " FROM goods g JOIN product_ids i USING (product_id)"
        " LEFT JOIN category_ids c ON c.parent = g.parent"
        " AND c.name IS NOT DISTINCT FROM g.category ORDER BY i.id",
    )


def _load_categories(con: duckdb.DuckDBPyConnection) -> None:
    """Two levels: departments, and the categories in them."""
    pairs = con.execute(
        "SELECT DISTINCT parent, category FROM goods WHERE parent IS NOT NULL ORDER BY ALL"
    ).fetchall()
    names = sorted({parent for parent, _category in pairs})
    ids = {name: _category(name, None) for name in names}
    known = [
        (_category(category, ids[parent]) if category else ids[parent], parent, category)
        for parent, category in pairs
    ]
    con.execute("CREATE TABLE category_ids (id bigint, parent varchar, name varchar)")
    con.executemany("INSERT INTO category_ids VALUES (?, ?, ?)", known)


def _category(name: str, parent_id: int | None) -> int:
    """One that the user has already is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commerce_category (name, parent_id, is_sample) VALUES (%s, %s, true)"
            " ON CONFLICT (parent_id, name) DO UPDATE SET name = excluded.name RETURNING id",
            [name, parent_id],
        )
        return int(cursor.fetchone()[0])


def load_orders(con: duckdb.DuckDBPyConnection, folder: Path, currency: str) -> int:
    """Baskets are orders; returns how many. `contact_ids` and `visited` exist by now."""
    first_order = reserve("commerce_order", _count(con, "baskets"))
    con.execute(
        "CREATE TABLE order_ids AS SELECT basket_id,"  # noqa: S608
        f" row_number() OVER (ORDER BY happened, basket_id) - 1 + {first_order} AS id FROM baskets"
    )
    copy_query(
        con,
        folder,
        "commerce_order",
        "id, external_id, contact_id, status, placed_at, currency, total, total_base,"
        " returned_base, coupon, source, is_sample, version",
        "SELECT i.id, 'S' || basket_id, c.id, 'completed', happened,"  # noqa: S608
        f" '{currency}', b.total, b.total, 0, '', coalesce(v.source, 'store'), true, 1"
        " FROM baskets b JOIN order_ids i USING (basket_id) JOIN contact_ids c USING (household_id)"
        " LEFT JOIN visited v USING (basket_id) ORDER BY i.id",
    )
    with checked_at_the_end("commerce_orderline"):
        copy_query(con, folder, "commerce_orderline", LINE_COLUMNS, LINES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE commerce_order, commerce_orderline, commerce_product")
    return _count(con, "baskets")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


PAID = "CAST(round(sales_value - coupon_disc, 2) AS DECIMAL(18, 2))"

GOODS = """
WITH sold AS (
    SELECT product_id, median(sales_value / quantity) FILTER (quantity BETWEEN 1 AND 100) AS price
    FROM transactions GROUP BY product_id
)
SELECT product_id, department(p.department) AS parent, readable(p.product_category) AS category,
    coalesce(readable(p.product_type), readable(p.product_category), department(p.department),
             'Product ' || product_id)
        || coalesce(', ' || lower(p.package_size), '') AS name,
    CASE p.brand WHEN 'Private' THEN 'House brand'
        ELSE coalesce('Maker ' || p.manufacturer_id, '') END AS brand,
    CAST(round(price, 2) AS DECIMAL(18, 2)) AS price
FROM sold FULL JOIN products p USING (product_id)
"""

BASKETS = f"""
SELECT basket_id, any_value(household_id) AS household_id,
    moved_at(any_value(transaction_timestamp)) AS happened, sum({PAID}) AS total
FROM transactions GROUP BY basket_id
"""  # noqa: S608

LINE_COLUMNS = "order_id, contact_id, product_id, placed_at, quantity, amount, amount_base, number"

# In the order of customers and time: that is how lines are read, and how the index by
# contact grows at its end instead of everywhere.
LINES = f"""
SELECT o.id AS order_id, c.id AS contact_id, p.id, b.happened,
    CASE WHEN quantity > 100 THEN CAST(quantity / 1000 AS DECIMAL(12, 3))
        ELSE CAST(quantity AS DECIMAL(12, 3)) END,
    {PAID}, {PAID},
    row_number() OVER (PARTITION BY o.id ORDER BY p.id, quantity, sales_value, retail_disc)
        AS number
FROM transactions t JOIN baskets b USING (basket_id) JOIN order_ids o USING (basket_id)
JOIN contact_ids c ON c.household_id = t.household_id
JOIN product_ids p ON p.product_id = t.product_id
ORDER BY contact_id, order_id, number
"""  # noqa: S608
