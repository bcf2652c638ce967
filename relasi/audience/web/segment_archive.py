"""Putting a segment away, and bringing it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.audience.actions.keeping import archive_segment, restore_segment
from relasi.audience.queries.segments import card
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


def create(request: HttpRequest, segment_id: int) -> HttpResponse:
    segment = card(segment_id)
    by = actor_of(request)
    authorise(by, "edit", "segments", owner_id=segment.owner_id)
    try:
        archive_segment(segment_id=segment_id, by=by, now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
        return redirect("audience:segment", segment_id)
    ui.toast(request, _("“%(name)s” is put away.") % {"name": segment.name})
    return redirect("audience:segment_list")


def destroy(request: HttpRequest, segment_id: int) -> HttpResponse:
    segment = card(segment_id)
    by = actor_of(request)
    authorise(by, "edit", "segments", owner_id=segment.owner_id)
    try:
        restore_segment(segment_id=segment_id, by=by, now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
        return redirect("audience:segment_list")
    ui.toast(request, _("“%(name)s” is back.") % {"name": segment.name})
    return redirect("audience:segment", segment_id)
