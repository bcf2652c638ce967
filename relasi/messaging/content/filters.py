"""The filters a template may use. Each refuses work that grows out of proportion."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any

from liquid import Environment, RenderContext
from liquid.exceptions import FilterArgumentError
from liquid.filter import string_filter, with_context
from liquid.undefined import is_undefined

from relasi.ui.public import formats

LONGEST = 100_000
MOST_ITEMS = 2_000
LARGEST = 10**18

ALLOWED = (
    "abs", "append", "at_least", "at_most", "capitalize", "ceil", "compact", "concat", "default",
    "divided_by", "downcase", "escape", "first", "floor", "last", "lstrip", "map", "minus",
    "modulo", "newline_to_br", "plus", "prepend", "remove", "remove_first", "reverse", "round",
    "rstrip", "size", "slice", "sort", "split", "strip", "strip_newlines", "times", "truncate",
    "truncatewords", "uniq", "upcase", "url_encode", "where",
)  # fmt: skip


def install(environment: Environment) -> None:
    """Leave only these filters, guarded."""
    known = environment.filters
    environment.filters = {name: guarded(known[name]) for name in ALLOWED}
    own = {"replace": replace, "join": join, "money": money, "date": day, "plural": plural}
    environment.filters |= {name: guarded(function) for name, function in own.items()}


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, with what goes in and what comes out kept to a size."""

    @wraps(function)
    def wrapper(value: object, *args: object, **named: Any) -> object:
        for given in (value, *args):
            refuse_large(given)
        result = function(value, *args, **named)
        refuse_large(result)
        return result

    return wrapper


def refuse_large(value: object) -> None:
    if isinstance(value, str):
        too_large = len(value) > LONGEST
    elif isinstance(value, int):
        too_large = abs(value) > LARGEST
    else:
        too_large = isinstance(value, list | tuple | range) and len(value) > MOST_ITEMS
    if too_large:
        raise FilterArgumentError("a value grew too large", token=None)


@string_filter
def replace(text: str, old: object, new: object = "") -> str:
    old, new = str(old), str(new)
    if len(text) + text.count(old) * len(new) > LONGEST:
        raise FilterArgumentError("a value grew too large", token=None)
    return text.replace(old, new)


def join(values: Any, separator: object = " ") -> str:
    if not isinstance(values, list | tuple):
        raise FilterArgumentError("join wants a list", token=None)
    return str(separator).join(str(value) for value in values)


@with_context
def money(value: object, currency: object = None, *, context: RenderContext) -> str:
    """{{ product.price | money }} or {{ 5600 | money: "IDR" }}."""
    code = currency or context.globals.get("currency", "")
    try:
        amount = Decimal(str(value))
        return formats.money(amount, str(code), _language(context))
    except InvalidOperation as error:
        raise FilterArgumentError(f"“{_shown(value)}” is not an amount", token=None) from error


@with_context
def day(value: object, *, context: RenderContext) -> str:
    """{{ contact.born_on | date }}: "18 Nov 2025" in the reader's language."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(str(value)[:10])
        except ValueError as error:
            raise FilterArgumentError(f"“{_shown(value)}” is not a date", token=None) from error
    return formats.day(value, _language(context))


@with_context
def plural(value: object, one: object, many: object, *, context: RenderContext) -> str:
    """{{ n | plural: "point", "points" }}; Indonesian has one form, the first."""
    singular = _language(context) == "id" or str(value) in {"1", "-1"}
    return str(one if singular else many)


def _language(context: RenderContext) -> str:
    return str(context.globals.get("language", "en"))


def _shown(value: object) -> str:
    return "" if is_undefined(value) else str(value)[:40]
