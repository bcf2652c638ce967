"""A new write key, after saying what happens to the one in use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.timeline.actions.sources import renew_key
from relasi.timeline.queries.sources import source_card
from relasi.ui import public as ui


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    return render(request, "timeline/source_key.html", {"source": source_card(source_id)})


def create(request: HttpRequest, source_id: int) -> HttpResponse:
    renew_key(source_id=source_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("There is a new key. The one before opens nothing any more."))
    return redirect("timeline:source_connect", source_id)
