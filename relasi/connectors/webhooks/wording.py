"""How states, tries and answers read."""

from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Delivery
from .queries.deliveries import AttemptCard, DeliveryCard

TAGS = {
    Delivery.State.WAITING: "info",
    Delivery.State.SENDING: "info",
    Delivery.State.DELIVERED: "good",
    Delivery.State.DEAD: "bad",
}
WORDS = {
    "no_address": gettext_lazy("the name leads to no address"),
    "forbidden_address": gettext_lazy("the address is not public"),
    "no_connection": gettext_lazy("nobody answers at the address"),
    "tls": gettext_lazy("the certificate does not hold"),
    "timeout": gettext_lazy("no answer in time"),
    "connection_lost": gettext_lazy("the connection broke"),
    "no_http": gettext_lazy("what answered does not speak HTTP"),
    "bad_address": gettext_lazy("the address cannot be used"),
    "no_secret": gettext_lazy("the secret cannot be read; make a new one"),
}


def outcome(card: DeliveryCard | AttemptCard) -> str:
    """The last answer in few words; nothing before the first."""
    if card.status is not None:
        return _status(card.status)
    return str(WORDS.get(card.word, card.word))


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def took(attempt: AttemptCard) -> str:
    """How long a try took, or that it never ended."""
    if attempt.seconds is None:
        return _("not ended")
    if attempt.seconds < 1:
        return _("%(n)d ms") % {"n": round(attempt.seconds * 1000)}
    return _("%(n).1f s") % {"n": attempt.seconds}
