"""A custom field in a form: its control, and its value as it is typed and as it is read."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.contacts.queries.fields import CustomFieldCard
from relasi.ui.public import formats


def control(field: CustomFieldCard) -> forms.Field:
    """Nothing is checked here: the verb does, and its sentence comes back beside the field."""
    if field.kind == "choice":
        choices = [("", "–"), *((choice, choice) for choice in field.choices)]
        return Loose(choices=choices, label=field.label)
    if field.kind == "boolean":
        return Loose(choices=yes_no(), label=field.label)
    kind = {"number": "text", "date": "date"}.get(field.kind, "text")
    attrs = {"type": kind} | ({"inputmode": "decimal"} if field.kind == "number" else {})
    return forms.CharField(required=False, label=field.label, widget=forms.TextInput(attrs))


class QuickSelect(forms.Select):
    """A select that is written in one go: Django draws a template for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        del renderer
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, " selected" if str(key) == str(value or "") else "", label)
                for key, label in self.choices
            ),
        )
        given = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>{}</select>', name, given, options)


class Loose(forms.ChoiceField):
    """Takes any text: what is no choice is told by the verb, and stays typed."""

    widget = QuickSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def valid_value(self, value: Any) -> bool:
        del value
        return True


def yes_no() -> list[tuple[str, str]]:
    return [("", "–"), ("true", _("yes")), ("false", _("no"))]


def typed(value: Any) -> str:
    """A stored value as it stands in a form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def shown(field: CustomFieldCard, value: Any) -> str:
    """A stored value as it is read on a page."""
    language = get_language() or "en"
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.kind == "date" and isinstance(value, str):
        return formats.day(date.fromisoformat(value), language)
    if isinstance(value, int | float):
        exact = Decimal(str(value))
        digits = max(0, -int(exact.normalize().as_tuple().exponent))
        return formats.number(exact, language, digits=digits)
    return str(value)
