"""The page of a webhook: how it stands, its newest messages, and a test."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relasi.connectors.webhooks.kinds import called
from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.deliveries import DeliveryCard, newest
from relasi.connectors.webhooks.queries.endpoints import EndpointCard, endpoint_cards
from relasi.connectors.webhooks.wording import TAGS, outcome
from relasi.kernel.errors import NotFound
from relasi.ui import public as ui

from .webhook_list import rows_url, standing

State = Delivery.State
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: int
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it stands in the short list."""

    id: int
    label: str
    kind: str
    outcome: str
    state: str
    tag: str
    created_at: datetime
    due_at: datetime | None


def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """The whole page; for htmx the messages alone."""
    card = next((card for card in endpoint_cards() if card.id == endpoint_id), None)
    if card is None:
        raise NotFound(_("This webhook is not here any more. Choose one in the list."))
    context = {
        "endpoint": card,
        "standing": standing(card),
        "tab": "messages",
        "figures": _figures(card),
        "lines": [_line(each) for each in newest(endpoint_id, SHOWN)],
        "every_url": rows_url(endpoint_id),
        "kinds": [called(kind) for kind in card.kinds],
        "editor": ui.may(request, ("webhooks", "edit")),
    }
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "webhooks/webhook.html"
    response = render(request, f"{template}#messages" if partial else template, context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response


def _figures(card: EndpointCard) -> list[Figure]:
    return [
        Figure(
            _("On their way"),
            card.waiting,
            rows_url(card.id, State.WAITING),
            _("tried again until they are taken"),
        ),
        Figure(
            _("Delivered"),
            card.delivered,
            rows_url(card.id, State.DELIVERED),
            _("in the last 30 days"),
        ),
        Figure(
            _("Not delivered"),
            card.dead,
            rows_url(card.id, State.DEAD),
            _("kept for 90 days, to be sent again"),
        ),
    ]


def _line(card: DeliveryCard) -> Line:
    return Line(
        id=card.id,
        label=called(card.kind),
        kind=card.kind,
        outcome=outcome(card),
        state=card.state_label,
        tag=TAGS[Delivery.State(card.state)],
        created_at=card.created_at,
        due_at=card.due_at if card.state == State.WAITING and card.failures else None,
    )
