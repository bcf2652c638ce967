"""The steps of a tracking plan: learned, taken, kept, at rest."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.actions.planning.keeping import keep_plan, rest_plan
from relasi.timeline.actions.planning.learning import learn as begin_to_learn
from relasi.timeline.actions.planning.learning import take as take_plan
from relasi.ui import public as ui


def learn(request: HttpRequest, source_id: int) -> HttpResponse:
    begin_to_learn(source_id=source_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("It learns from the next events, beginning now."))
    return redirect("timeline:plan", source_id)


def take(request: HttpRequest, source_id: int) -> HttpResponse:
    try:
        take_plan(source_id=source_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
    else:
        ui.toast(request, _("The plan is kept. Say below what is done with what departs from it."))
    return redirect("timeline:plan", source_id)


def keep(request: HttpRequest, source_id: int) -> HttpResponse:
    try:
        keep_plan(source_id=source_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        ui.toast(request, refused.sentence)
    else:
        ui.toast(request, _("The plan is kept from now on."))
    return redirect("timeline:plan", source_id)


def rest(request: HttpRequest, source_id: int) -> HttpResponse:
    rest_plan(source_id=source_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The plan rests. Every event is taken in as if there were none."))
    return redirect("timeline:plan", source_id)
