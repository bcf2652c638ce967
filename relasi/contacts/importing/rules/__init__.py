"""Pure rules of importing: what a cell means, which field a header names."""

from .countries import country_code
from .dates import DATE_ORDERS, date_order, day, moment
from .numbers import DECIMAL_MARKS, amount, decimal_mark
from .values import line, several, yes_or_no
from .words import plain_words, suggested_field

__all__ = [
    "DATE_ORDERS",
    "DECIMAL_MARKS",
    "amount",
    "country_code",
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
