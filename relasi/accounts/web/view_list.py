"""Saving a list's question under a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.actions.saved_views import save_view
from relasi.accounts.queries.actors import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .forms import ViewForm


def create(request: HttpRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if not form.is_valid():
        field = next(iter(form.errors))
        raise Refused(_("Give the view a name of at most 80 characters."), field=field)
    save_view(**form.cleaned_data, by=actor_of(request), now=clock.now())
    view = form.cleaned_data
    ui.toast(request, _("“%(name)s” is saved as a view.") % {"name": view["name"]})
    return redirect(f"{view['page']}?{view['query']}" if view["query"] else view["page"])
