"""Orders, what was in them and came back, products, and the scores that follow."""

from django.utils.translation import gettext_lazy as _

from .parts import Column, Table, plain

VIEW, GOODS = ("orders", "view"), ("products", "view")
BASE = _("in the base currency")
TABLES = (
    Table(
        "orders",
        _("One row for each order, of whatever state."),
        VIEW,
        "orders",
        (
            Column("id"),
            Column("number", _("the number your shop gave it"), "t.external_id"),
            Column("contact_id", _("empty: nobody that is known")),
            Column("status", _("completed orders count in every figure")),
            *plain("placed_at currency"),
            Column("total", _("in its own currency")),
            Column("total_base", BASE),
            Column("returned_base", _("goods that came back, in the base currency")),
            *plain("coupon source"),
            Column("is_sample", _("of the sample company")),
        ),
        whose="t.contact_id",
    ),
    Table(
        "order_lines",
        _("What was in the orders."),
        VIEW,
        "order_lines",
        (
            *plain("id order_id contact_id product_id placed_at quantity"),
            Column("amount", _("in the order’s currency")),
            Column("amount_base", BASE),
        ),
        whose="t.contact_id",
    ),
    Table(
        "returns",
        _("Goods that came back."),
        VIEW,
        "returns",
        (
            *plain("id order_id line_id quantity amount"),
            Column("amount_base", BASE),
            *plain("returned_at reason"),
        ),
        whose="o.contact_id",
        joins="JOIN {orders} o ON o.id = t.order_id",
    ),
    Table(
        "products",
        _("What is sold."),
        GOODS,
        "products",
        (
            *plain("id sku name category_id"),
            Column("category", _("the name of its category"), "c.name"),
            *plain("brand price currency is_active created_at"),
        ),
        joins="LEFT JOIN {categories} c ON c.id = t.category_id",
    ),
    Table(
        "categories",
        _("Categories of products, as a tree."),
        GOODS,
        "categories",
        (*plain("id name"), Column("parent_id", _("the category it lies in"))),
    ),
    Table(
        "scores",
        _("What follows from each person’s orders; counted anew every night."),
        ("insight", "view"),
        "scores",
        (
            *plain("contact_id first_order_at last_order_at orders"),
            Column("order_days", _("days with an order")),
            Column("revenue", BASE),
            Column("r", _("recency, 1 to 5")),
            Column("f", _("frequency, 1 to 5")),
            Column("m", _("money, 1 to 5")),
            Column("typical_gap", _("days between two orders, as usual for them")),
            *plain("category_count items_per_order"),
            Column("lifecycle", _("the stage they are in")),
            *plain("lifecycle_before lifecycle_since"),
        ),
        whose="t.contact_id",
    ),
)
