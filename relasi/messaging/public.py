"""The door of `messaging`: `from relasi.messaging import public as messaging`."""

from .actions.letters import To, send_letters
from .actions.mailings import (
    cancel_mailing,
    create_mailing,
    enqueue,
    hold_mailing,
    pause_mailing,
    resume_mailing,
    start_mailing,
)
from .actions.preflighting import begin_preflight, drop_preflight, preflight
from .actions.templates import add_template, change_template, refuse_problems
from .beside import register_beside_choices
from .house_letters import LetterKind, register_letter
from .ledger.counting import counts, next_due
from .merge_words import spoken
from .queries.deliveries import (
    DeliveryRow,
    MailingCard,
    delivery_rows,
    mailing_card,
    names_under_way,
)
from .queries.engagement import engagement_sql
from .queries.letters import letters_since
from .queries.preflights import (
    Failure,
    PreflightReport,
    every_failure,
    preflight_failures,
    preflight_report,
)
from .queries.previews import rendered
from .queries.templates import TemplateCard, template_card, templates
from .rules.content import Content
from .rules.outcomes import Outcome
from .transports import (
    Connection,
    Envelope,
    NoConnection,
    Transport,
    register_sender,
    register_transport,
    transport_for,
)

__all__ = [
    "Connection",
    "Content",
    "DeliveryRow",
    "Envelope",
    "Failure",
    "LetterKind",
    "MailingCard",
    "NoConnection",
    "Outcome",
    "PreflightReport",
    "TemplateCard",
    "To",
    "Transport",
    "add_template",
    "begin_preflight",
    "cancel_mailing",
    "change_template",
    "counts",
    "create_mailing",
    "delivery_rows",
    "drop_preflight",
    "engagement_sql",
    "enqueue",
    "every_failure",
    "hold_mailing",
    "letters_since",
    "mailing_card",
    "names_under_way",
    "next_due",
    "pause_mailing",
    "preflight",
    "preflight_failures",
    "preflight_report",
    "refuse_problems",
    "register_beside_choices",
    "register_letter",
    "register_sender",
    "register_transport",
    "rendered",
    "resume_mailing",
    "send_letters",
    "spoken",
    "start_mailing",
    "template_card",
    "templates",
    "transport_for",
]
