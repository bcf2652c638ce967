"""Bringing a segment's members up to date, by button: a job does it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.audience.jobs import refresh_later
from relasi.audience.queries.segments import card
from relasi.kernel.jobs import later
from relasi.ui import public as ui


def create(request: HttpRequest, segment_id: int) -> HttpResponse:
    segment = card(segment_id)
    later(refresh_later, lock=f"segment-{segment_id}", segment_id=segment_id)
    ui.toast(request, _("The members of “%(name)s” are being counted.") % {"name": segment.name})
    return redirect("audience:segment_list")
