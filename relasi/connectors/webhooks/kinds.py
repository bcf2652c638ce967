"""What can be told: each kind with its name, when it is told and what it carries."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    label: Promise | str


TEST: Final = "webhook.test"
KINDS: Final = (
    Kind("contact.created", _("A person is added")),
    Kind("contact.changed", _("A person is changed")),
    Kind("contact.merged", _("Two people are joined")),
    Kind("contact.separated", _("Two people are taken apart again")),
    Kind("contact.erased", _("People are deleted")),
    Kind("consent.changed", _("A person says yes or no")),
    Kind("address.suppressed", _("An address is suppressed")),
    Kind("address.released", _("An address is not suppressed any more")),
    Kind("order.completed", _("An order is completed")),
    Kind("order.cancelled", _("An order is cancelled")),
    Kind("order.returned", _("Goods come back")),
    Kind("mail.opened", _("A mail is opened")),
    Kind("mail.clicked", _("A link in a mail is clicked")),
    Kind("mail.unsubscribed", _("A person unsubscribes by a mail")),
    Kind("mailing.finished", _("A mailing is finished")),
    Kind("segment.changed", _("People enter or leave a segment")),
    Kind("import.finished", _("An import is finished or taken back")),
)
KEYS: Final = frozenset(kind.key for kind in KINDS)
_LABELS: Final = {kind.key: kind.label for kind in KINDS} | {TEST: _("A test")}


def called(key: str) -> str:
    """What a kind is called; one of long ago is shown as it was stored."""
    return str(_LABELS.get(key, key))
