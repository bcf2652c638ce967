"""The lifecycle: how many are where, who moved, and the limits that decide it."""

from datetime import UTC
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of, may
from relasi.insight.actions.limits import change_limits, check
from relasi.insight.actions.recomputing import SCORING
from relasi.insight.jobs import recompute_later
from relasi.insight.queries.limits import NAMES, limits
from relasi.insight.queries.runs import last_attempt, newest_run
from relasi.insight.queries.stages import Move, counts, moves, would_move
from relasi.insight.rules.lifecycle import Limits
from relasi.insight.sentences import stage_word
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later
from relasi.ui import public as ui

UNPROCESSABLE = 422


class LimitsForm(forms.Form):
    first_time_days = forms.IntegerField(
        label=gettext_lazy("A first-time buyer for, in days"), min_value=1, max_value=3650
    )
    at_risk_gaps = forms.DecimalField(
        label=gettext_lazy("At risk after, in usual gaps"), decimal_places=2, max_digits=5
    )
    lapsed_gaps = forms.DecimalField(
        label=gettext_lazy("Lapsed after, in usual gaps"), decimal_places=2, max_digits=5
    )
    shortest_gap = forms.IntegerField(
        label=gettext_lazy("A usual gap is at least, in days"), min_value=1, max_value=3650
    )
    at_risk_days = forms.IntegerField(
        label=gettext_lazy("While no rhythm is known: at risk after, in days"),
        min_value=1,
        max_value=3650,
    )
    lapsed_days = forms.IntegerField(
        label=gettext_lazy("While no rhythm is known: lapsed after, in days"),
        min_value=1,
        max_value=3650,
    )


def show(request: HttpRequest) -> HttpResponse:
    now = limits()
    return _page(request, LimitsForm({name: getattr(now, name) for name in NAMES}), now)


def create(request: HttpRequest) -> HttpResponse:
    """Preview what the limits would change; `op=save` keeps them and computes anew."""
    form = LimitsForm(request.POST)
    wanted = _wanted(form)
    if wanted is None:
        return _page(request, form, None, status=UNPROCESSABLE)
    if request.POST.get("op") != "save":
        return _page(request, form, wanted)
    change_limits(limits=wanted, by=actor_of(request), now=clock.now())
    later(recompute_later, lock=SCORING)
    ui.toast(request, _("The limits are saved. The stages are being computed."))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": request.path})
    return redirect("insight:lifecycle")


def _wanted(form: LimitsForm) -> Limits | None:
    """The limits typed, or None with the sentence at its field."""
    if not form.is_valid():
        return None
    wanted = Limits(**form.cleaned_data)
    try:
        check(wanted)
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return None
    return wanted


def _page(
    request: HttpRequest, form: LimitsForm, wanted: Limits | None, *, status: int = 200
) -> HttpResponse:
    run = newest_run()
    found = would_move(wanted, run) if run and wanted else []
    context: dict[str, Any] = {
        "form": form,
        "run": run,
        "attempt": last_attempt(),
        "usual_gap": run.usual_gap if run else None,
        "usual_digits": 0 if run and run.usual_gap and run.usual_gap.is_integer() else 1,
        "run_day": run.as_of.astimezone(UTC).date().isoformat() if run else "",
        "stages": _stages(),
        "moves": [_moved(move) for move in moves(run)] if run else [],
        "would": [_moved(move) for move in found],
        "would_total": sum(move.people for move in found),
        "editor": may(actor_of(request), "edit", "insight"),
        "changed": wanted is None or wanted != limits(),
    }
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "insight/lifecycle.html" + ("#limits" if partial else "")
    return render(request, template, context, status=status)


def _stages() -> list[tuple[str, str, int]]:
    return [(key, stage_word(key), n) for key, n in counts().items()]


def _moved(move: Move) -> dict[str, Any]:
    return {
        "before": move.before,
        "after": move.after,
        "from": stage_word(move.before),
        "to": stage_word(move.after),
        "people": move.people,
    }
