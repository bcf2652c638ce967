"""The words of the audit log that insight writes."""

from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts

ACTIONS = {
    "lifecycle rules changed": _in("audit", "Changed the lifecycle's limits"),
    "scores computed": _in("audit", "Computed the scores"),
}
LIMITS = {
    "first_time_days": _in("audit", "days of a first-time buyer"),
    "shortest_gap": _in("audit", "least days of a usual gap"),
    "at_risk_gaps": _in("audit", "gaps until at risk"),
    "lapsed_gaps": _in("audit", "gaps until lapsed"),
    "at_risk_days": _in("audit", "days until at risk"),
    "lapsed_days": _in("audit", "days until lapsed"),
}


def register() -> None:
    accounts.register_audit_words(
        actions=ACTIONS, names=LIMITS, values=dict.fromkeys(LIMITS, accounts.as_number)
    )
