"""The sample company's part of commerce, and its removal."""

from django.db import connection, transaction

from .telling import untell_orders

# Orders of sample contacts go with them, whoever recorded them. A sample product or category
# that an order or a product of the user hangs on stays, and is the user's from then on.
ORDERS = (
    "SELECT o.id FROM commerce_order o JOIN contacts_contact c ON c.id = o.contact_id"
    " WHERE c.is_sample OR o.is_sample"
)
KEEP_PRODUCTS = """
UPDATE commerce_product p SET is_sample = false WHERE p.is_sample AND EXISTS (
    SELECT FROM commerce_orderline l JOIN commerce_order o ON o.id = l.order_id
    WHERE l.product_id = p.id)
"""
KEEP_CATEGORIES = """
WITH RECURSIVE used AS (
    SELECT category_id AS id FROM commerce_product WHERE NOT is_sample
    UNION
    SELECT id FROM commerce_category WHERE NOT is_sample
    UNION
    SELECT c.parent_id FROM commerce_category c JOIN used ON used.id = c.id
)
UPDATE commerce_category SET is_sample = false
WHERE is_sample AND id IN (SELECT id FROM used WHERE id IS NOT NULL)
"""


@transaction.atomic
def remove_sample() -> None:
    untell_orders(ORDERS)
    with connection.cursor() as cursor:
        for statement in (
            f"CREATE TEMP TABLE commerce_gone ON COMMIT DROP AS {ORDERS}",
            "DELETE FROM commerce_return r USING commerce_gone g WHERE r.order_id = g.id",
            "DELETE FROM commerce_orderline l USING commerce_gone g WHERE l.order_id = g.id",
            "DELETE FROM commerce_order o USING commerce_gone g WHERE o.id = g.id",
            "DROP TABLE commerce_gone",
            KEEP_PRODUCTS,
            "DELETE FROM commerce_product WHERE is_sample",
            KEEP_CATEGORIES,
            "DELETE FROM commerce_category WHERE is_sample",
        ):
            cursor.execute(statement)
