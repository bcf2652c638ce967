"""Sending messages again, after saying which."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.replaying import send_again
from relasi.connectors.webhooks.kinds import called
from relasi.connectors.webhooks.models import Delivery
from relasi.connectors.webhooks.queries.deliveries import (
    cards,
    chosen,
    counted,
    deliveries,
)
from relasi.kernel import clock
from relasi.ui import public as ui

from .delivery_list import delivery_spec

SHOWN = 20


def create(request: HttpRequest) -> HttpResponse:
    choice = ui.bulk_choice(request, delivery_spec(request))
    rows = deliveries(choice.state) if choice.all_rows else chosen(choice.ids)
    if not choice.confirmed:
        return _preview(request, choice, rows)
    count = send_again(rows=rows, by=actor_of(request), now=clock.now())
    sentence = ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", count)
    ui.toast(request, sentence % {"n": count})
    return redirect(_list(choice))


def _list(choice: ui.BulkChoice) -> str:
    address = reverse("webhooks:delivery_list")
    return f"{address}?{choice.query_string}" if choice.query_string else address


def _preview(request: HttpRequest, choice: ui.BulkChoice, rows: QuerySet[Delivery]) -> HttpResponse:
    context = {
        "title": _("Send again"),
        "choice": choice,
        "count": counted(rows)[0],
        "changes": [
            (
                called(card.kind),
                f"{card.endpoint_name}: {card.state_label}",
                _("is sent again") if card.has_ended else _("is on its way as it is"),
            )
            for card in cards(rows[:SHOWN])
        ],
        "sentence": _(
            "Each keeps its id, so that a receiver that had it knows it again. Those that are on"
            " their way go on as they are."
        ),
        "confirm_label": _("Send again"),
        "back_url": _list(choice),
        "danger": False,
    }
    return render(request, "ui/bulk_preview.html", context)
