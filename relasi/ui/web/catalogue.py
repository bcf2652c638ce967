"""The living catalogue: every component and tag in all its states."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from relasi.kernel.clock import now
from relasi.ui import charts, sample
from relasi.ui.lists.bulk import bulk_choice
from relasi.ui.lists.cells import Row
from relasi.ui.lists.export import csv_stream, wants_csv
from relasi.ui.lists.rendering import render_list
from relasi.ui.lists.spec import Action
from relasi.ui.lists.state import list_state
from relasi.ui.toasts import toast

WEEKS: Final = ("1 Sep", "8 Sep", "15 Sep", "22 Sep", "29 Sep", "6 Oct", "13 Oct", "20 Oct")
TYPE: Final = (
    ("text-3xl font-medium tracking-tight", "34 / 40", "Kenali yang Anda layani"),
    ("text-2xl font-semibold tracking-tight", "26 / 32", "Rp 5,600 per person"),
    ("text-xl font-semibold tracking-tight", "20 / 26", "Slipping regulars 412"),
    ("text-lg font-semibold", "16 / 24", "Putri Maharani Siregar"),
    ("text-base", "14 / 20", "Each step is decided for each person."),
    ("text-sm", "13 / 18", "28 Sep, Toraja Sapan 500 g"),
    ("text-xs text-muted", "12 / 16", "95 % interval Rp 1,700 to 6,900"),
)


class SampleForm(forms.Form):
    phone = forms.CharField(label=gettext_lazy("Phone"), initial="+62 812 5550 0172")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("One address a person.")
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"), choices=[("a", "Active"), ("l", "Lapsed")]
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Agreed to the newsletter"), required=False)


def _lines() -> charts.Chart:
    contacted = (13.1, 12.4, 14.8, 15.9, 14.2, 16.1, 17.4, 18.2)
    held_out = (12.8, 12.9, 13.2, 13.4, 13.1, 13.6, 14.1, 13.8)
    band = tuple((value - 0.8, value + 0.8) for value in contacted)
    return charts.lines(
        WEEKS,
        [
            charts.Series(_("Hold-out"), [v * 1000 for v in held_out], "rest", dashed=True),
            charts.Series(
                _("Contacted"),
                [v * 1000 for v in contacted],
                "c1",
                band=[(lo * 1000, hi * 1000) for lo, hi in band],
            ),
        ],
        form="money:IDR",
        first_column=_("Week"),
    )


def _bars() -> charts.Chart:
    return charts.bars(
        ("Search", "E-mail", "Paid search", "Partners", "Reviews"),
        [
            charts.Series(_("Value"), (132e6, 88e6, 54e6, 31e6, 9e6), "c1"),
            charts.Series(_("Cost"), (14e6, 6e6, 41e6, 12e6, 1e6), "c2"),
        ],
        form="money:IDR",
        lying=True,
        first_column=_("Source"),
    )


def _context() -> dict[str, Any]:
    moment = now()
    return {
        "form": SampleForm({"phone": "+62 812 5550 0172", "email": "ratna.k@gmial", "stage": "a"}),
        "type": TYPE,
        "lines": _lines(),
        "bars": _bars(),
        "course": (12, 14, 13, 17, 18, 21, 20, 24),
        "earlier": moment - timedelta(minutes=40),
        "yesterday": moment - timedelta(days=1),
        "long_ago": moment - timedelta(days=500),
        "tints": ("1", "2", "3", "4", "5", "6", "0"),
        "heat": range(5),
        "channels": ("mail", "chat", "order", "service", "feedback", "social", "note", "web"),
    }


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/catalogue.html", _context())


@require_GET
def sample_list(request: HttpRequest) -> HttpResponseBase:
    """The list framework over a fixed cast."""
    state = list_state(request, sample.SPEC)
    people = sample.found(state)
    if wants_csv(request):
        rows = ((p.name, p.city, p.stage, p.value, p.last) for p in people)
        return csv_stream("people", ("name", "city", "stage", "value", "last"), rows)
    page = [sample.row(person) for person in people[state.offset : state.offset + state.limit]]
    return render_list(
        request,
        sample.SPEC,
        state,
        page,
        len(people),
        primary=Action(_("Person"), "/ui/", "plus"),
        second=Action(_("Import"), "/ui/", "upload"),
    )


@require_GET
def sample_empty(request: HttpRequest) -> HttpResponse:
    rows: list[Row] = []
    return render_list(request, sample.EMPTY, list_state(request, sample.EMPTY), rows, 0)


@require_GET
def sample_aside(request: HttpRequest, row_id: int) -> HttpResponse:
    person = next((each for each in sample.EVERYONE if each.id == row_id), None)
    if person is None:
        raise Http404
    stage = sample.STAGES[person.stage]
    return render(request, "ui/parts/sample_aside.html", {"someone": person, "stage": stage})


@require_POST
def sample_bulk(request: HttpRequest) -> HttpResponse:
    """Preview, then nothing but a toast: the cast cannot be changed."""
    choice = bulk_choice(request, sample.SPEC)
    people = sample.found(choice.state)
    chosen = people if choice.all_rows else [p for p in people if p.id in choice.ids]
    if choice.confirmed:
        toast(request, _("%d people tagged “decaf”.") % len(chosen), "/preferences/keys/")
        return render(request, "ui/catalogue.html", _context())
    return render(
        request,
        "ui/bulk_preview.html",
        {
            "title": _("Tag people"),
            "choice": choice,
            "count": len(chosen),
            "changes": [(person.name, "", "decaf") for person in chosen[:10]],
            "sentence": _("Each of them gets the tag “decaf”. You can undo it."),
            "confirm_label": _("Tag them"),
            "back_url": f"/ui/list/?{choice.query_string}",
        },
    )
