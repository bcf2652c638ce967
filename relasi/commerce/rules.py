"""The rules of money and goods. Plain values in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from relasi.kernel.money import MINOR_UNITS, Money

CENT = Decimal("0.01")
# Columns hold numeric(18, 2) and numeric(12, 3); an order must still fit after conversion.
LARGEST_AMOUNT = Decimal("9999999999999.99")
LARGEST_QUANTITY = Decimal("999999999.999")


@dataclass(frozen=True, slots=True)
class Rate:
    """`rate` units of the base currency for one unit of `currency`, from `since` on."""

    currency: str
    since: date
    rate: Decimal


def rate_of(rates: Iterable[Rate], currency: str, on: date) -> Decimal | None:
    """The newest rate that holds on the day; None when there is none yet."""
    known = [rate for rate in rates if rate.currency == currency and rate.since <= on]
    return max(known, key=lambda rate: rate.since).rate if known else None


def in_base(amounts: list[Decimal], rate: Decimal, base: str) -> tuple[Decimal, list[Decimal]]:
    """The sum and each amount in the base currency, to its minor unit; the parts add up to it.

    Amounts converted one by one may miss the converted sum by a few minor units; these go to
    the parts that were rounded furthest the other way.
    """
    total = _rounded(sum(amounts, Decimal(0)) * rate, base)
    parts = [_rounded(amount * rate, base) for amount in amounts]
    missing = total - sum(parts, Decimal(0))
    step = _minor_unit(base).copy_sign(missing)
    error = [(part - amount * rate) * step for part, amount in zip(parts, amounts, strict=True)]
    furthest = sorted(range(len(parts)), key=error.__getitem__)
    for index in furthest[: int(missing / step)]:
        parts[index] += step
    return total, parts


def spread(total: Decimal, prices: list[Decimal], currency: str) -> list[Decimal]:
    """The total shared out in proportion to the prices, to the currency's minor unit; the parts
    add up to it. Where nothing has a price all of it goes to the first.
    """
    whole = _rounded(total, currency)
    weight = sum(prices, Decimal(0))
    if weight <= 0:
        return [whole, *(Decimal(0) for _price in prices[1:])]
    parts, given, counted = [], Decimal(0), Decimal(0)
    for price in prices:
        counted += price
        upto = _rounded(whole * counted / weight, currency)
        parts.append(upto - given)
        given = upto
    return parts


def share(whole: Decimal, part: Decimal, of: Decimal, taken: Decimal, left: Decimal) -> Decimal:
    """What `part` of `of` pieces is worth; the last pieces take what is `left` of `whole`.

    `taken` pieces went before. So the shares of all pieces add up to the whole exactly.
    """
    if taken + part == of:
        return left
    return (whole * part / of).quantize(CENT, rounding=ROUND_HALF_UP)


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return Money(amount, currency).rounded().amount.quantize(CENT, rounding=ROUND_HALF_UP)


def _minor_unit(currency: str) -> Decimal:
    """The smallest step; three-digit currencies are kept to two digits like every column."""
    return max(CENT, Decimal(1).scaleb(-MINOR_UNITS.get(currency, 2)))
