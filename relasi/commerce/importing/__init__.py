"""Products, and orders with their lines, as targets of imports."""

from .orders import ORDERS
from .products import PRODUCTS

__all__ = ["ORDERS", "PRODUCTS"]
