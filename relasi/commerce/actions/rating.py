"""Exchange rates are entered and taken out."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, record
from relasi.commerce.models import ExchangeRate, Order
from relasi.commerce.queries.rates import base_currency
from relasi.kernel.errors import NotFound, Refused

LARGEST_RATE = Decimal(9999999999)


@transaction.atomic
def set_rate(*, currency: str, since: date, rate: Decimal, by: Actor, now: datetime) -> int:
    """So many units of the base currency for one of `currency`, from that day on.

    Orders recorded before keep the amounts they were recorded with.
    """
    code = currency.strip().upper()
    if not re.fullmatch("[A-Z]{3}", code):
        raise Refused(
            _("“%(code)s” is not a currency. Write its three letters, such as EUR.")
            % {"code": currency},
            field="currency",
        )
    if code == base_currency():
        raise Refused(
            _("%(code)s is the base currency; it needs no rate.") % {"code": code},
            field="currency",
        )
    if not 0 < rate < LARGEST_RATE:
        raise Refused(_("A rate is more than 0."), field="rate")
    row, _made = ExchangeRate.objects.update_or_create(
        currency=code, since=since, defaults={"rate": rate}
    )
    day, exact = since.isoformat(), str(rate)
    record(
        by, "set exchange rate", "settings", row.pk, at=now, currency=code, since=day, rate=exact
    )
    return row.pk


@transaction.atomic
def remove_rate(*, rate_id: int, by: Actor, now: datetime) -> None:
    gone, _tables = ExchangeRate.objects.filter(pk=rate_id).delete()
    if not gone:
        raise NotFound(_("This exchange rate is gone."))
    record(by, "removed exchange rate", "settings", rate_id, at=now)


def refuse_another_base(base: str) -> None:
    """The base currency stays as long as amounts and rates are kept in it."""
    if Order.objects.exists():
        sentence = _(
            "Orders are counted in %(base)s already, and their amounts would be wrong in another"
            " currency. Keep it; orders in other currencies are converted by your exchange rates."
        )
    elif ExchangeRate.objects.exists():
        sentence = _(
            "Your exchange rates say what other currencies are worth in %(base)s. Remove them"
            " under Settings, Exchange rates, first."
        )
    else:
        return
    raise Refused(sentence % {"base": base}, field="currency")
