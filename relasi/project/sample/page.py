"""The page that takes the sample company away, and the line above every page that says so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.ui import public as ui

from .questions import any_sample, counts
from .removing import remove

EDIT = ("settings", "edit")


def banner(request: HttpRequest) -> ui.Banner | None:
    if not any_sample():
        return None
    sentence = _("Sample data: names, addresses and visits are made up.")
    if not ui.may(request, EDIT):
        return ui.Banner(sentence)
    return ui.Banner(sentence, _("Remove in one click"), reverse("project:sample"))


def show(request: HttpRequest) -> HttpResponse:
    _refuse_absence()
    return render(request, "project/sample.html", {"counts": counts()})


def destroy(request: HttpRequest) -> HttpResponse:
    _refuse_absence()
    remove(by=actor_of(request), now=clock.now())
    ui.toast(request, _("The sample company is gone. What you made yourself is still here."))
    return redirect("/")


def _refuse_absence() -> None:
    if not any_sample():
        raise NotFound(_("The sample company is not here."))
