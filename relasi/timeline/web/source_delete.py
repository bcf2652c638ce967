"""Deleting a source that nothing came from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.actions.sources import delete_source
from relasi.timeline.queries.sources import SourceCard, has_received, source_card
from relasi.ui import public as ui


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    return _page(request, source_card(source_id))


def destroy(request: HttpRequest, source_id: int) -> HttpResponse:
    card = source_card(source_id)
    try:
        delete_source(source_id=source_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, card, problem=refused.sentence, status=422)
    ui.toast(request, _("“%(name)s” is deleted.") % {"name": card.name})
    return redirect("timeline:source_list")


def _page(
    request: HttpRequest, card: SourceCard, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"source": card, "problem": problem, "stays": has_received(card.id)}
    return render(request, "timeline/source_delete.html", context, status=status)
