"""The door of `consent`: `from relasi.consent import public as consent`."""

from .actions.keeping import erasing, recompute
from .actions.stating import grant, withdraw
from .actions.suppressing import lift, suppress
from .decision import may_send_sql, permitted_sql, reason_not_sql, suppressed_sql
from .queries import (
    PermissionCard,
    StatementCard,
    SuppressionCard,
    channels,
    history,
    may,
    permissions_of,
    purposes,
    suppressed,
)

__all__ = [
    "PermissionCard",
    "StatementCard",
    "SuppressionCard",
    "channels",
    "erasing",
    "grant",
    "history",
    "lift",
    "may",
    "may_send_sql",
    "permissions_of",
    "permitted_sql",
    "purposes",
    "reason_not_sql",
    "recompute",
    "suppress",
    "suppressed",
    "suppressed_sql",
    "withdraw",
]
