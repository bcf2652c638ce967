"""Orders that shops tell in Segment's words (e-commerce specification, version 2)."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .incoming import Unreadable
from .json import mapping
from .told_orders import Doing, ToldLine, ToldOrder

# What an event of this name does to the order.
DOING: dict[str, Doing] = {
    "checkout completed": "completed",
    "checkout changed": "updated",
    "checkout refunded": "refunded",
    "checkout cancelled": "cancelled",
}
LONGEST_NUMBER, LONGEST_NAME, LONGEST_WORD, LONGEST_COUPON = 120, 300, 160, 80
CURRENCY = 3
MOST_LINES = 1_000
# What the columns of an order hold.
LARGEST, MOST_PIECES = Decimal("9999999999999.99"), Decimal("999999999.999")
NOTHING = Decimal(0)


def order_of(name: str, own: Mapping[str, Any]) -> ToldOrder | None:
    """What an event of this name says of an order; None for any other. Raises Unreadable."""
    doing = DOING.get(name)
    if doing is None:
        return None
    buys = doing in {"completed", "updated"}
    lines = _lines(own.get("products")) if doing != "cancelled" else ()
    return ToldOrder(
        doing=doing,
        number=_number(own),
        currency=_currency(own.get("currency"), needed=buys),
        amount=_goods(own, lines) if buys else _paid_back(own),
        coupon=_word(own.get("coupon"), LONGEST_COUPON),
        lines=lines,
    )


def sku_of(own: Mapping[str, Any]) -> str:
    """The product an event is about: its sku, else the client's id of it."""
    return _word(own.get("sku"), LONGEST_NUMBER) or _word(own.get("product_id"), LONGEST_NUMBER)


def _number(own: Mapping[str, Any]) -> str:
    raw = own.get("order_id")
    number = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    if not number or not number.isprintable() or len(number) > LONGEST_NUMBER:
        raise Unreadable("order_no_number", _told("order_id", raw))
    return number


def _told(key: str, raw: Any) -> str:
    """What was told under a key; the key alone where nothing was."""
    return key if raw is None else f"{key}: {str(raw)[:60]!r}"


def _currency(raw: Any, *, needed: bool) -> str:
    code = raw.strip().upper() if isinstance(raw, str) else ""
    if len(code) == CURRENCY and code.isascii() and code.isalpha():
        return code
    if needed or code:
        raise Unreadable("order_no_currency", _told("currency", raw))
    return ""


def _goods(own: Mapping[str, Any], lines: tuple[ToldLine, ...]) -> Decimal:
    """What the goods cost after discount, without shipping and tax, by what is told of it:
    revenue, subtotal, the total less shipping and tax, the products less the discount.
    """
    for key in ("revenue", "subtotal"):
        if (said := _amount(own, key)) is not None:
            return said
    if (total := _amount(own, "total")) is not None:
        extra = (_amount(own, "shipping") or NOTHING) + (_amount(own, "tax") or NOTHING)
        return max(total - extra, NOTHING)
    if not lines:
        raise Unreadable("order_bad_amount", "revenue, subtotal, total, products")
    goods = sum((line.price * line.quantity for line in lines), NOTHING)
    if goods > LARGEST:
        raise Unreadable("order_bad_amount", f"products: {goods}")
    discount = abs(_amount(own, "discount", signed=True) or NOTHING)
    return max(goods - discount, NOTHING)


def _paid_back(own: Mapping[str, Any]) -> Decimal | None:
    said = (_amount(own, key) for key in ("revenue", "subtotal", "total"))
    return next((amount for amount in said if amount is not None), None)


def _lines(raw: Any) -> tuple[ToldLine, ...]:
    if not isinstance(raw, list):
        return ()
    if len(raw) > MOST_LINES:
        raise Unreadable("order_bad_amount", f"products: {len(raw)}")
    return tuple(_line(mapping(product)) for product in raw)


def _line(own: Mapping[str, Any]) -> ToldLine:
    quantity = _amount(own, "quantity", most=MOST_PIECES)
    quantity = Decimal(1) if quantity is None else quantity.quantize(Decimal("0.001"))
    if quantity <= 0:
        raise Unreadable("order_bad_amount", f"quantity: {own.get('quantity')!r}")
    return ToldLine(
        sku=sku_of(own),
        name=_word(own.get("name"), LONGEST_NAME),
        category=_word(own.get("category"), LONGEST_WORD),
        brand=_word(own.get("brand"), LONGEST_WORD),
        quantity=quantity,
        price=_amount(own, "price") or NOTHING,
    )


def _amount(
    own: Mapping[str, Any], key: str, *, most: Decimal = LARGEST, signed: bool = False
) -> Decimal | None:
    """None for nothing. Raises Unreadable for what is no amount, or is less than nothing."""
    raw = own.get(key)
    if raw is None or raw == "":
        return None
    try:
        amount = Decimal(str(raw)) if isinstance(raw, str | int | float) else None
    except InvalidOperation:
        amount = None
    if amount is None or isinstance(raw, bool) or not amount.is_finite():
        raise Unreadable("order_bad_amount", f"{key}: {str(raw)[:60]!r}")
    if abs(amount) > most or (amount < 0 and not signed):
        raise Unreadable("order_bad_amount", f"{key}: {str(raw)[:60]!r}")
    return amount


def _word(raw: Any, longest: int) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    return raw.strip()[:longest].strip() if isinstance(raw, str) and raw.isprintable() else ""
