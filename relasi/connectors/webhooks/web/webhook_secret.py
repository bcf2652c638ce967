"""The secret that messages are signed with, and another one in its place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.keeping import renew_secret
from relasi.connectors.webhooks.queries.endpoints import endpoint_card, secret_of
from relasi.kernel import clock
from relasi.ui import public as ui

from .webhook_list import standing


def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    card, now = endpoint_card(endpoint_id), clock.now()
    until = card.previous_until
    context = {
        "endpoint": card,
        "standing": standing(card),
        "tab": "secret",
        "secret": secret_of(endpoint_id, now),
        "overlap": until if until and until > now else None,
    }
    response = render(request, "webhooks/webhook_secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


def create(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    renew_secret(endpoint_id=endpoint_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("There is a new secret. The one before signs beside it for 24 hours."))
    return redirect("webhooks:webhook_secret", endpoint_id)
