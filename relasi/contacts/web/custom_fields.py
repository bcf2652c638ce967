"""Settings: the fields a company adds to people and companies."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts.public import actor_of
from relasi.contacts.actions.fields import add_field, archive_field, change_field, restore_field
from relasi.contacts.models import CustomField
from relasi.contacts.queries.fields import CustomFieldCard, custom_fields, get_field
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .fields import Loose


class FieldForm(forms.Form):
    of = Loose(label=gettext_lazy("Of"), choices=CustomField.Of.choices)
    label = forms.CharField(required=False, label=gettext_lazy("Label"))
    kind = Loose(label=gettext_lazy("Holds"), choices=CustomField.Kind.choices)
    choices = forms.CharField(
        required=False,
        label=gettext_lazy("Choices, each on its own line"),
        widget=forms.Textarea({"rows": 5}),
    )


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    fields: tuple[CustomFieldCard, ...]


def show(request: HttpRequest) -> HttpResponse:
    return _list(request, FieldForm(initial={"of": "contact", "kind": "text"}))


def create(request: HttpRequest) -> HttpResponse:
    form = _bound(request)
    try:
        add_field(
            of=_of(request),
            label=request.POST.get("label", ""),
            kind=request.POST.get("kind", ""),
            choices=request.POST.get("choices", "").splitlines(),
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return _list(request, form, status=422)
    ui.toast(request, _("The field is there now, on every page and in every filter."))
    return redirect("contacts:custom_field_list")


def show_one(request: HttpRequest, field_id: int) -> HttpResponse:
    field = get_field(field_id)
    form = FieldForm(initial={"label": field.label, "choices": "\n".join(field.choices)})
    return _one(request, field, form)


def update(request: HttpRequest, field_id: int) -> HttpResponse:
    field, form = get_field(field_id), _bound(request)
    try:
        change_field(
            field_id=field_id,
            label=request.POST.get("label", ""),
            choices=request.POST.get("choices", "").splitlines(),
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return _one(request, field, form, status=422)
    ui.toast(request, _("Saved."))
    return redirect("contacts:custom_field_list")


def destroy(request: HttpRequest, field_id: int) -> HttpResponse:
    """Put away; nothing is lost, and Undo brings it back."""
    field = get_field(field_id)
    archive_field(field_id=field_id, by=actor_of(request), now=clock.now())
    back = reverse("contacts:custom_field_restore", args=[field_id])
    ui.toast(request, _("“%(label)s” is put away.") % {"label": field.label}, back)
    return redirect("contacts:custom_field_list")


def restore(request: HttpRequest, field_id: int) -> HttpResponse:
    field = get_field(field_id)
    restore_field(field_id=field_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("“%(label)s” is back.") % {"label": field.label})
    return redirect("contacts:custom_field_list")


def _bound(request: HttpRequest) -> FieldForm:
    form = FieldForm(request.POST)
    form.is_valid()
    return form


def _of(request: HttpRequest) -> str:
    of = request.POST.get("of", "")
    if of not in CustomField.Of.values:
        raise Refused(_("Say whether the field is of a person or of a company."), field="of")
    return of


def _list(request: HttpRequest, form: FieldForm, status: int = 200) -> HttpResponse:
    groups = [Group(str(label), custom_fields(of, archived=True)) for of, label in _groups()]
    context = {"groups": groups, "form": form, "kinds": dict(CustomField.Kind.choices)}
    return render(request, "contacts/custom_field_list.html", context, status=status)


def _groups() -> list[tuple[str, str]]:
    return [("contact", _("Of people")), ("company", _("Of companies"))]


def _one(
    request: HttpRequest, field: CustomFieldCard, form: FieldForm, status: int = 200
) -> HttpResponse:
    context = {"field": field, "form": form}
    return render(request, "contacts/custom_field.html", context, status=status)
