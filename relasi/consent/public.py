"""The door of `consent`: `from relasi.consent import public as consent`."""

from .actions.hearing import hear
from .actions.keeping import erasing, recompute
from .actions.stating import grant, withdraw
from .actions.suppressing import lift, suppress
from .actions.verifying import verify_statements
from .decision import may_send_sql, permitted_sql, reason_not_sql, suppressed_sql
from .queries import (
    PermissionCard,
    StatementCard,
    SuppressionCard,
    asked,
    channels,
    history,
    may,
    permissions_of,
    purposes,
    standing,
    suppressed,
)
from .rules import Heard

__all__ = [
    "Heard",
    "PermissionCard",
    "StatementCard",
    "SuppressionCard",
    "asked",
    "channels",
    "erasing",
    "grant",
    "hear",
    "history",
    "lift",
    "may",
    "may_send_sql",
    "permissions_of",
    "permitted_sql",
    "purposes",
    "reason_not_sql",
    "recompute",
    "standing",
    "suppress",
    "suppressed",
    "suppressed_sql",
    "verify_statements",
    "withdraw",
]
