"""Writing down who goes out, with which fields, where to, and when."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.audience import public as audience
from relasi.connectors.databases import public as databases
from relasi.connectors.exports.actions.keeping import ExportIn, save_export
from relasi.connectors.exports.fields import offered
from relasi.connectors.exports.models import Export
from relasi.connectors.exports.queries.exports import ExportCard, export_card
from relasi.connectors.exports.writing.files import folder
from relasi.kernel import clock
from relasi.kernel.errors import RelasiError
from relasi.ui import public as ui

USUAL = ("name", "email", "phone", "city", "orders", "revenue", "last_order_at", "lifecycle")


class ExportForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    segment_id = forms.TypedChoiceField(
        label=gettext_lazy("Who"), required=False, coerce=int, empty_value=None
    )
    whom = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=Export.Whom.choices,
        help_text=gettext_lazy(
            "What is handed to others needs the permission “export” of each person; nobody who was"
            " never asked has given it."
        ),
    )
    form = forms.ChoiceField(label=gettext_lazy("As"), choices=Export.Form.choices)
    database_id = forms.TypedChoiceField(
        label=gettext_lazy("Database"), required=False, coerce=int, empty_value=None
    )
    table = forms.CharField(
        label=gettext_lazy("Table"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For a table only. It is made; one that is there is not touched."),
    )
    way = forms.ChoiceField(label=gettext_lazy("Each time"), choices=Export.Way.choices)
    every_hours = forms.IntegerField(
        label=gettext_lazy("Every so many hours"), required=False, min_value=1, max_value=744
    )
    daily_at = forms.TimeField(
        label=gettext_lazy("Daily at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=gettext_lazy("Both empty: only when somebody says so."),
    )
    fields_out = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        segments = [(str(card.id), card.name) for card in audience.segments()]
        places = [(str(key), name) for key, name in databases.database_names().items()]
        self._choose("segment_id", [("", _("Everybody")), *segments])
        self._choose("database_id", [("", "–"), *places])
        self._choose("fields_out", [(field.key, str(field.label)) for field in offered()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def given(self) -> ExportIn:
        said = dict(self.cleaned_data)
        return ExportIn(fields=tuple(said.pop("fields_out")), **said)


def show_new(request: HttpRequest) -> HttpResponse:
    initial: dict[str, Any] = {"form": "csv", "whom": "others", "fields_out": USUAL}
    if segment := request.GET.get("segment"):
        initial["segment_id"] = segment
    return _page(request, ExportForm(initial=initial))


def create(request: HttpRequest) -> HttpResponse:
    return _saved(request, None)


def show(request: HttpRequest, export_id: int) -> HttpResponse:
    card = export_card(export_id)
    names = [name for name in ExportForm.base_fields if name != "fields_out"]
    initial = {name: getattr(card, name) for name in names} | {"fields_out": card.fields}
    return _page(request, ExportForm(initial=initial), card)


def update(request: HttpRequest, export_id: int) -> HttpResponse:
    return _saved(request, export_card(export_id))


def _saved(request: HttpRequest, card: ExportCard | None) -> HttpResponse:
    form = ExportForm(request.POST)
    if form.is_valid():
        try:
            export_id = save_export(
                given=form.given(),
                export_id=card.id if card else None,
                by=actor_of(request),
                now=clock.now(),
            )
        except RelasiError as refused:
            field = "fields_out" if refused.field == "fields" else refused.field
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            ui.toast(request, _("The export is saved. Let it go out once and look at it."))
            return redirect("exports:export", export_id)
    return _page(request, form, card, status=422)


def _page(
    request: HttpRequest, form: ExportForm, card: ExportCard | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "export": card, "folder": folder()}
    return render(request, "exports/export_edit.html", context, status=status)
