"""A test message, on the way that every message takes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.webhooks.actions.keeping import send_test
from relasi.ui import public as ui


def create(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    send_test(endpoint_id=endpoint_id, by=actor_of(request))
    ui.toast(request, _("A test is on its way. What became of it stands below in a moment."))
    return redirect("webhooks:webhook", endpoint_id)
