"""Verifying and compacting the lake: asked for, and stopped."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.timeline.actions.lake.asked_for import ask_for
from relasi.timeline.actions.lake.asked_for import stop as stop_work


def create(request: HttpRequest) -> HttpResponse:
    ask_for(kind=request.POST.get("kind", ""), by=actor_of(request), now=clock.now())
    return redirect("timeline:history")


def stop(request: HttpRequest, work_id: int) -> HttpResponse:
    stop_work(work_id=work_id, by=actor_of(request), now=clock.now())
    return redirect("timeline:history")
