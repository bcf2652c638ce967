"""Deleting a webhook with all that was sent there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.keeping import delete_endpoint
from relasi.connectors.webhooks.queries.endpoints import endpoint_card
from relasi.kernel import clock
from relasi.ui import public as ui


def show(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    context = {"endpoint": endpoint_card(endpoint_id)}
    return render(request, "webhooks/webhook_delete.html", context)


def destroy(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    card = endpoint_card(endpoint_id)
    delete_endpoint(endpoint_id=endpoint_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(name)s” is deleted.") % {"name": card.name})
    return redirect("webhooks:webhook_list")
