"""One saved view: renaming, pinning, sharing, removing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.actions.saved_views import change_view, remove_view
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.saved_views import view_page
from relasi.ui import public as ui


def update(request: HttpRequest, view_id: int) -> HttpResponse:
    """The view's form: a name, and two boxes that are absent when not ticked."""
    by = actor_of(request)
    change_view(
        view_id=view_id,
        name=request.POST.get("name", ""),
        shared="shared" in request.POST,
        pinned="pinned" in request.POST,
        by=by,
    )
    return redirect(view_page(by, view_id))


def destroy(request: HttpRequest, view_id: int) -> HttpResponse:
    by = actor_of(request)
    page = view_page(by, view_id)
    remove_view(view_id=view_id, by=by)
    ui.toast(request, _("The view is gone; the list is as it was."))
    return redirect(page)
