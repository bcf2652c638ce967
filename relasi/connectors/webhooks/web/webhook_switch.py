"""Switching a webhook on, and off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.keeping import switch
from relasi.kernel import clock
from relasi.ui import public as ui


def create(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    switch(endpoint_id=endpoint_id, on=True, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The webhook is on. What waited is sent first."))
    return redirect("webhooks:webhook", endpoint_id)


def destroy(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    switch(endpoint_id=endpoint_id, on=False, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The webhook is off. What happens from now on it is not told."))
    return redirect("webhooks:webhook", endpoint_id)
