"""The forms of the editor, made from the declarations of the blocks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from relasi.messaging.rules.content import KINDS, Field
from relasi.messaging.wording import CHOICE_LABELS, FIELD_LABELS


class NewTemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class HeadForm(forms.Form):
    """Subject, preview line, name. What is unfinished is saved; the checks tell."""

    name = forms.CharField(label=_("Name"), max_length=120)
    subject = forms.CharField(label=_("Subject"), max_length=400, required=False)
    preheader = forms.CharField(label=_("Preview line"), max_length=400, required=False)


def block_form(block: Mapping[str, str], data: Mapping[str, Any] | None = None) -> forms.Form:
    """One field for each value of the block; nothing is required, a draft may be unfinished."""
    form = forms.Form(data, initial=dict(block), prefix="block")
    for spec in KINDS[block["kind"]]:
        form.fields[spec.key] = _field(spec)
    return form


def _field(spec: Field) -> forms.Field:
    label = str(FIELD_LABELS[spec.key])
    if spec.choices:
        choices = [(value, CHOICE_LABELS.get(value, value)) for value in spec.choices]
        return forms.ChoiceField(label=label, choices=choices)
    rows = {"rows": "7"} if spec.kind == "lines" else {}
    widget = forms.Textarea(attrs=rows) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=spec.longest, required=False, widget=widget, strip=False
    )
