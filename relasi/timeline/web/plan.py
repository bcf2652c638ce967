"""The tracking plan of a source: what is expected of it, and what is done with the rest."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Conflict
from relasi.kernel.numbers import row_number
from relasi.timeline.actions.planning.keeping import FIELDS, handle
from relasi.timeline.actions.planning.learning import LEARNED_FROM
from relasi.timeline.models import Doing
from relasi.timeline.plan_words import warnings_of
from relasi.timeline.queries.plans import PlanCard, event_lines, plan_card
from relasi.timeline.queries.quarantine import waiting_for
from relasi.timeline.queries.sources import SourceCard, source_card
from relasi.timeline.reasons import PLANNED, Reason, reason
from relasi.timeline.rules.planning import Handling
from relasi.ui import public as ui

from .source_counts import quarantine_url

SHOWN = 12


class HandlingForm(forms.Form):
    unplanned_event = forms.ChoiceField(
        label=gettext_lazy("An event that is not planned"), choices=Doing.choices
    )
    unplanned_property = forms.ChoiceField(
        label=gettext_lazy("A property that is not planned"),
        choices=Doing.choices,
        help_text=gettext_lazy("Left out, the property is taken out; the event stays."),
    )
    wrong_value = forms.ChoiceField(
        label=gettext_lazy("A wrong value, or a required one that is missing"),
        choices=Doing.choices,
        help_text=gettext_lazy(
            "Left out, the value is taken out, and the event too where it may not be without."
        ),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class Waits:
    """How many events wait in quarantine for one reason of the plan."""

    reason: Reason
    events: int
    url: str


def show(request: HttpRequest, source_id: int) -> HttpResponse:
    source, card = source_card(source_id), plan_card(source_id)
    return _page(request, source, card, _form(card))


def update(request: HttpRequest, source_id: int) -> HttpResponse:
    source, card = source_card(source_id), plan_card(source_id)
    form = HandlingForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            handle(
                source_id=source_id,
                handling=Handling(*(said[field] for field in FIELDS)),
                expected_version=row_number(request.POST.get("version", "")),
                by=actor_of(request),
                now=clock.now(),
            )
        except Conflict as conflict:
            data = request.POST.copy()
            data["version"] = str(card.version)
            form.data = data
            form.add_error(None, conflict.sentence)
        else:
            ui.toast(request, _("The plan is saved. It holds within a second."))
            return redirect("timeline:plan", source_id)
    return _page(request, source, card, form, status=422)


def _form(card: PlanCard) -> HandlingForm:
    initial = dict(zip(FIELDS, card.handling, strict=True))
    return HandlingForm(initial=initial | {"version": card.version})


def _page(
    request: HttpRequest,
    source: SourceCard,
    card: PlanCard,
    form: HandlingForm,
    status: int = 200,
) -> HttpResponse:
    lines = event_lines(card, clock.now())
    lines.sort(key=lambda line: (-line.deviations, -line.events, line.name.casefold()))
    context = {
        "source": source,
        "tab": "plan",
        "plan": card,
        "is_empty": not card.plan.events,
        "learned": LEARNED_FROM - card.learning,
        "learned_from": LEARNED_FROM,
        "lines": lines[:SHOWN],
        "events": len(lines),
        "deviations": sum(line.deviations for line in lines),
        "form": form,
        "warnings": warnings_of(card.plan, card.handling) if card.kept_since else [],
        "waits": _waits(source),
        "editor": ui.may(request, ("sources", "edit")),
    }
    return render(request, "timeline/plan.html", context, status=status)


def _waits(source: SourceCard) -> list[Waits]:
    return [
        Waits(reason(code), events, quarantine_url(source, code))
        for code, events in waiting_for(source.id, list(PLANNED)).items()
    ]
