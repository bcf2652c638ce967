"""A form field as it stands on every page: label, control, hint, and the error beside it."""

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, RadioSelect, Select, Textarea
from django.forms.widgets import CheckboxSelectMultiple, HiddenInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .faults import fault

_SETS = (RadioSelect, CheckboxSelectMultiple)
# What the browser's own pickers read, whatever the language of the page.
_PICKERS = {"date": "%Y-%m-%d", "time": "%H:%M"}


def _css(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, _SETS):
        return "choices1"
    if isinstance(widget, CheckboxInput):
        return "box1"
    shape = " field-area" if isinstance(widget, Textarea) else ""
    shape = " field-select" if isinstance(widget, Select) else shape
    return f"field w-full{shape}{' field-bad' if bound.errors else ''}"


def _control(bound: BoundField, hint: str, attributes: dict[str, Any]) -> SafeString:
    described = [f"{bound.auto_id}_hint"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    if form := _PICKERS.get(getattr(bound.field.widget, "input_type", "")):
        bound.field.widget.format = form
    given["class"] = f"{_css(bound)} {given.get('class', '')}".strip()
    if described:
        given["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=given)


def _below(bound: BoundField, hint: str) -> SafeString:
    said = (
        format_html('<p class="tiny mt-1" id="{}_hint">{}</p>', bound.auto_id, hint) if hint else ""
    )
    wrong = (
        format_html(
            '<p class="field-error" id="{}_error">{}</p>',
            bound.auto_id,
            fault(bound),
        )
        if bound.errors
        else ""
    )
    return format_html("{}{}", wrong, said)


def drawn(
    bound: BoundField,
    *,
    hint: str | None = None,
    label: str = "",
    attributes: dict[str, Any] | None = None,
) -> SafeString:
    """`hint` replaces the field's own help text; "" leaves it out."""
    widget = bound.field.widget
    said = str(bound.help_text) if hint is None else hint
    control = _control(bound, said, attributes or {})
    if isinstance(widget, HiddenInput):
        return control
    text = label or bound.label
    below = _below(bound, said)
    if isinstance(widget, _SETS):
        return format_html(
            '<fieldset class="formfield"><legend class="field-label">{}</legend>{}{}</fieldset>',
            text,
            control,
            below,
        )
    if isinstance(widget, CheckboxInput):
        return format_html(
            '<div class="formfield"><label class="check1" for="{}">{}<span>{}</span></label>{}'
            "</div>",
            bound.id_for_label,
            control,
            text,
            below,
        )
    return format_html(
        '<div class="formfield"><label class="field-label" for="{}">{}</label>{}{}</div>',
        bound.id_for_label,
        text,
        control,
        below,
    )


def form_errors(form: BaseForm) -> SafeString:
    errors = form.non_field_errors()
    if not errors:
        return SafeString("")
    return format_html(
        '<div class="verdict verdict-bad" role="alert"><div>{}</div></div>',
        format_html_join("", "<p>{}</p>", ((error,) for error in errors)),
    )
