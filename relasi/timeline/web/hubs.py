"""Hubs on Settings, Identity: taken apart, allowed again, and what counts as one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.timeline.actions.hubs import allow_hub, limit_hubs, take_hub_apart
from relasi.ui import public as ui

from . import identity


def take_apart(request: HttpRequest, hub_id: int) -> HttpResponse:
    count = take_hub_apart(hub_id=hub_id, by=actor_of(request), now=clock.now())
    sentence = ngettext("%(n)s join was taken apart.", "%(n)s joins were taken apart.", count)
    back = reverse("timeline:hub_allowed", args=[hub_id])
    ui.toast(request, sentence % {"n": count}, back)
    return redirect("timeline:identity")


def allow(request: HttpRequest, hub_id: int) -> HttpResponse:
    allow_hub(hub_id=hub_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("It joins again, and what was taken apart is as it was."))
    return redirect("timeline:identity")


def limit(request: HttpRequest) -> HttpResponse:
    most, days = (request.POST.get(key, "").strip()[:9] for key in ("most", "days"))
    try:
        limit_hubs(
            most=_number(most, "most"),
            days=_number(days, "days"),
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        typed = {"most": most, "days": days, "problem": refused.sentence}
        return identity.page(request, hub_typed=typed, status=422)
    ui.toast(request, _("Saved. Joins are counted by it from now on."))
    return redirect("timeline:identity")


def _number(text: str, field: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Refused(_("Write both as plain numbers."), field=field)
    return int(text)
