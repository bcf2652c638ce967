"""One message at one webhook: what it says, each try with its answer, and sending it again."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.connectors.webhooks.kinds import called
from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.deliveries import (
    AttemptCard,
    attempts,
    body_of,
    delivery_card,
)
from relasi.connectors.webhooks.wording import TAGS, outcome, took
from relasi.ui import public as ui


@dataclass(frozen=True, slots=True)
class Try:
    card: AttemptCard
    outcome: str
    took: str
    good: bool


def show(request: HttpRequest, delivery_id: int) -> HttpResponse:
    card = delivery_card(delivery_id)
    context = {
        "card": card,
        "label": called(card.kind),
        "tag": TAGS[Delivery.State(card.state)],
        "tries": [
            Try(each, outcome(each), took(each), good=(each.status or 0) // 100 == 2)  # noqa: PLR2004
            for each in attempts(delivery_id)
        ],
        "body": body_of(delivery_id),
        "editor": ui.may(request, ("webhooks", "edit")),
    }
    return render(request, "webhooks/delivery.html", context)
