"""The lifecycle's limits are edited; the next computation uses them."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.insight.models import LifecycleRules
from relasi.insight.queries.limits import NAMES
from relasi.insight.rules.lifecycle import Limits
from relasi.kernel.errors import Refused

MOST_DAYS = 3650
MOST_GAPS = Decimal(100)


@transaction.atomic
def change_limits(*, limits: Limits, by: Actor, now: datetime) -> None:
    """Raises Refused with the field at fault."""
    check(limits)
    values = {name: getattr(limits, name) for name in NAMES}
    LifecycleRules.objects.update_or_create(
        pk=1, defaults={**values, "updated_at": now, "updated_by": by.label}
    )
    accounts.record(by, "lifecycle rules changed", "insight", "1", **limits.as_json())


def check(limits: Limits) -> None:
    """Whether the limits make sense together."""
    for name in ("first_time_days", "shortest_gap", "at_risk_days", "lapsed_days"):
        if not 1 <= getattr(limits, name) <= MOST_DAYS:
            raise Refused(_("Say a number of days from 1 to 3,650."), field=name)
    for name in ("at_risk_gaps", "lapsed_gaps"):
        if not Decimal("0.1") <= getattr(limits, name) <= MOST_GAPS:
            raise Refused(_("Say a number from 0.1 to 100."), field=name)
    if limits.lapsed_gaps <= limits.at_risk_gaps:
        raise Refused(_("Lapsed comes after at risk: say a larger number."), field="lapsed_gaps")
    if limits.lapsed_days <= limits.at_risk_days:
        raise Refused(_("Lapsed comes after at risk: say more days."), field="lapsed_days")
