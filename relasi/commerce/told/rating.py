"""What a told order's currency was worth on its day: one look at the rates for a whole batch."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from relasi.accounts import public as accounts
from relasi.commerce.models import ExchangeRate
from relasi.commerce.queries.rates import base_currency, day_of
from relasi.commerce.rules import Rate, rate_of


class Rates:
    """The rates of these currencies."""

    def __init__(self, currencies: Iterable[str]) -> None:
        with accounts.remembering():
            self.base = base_currency()
        rows = ExchangeRate.objects.filter(currency__in=set(currencies) - {self.base, ""})
        self._rates = [Rate(row.currency, row.since, row.rate) for row in rows]

    def at(self, currency: str, moment: datetime) -> Decimal | None:
        """Units of the base currency for one; None where no rate holds on that day."""
        if currency == self.base:
            return Decimal(1)
        return rate_of(self._rates, currency, day_of(moment))
