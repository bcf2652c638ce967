"""Switching a source on, and off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.timeline.actions.sources import switch_off, switch_on
from relasi.ui import public as ui


def create(request: HttpRequest, source_id: int) -> HttpResponse:
    switch_on(source_id=source_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The source is on. Its events are taken in."))
    return redirect("timeline:source", source_id)


def destroy(request: HttpRequest, source_id: int) -> HttpResponse:
    switch_off(source_id=source_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The source is off. Its events are refused; those that came stay."))
    return redirect("timeline:source", source_id)
