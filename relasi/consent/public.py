"""The door of `consent`: `from relasi.consent import public as consent`."""

from .actions.asking import AskedOften, ask, confirm_ask, take_ask_back
from .actions.hearing import hear
from .actions.keeping import erasing, recompute
from .actions.publishing import publish_text
from .actions.restricting import release, restrict
from .actions.stating import grant, withdraw
from .actions.suppressing import lift, suppress
from .actions.verifying import verify_statements
from .actions.wishing import wish
from .decision import (
    SERVICE,
    may_send_sql,
    permitted_sql,
    reason_not_sql,
    restricted_sql,
    suppressed_sql,
    wish_sql,
)
from .queries.asks import AskCard, Asked, asks, asks_of, find_ask
from .queries.permissions import (
    PermissionCard,
    StatementCard,
    SuppressionCard,
    asked,
    browsers,
    channels,
    history,
    history_page,
    may,
    permissions_of,
    purposes,
    standing,
    suppressed,
)
from .queries.texts import TextCard, find_text, language_of, text_named, texts_shown
from .queries.wishes import RestrictionCard, most_a_week, restriction_of
from .rules import CONFIRMABLE, MOST_A_WEEK, Heard

__all__ = [
    "CONFIRMABLE",
    "MOST_A_WEEK",
    "SERVICE",
    "AskCard",
    "Asked",
    "AskedOften",
    "Heard",
    "PermissionCard",
    "RestrictionCard",
    "StatementCard",
    "SuppressionCard",
    "TextCard",
    "ask",
    "asked",
    "asks",
    "asks_of",
    "browsers",
    "channels",
    "confirm_ask",
    "erasing",
    "find_ask",
    "find_text",
    "grant",
    "hear",
    "history",
    "history_page",
    "language_of",
    "lift",
    "may",
    "may_send_sql",
    "most_a_week",
    "permissions_of",
    "permitted_sql",
    "publish_text",
    "purposes",
    "reason_not_sql",
    "recompute",
    "release",
    "restrict",
    "restricted_sql",
    "restriction_of",
    "standing",
    "suppress",
    "suppressed",
    "suppressed_sql",
    "take_ask_back",
    "text_named",
    "texts_shown",
    "verify_statements",
    "wish",
    "wish_sql",
    "withdraw",
]
