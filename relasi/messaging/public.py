"""The door of `messaging`: `from relasi.messaging import public as messaging`."""

from .actions.mailings import (
    cancel_mailing,
    create_mailing,
    enqueue,
    pause_mailing,
    resume_mailing,
    start_mailing,
)
from .ledger.counting import counts, next_due
from .queries.deliveries import DeliveryRow, MailingCard, delivery_rows, mailing_card
from .queries.templates import TemplateCard, template_card, templates
from .rules.content import Content
from .rules.outcomes import Outcome
from .transports import (
    Connection,
    Envelope,
    NoConnection,
    Transport,
    register_transport,
    transport_for,
)

__all__ = [
    "Connection",
    "Content",
    "DeliveryRow",
    "Envelope",
    "MailingCard",
    "NoConnection",
    "Outcome",
    "TemplateCard",
    "Transport",
    "cancel_mailing",
    "counts",
    "create_mailing",
    "delivery_rows",
    "enqueue",
    "mailing_card",
    "next_due",
    "pause_mailing",
    "register_transport",
    "resume_mailing",
    "start_mailing",
    "template_card",
    "templates",
    "transport_for",
]
