"""A search is asked for and followed, and the limits are set."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.contacts.matching.actions.limits import change_limits
from relasi.contacts.matching.actions.searching import (
    search_everybody,
    search_newcomers,
    stop_search,
)
from relasi.contacts.matching.queries.limits import Limits, limits
from relasi.contacts.matching.queries.runs import newest_run
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


class LimitsForm(forms.Form):
    propose_from = forms.FloatField(label=gettext_lazy("Propose from this probability (percent)"))
    join_from = forms.FloatField(
        label=gettext_lazy("Join by itself from this probability (percent)"),
        required=False,
        help_text=gettext_lazy(
            "As long as it is empty, every pair is looked at by somebody. With a limit, two people"
            " with an external id each, and two of whom one allowed what the other did not, are"
            " still left to somebody."
        ),
    )
    most_joined = forms.IntegerField(label=gettext_lazy("Join at most so many in one search"))


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, LimitsForm(initial=_shown(limits())))


def create(request: HttpRequest) -> HttpResponse:
    """Search: everybody, or those who are new and changed."""
    by, now = actor_of(request), clock.now()
    try:
        if request.POST.get("kind") == "newcomers":
            search_newcomers(by=by, now=now)
        else:
            search_everybody(by=by, now=now)
    except Refused as refused:
        return _page(request, LimitsForm(initial=_shown(limits())), refused.sentence)
    return redirect("contacts:duplicates_search")


def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    try:
        stop_search(run_id=run_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, LimitsForm(initial=_shown(limits())), refused.sentence)
    return redirect("contacts:duplicates_search")


def set_limits(request: HttpRequest) -> HttpResponse:
    form = LimitsForm(request.POST)
    if form.is_valid():
        try:
            change_limits(limits=_meant(form), by=actor_of(request), now=clock.now())
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            ui.toast(request, _("Saved."))
            return redirect("contacts:duplicates_search")
    return _page(request, form, status=422)


def _meant(form: LimitsForm) -> Limits:
    join = form.cleaned_data["join_from"]
    return Limits(
        propose_from=round(form.cleaned_data["propose_from"] / 100, 6),
        join_from=round(join / 100, 6) if join is not None else None,
        most_joined=form.cleaned_data["most_joined"],
    )


def _shown(now: Limits) -> dict[str, Any]:
    return {
        "propose_from": round(now.propose_from * 100, 4),
        "join_from": round(now.join_from * 100, 4) if now.join_from is not None else None,
        "most_joined": now.most_joined,
    }


def _page(
    request: HttpRequest, form: LimitsForm, problem: str = "", *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "run": newest_run(),
        "problem": problem,
        "may_set": ui.may(request, ("settings", "edit")),
    }
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    code = 422 if problem else status
    return render(request, f"contacts/duplicates_search.html{part}", context, status=code)
