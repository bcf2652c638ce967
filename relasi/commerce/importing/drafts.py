"""Rows put together to orders, each whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from relasi.commerce.queries.rates import day_of, rate_for
from relasi.commerce.rules import LARGEST_AMOUNT
from relasi.contacts.public import importing
from relasi.kernel.errors import Refused
from relasi.kernel.money import Money

from .numbering import numbered


class Flaw(NamedTuple):
    """Why an order cannot be, and the field it lies in."""

    key: str
    reason: str


@dataclass(slots=True)
class Line:
    place: int
    quantity: Decimal
    amount: Decimal
    product_id: int = 0


@dataclass(slots=True)
class Draft:
    """One order of the file. `number` is its external id; the first row speaks for it.

    What the file does not say is empty; `currency` is then the base currency.
    """

    number: str
    placed_at: datetime
    currency: str
    status: str
    coupon: str
    source: str
    rate: Decimal
    says_currency: bool
    lines: list[Line] = field(default_factory=list)
    contact_id: int = 0

    @property
    def places(self) -> list[int]:
        return [line.place for line in self.lines]


def drafts(batch: importing.Batch) -> list[Draft]:
    """Orders of the batch. Those with a faulty row, or rows at odds, are refused as a whole."""
    numbers = numbered(batch)
    groups: dict[str, list[int]] = {}
    for place, number in enumerate(numbers):
        groups.setdefault(number, []).append(place)
    broken = _broken(batch)
    rates: dict[tuple[str, str], Decimal | Flaw] = {}
    found = []
    for number, places in groups.items():
        flaw = broken.get(number) or _at_odds(batch, number, places)
        draft = flaw or _draft(batch, number, places, rates)
        if isinstance(draft, Draft):
            found.append(draft)
            continue
        for place in places:
            batch.refuse(place, draft.key, draft.reason)
    return found


def _broken(batch: importing.Batch) -> Mapping[str, Flaw]:
    """Orders of which a row was refused before."""
    place = batch.places.get("number")
    if place is None:
        return {}
    return {
        remark.cells[place].strip(): Flaw(
            "number", _("Row %(row)s of this order was left out.") % {"row": remark.number}
        )
        for remark in batch.remarks
        if remark.kind == "refused" and place < len(remark.cells)
    }


def _at_odds(batch: importing.Batch, number: str, places: list[int]) -> Flaw | None:
    if len(places) == 1:
        return None
    whose = {
        tuple(batch.column(key)[p] for key in ("external_id", "email", "phone")) for p in places
    }
    if len(whose) > 1:
        reason = _("Order %(number)s belongs to two people here.") % {"number": number}
        return Flaw("number", reason)
    if len({batch.column("currency")[p] for p in places}) > 1:
        return Flaw("currency", _("Order %(number)s has two currencies.") % {"number": number})
    return None


def _draft(
    batch: importing.Batch,
    number: str,
    places: list[int],
    rates: dict[tuple[str, str], Decimal | Flaw],
) -> Draft | Flaw:
    """The order, or why it cannot be."""
    first = places[0]
    currency = batch.column("currency")[first] or batch.run.currency
    placed_at = datetime.fromisoformat(batch.column("placed_at")[first])
    rate = _rate(currency, placed_at, rates)
    if isinstance(rate, Flaw):
        return rate
    draft = Draft(
        number,
        placed_at,
        currency,
        batch.column("status")[first],
        batch.column("coupon")[first],
        batch.column("source")[first],
        rate,
        bool(batch.column("currency")[first]),
    )
    for place in places:
        line = _line(batch, place, currency)
        if isinstance(line, Flaw):
            return line
        draft.lines.append(line)
    if abs(sum(line.amount for line in draft.lines) * rate) > LARGEST_AMOUNT:
        return Flaw("amount", _("The order's total is too large to be kept."))
    return draft


def _line(batch: importing.Batch, place: int, currency: str) -> Line | Flaw:
    quantity = Decimal(batch.column("quantity")[place] or 1)
    amount = batch.column("amount")[place]
    if not amount:
        price = batch.column("unit_price")[place]
        if not price:
            return Flaw("amount", _("The amount is empty, and it is needed."))
        amount = str(Decimal(price) * quantity)
    return Line(place, quantity, Money(Decimal(amount), currency).rounded().amount)


def _rate(
    currency: str, placed_at: datetime, rates: dict[tuple[str, str], Decimal | Flaw]
) -> Decimal | Flaw:
    """One unit in the base currency on that day, or that there is no rate."""
    day = day_of(placed_at)
    key = (currency, day.isoformat())
    if key not in rates:
        try:
            rates[key] = rate_for(currency, day)
        except Refused as refused:
            rates[key] = Flaw("currency", refused.sentence)
    return rates[key]
