"""Exchange rates and what they make of an amount."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.commerce.models import ExchangeRate
from relasi.commerce.rules import in_base
from relasi.kernel.errors import Refused


def base_currency() -> str:
    return accounts.organisation().currency


def day_of(moment: datetime) -> date:
    """The calendar day of a moment where the organisation is."""
    return moment.astimezone(ZoneInfo(accounts.organisation().time_zone)).date()


def rate_for(currency: str, on: date) -> Decimal:
    """Units of the base currency for one of `currency` on that day. Raises Refused."""
    if currency == base_currency():
        return Decimal(1)
    known = ExchangeRate.objects.filter(currency=currency, since__lte=on).order_by("-since").first()
    if known is None:
        raise Refused(
            _(
                "There is no exchange rate for %(currency)s on %(day)s."
                " Enter one under Settings, Exchange rates."
            )
            % {"currency": currency, "day": formats.date_format(on, "j F Y")},
            field="currency",
        )
    return known.rate


def to_base(amount: Decimal, currency: str, on: date) -> Decimal:
    """The amount in the base currency by the rate of that day. Raises Refused."""
    total, _parts = in_base([amount], rate_for(currency, on), base_currency())
    return total


@dataclass(frozen=True, slots=True)
class RateCard:
    id: int
    currency: str
    since: date
    rate: Decimal


def rates() -> list[RateCard]:
    """Every rate, by currency, the newest first."""
    rows = ExchangeRate.objects.order_by("currency", "-since")
    return [RateCard(row.pk, row.currency, row.since, row.rate) for row in rows]
