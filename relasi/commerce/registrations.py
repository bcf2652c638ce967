"""What the rest of the house shows and reads of commerce."""

from relasi.engine import relations


def register() -> None:
    relations.register("orders", "commerce_order")
    relations.register("order_lines", "commerce_orderline")
    relations.register("products", "commerce_product")
    relations.register("categories", "commerce_category")
