"""Pure rules of importing: what a cell means, which field a header names."""

from .dates import DATE_ORDERS, date_order, day, moment
from .numbers import DECIMAL_MARKS, amount, decimal_mark
from .values import COUNTRIES, line, several, yes_or_no
from .words import plain_words, suggested_field

__all__ = [
    "COUNTRIES",
    "DATE_ORDERS",
    "DECIMAL_MARKS",
    "amount",
    "date_order",
    "day",
    "decimal_mark",
    "line",
    "moment",
    "plain_words",
    "several",
    "suggested_field",
    "yes_or_no",
]
