"""The form of a company."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from relasi.contacts.queries.companies import CompanyCard
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.web import fields as custom
from relasi.contacts.web import words
from relasi.contacts.web.people_spec import owner_choices
from relasi.kernel.numbers import row_number

PLAIN = ("name", "domain", "industry", "city", "country", "owner_id", "external_id")


class CompanyForm(forms.Form):
    name = forms.CharField(required=False, label=_("Name"))
    domain = forms.CharField(required=False, label=_("Domain"))
    industry = forms.CharField(required=False, label=_("Industry"))
    city = forms.CharField(required=False, label=_("City"))
    country = custom.Loose(label=_("Country"))
    owner_id = custom.Loose(label=_("Owner"))
    external_id = forms.CharField(required=False, label=_("External id"))

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(data=dict(values), auto_id="id_%s")
        self._choices("owner_id", owner_choices())
        self._choices("country", words.country_choices())
        for field in custom_fields("company"):
            self.fields[f"fields.{field.key}"] = custom.control(field)
        self.is_valid()

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *choices]

    def tell(self, problems: Mapping[str, str]) -> None:
        for key, sentence in problems.items():
            self.add_error(key if key in self.fields else None, sentence)

    @property
    def all(self) -> list[BoundField]:
        return [self[name] for name in self.fields]


def values_of(card: CompanyCard | None) -> dict[str, Any]:
    if card is None:
        return dict.fromkeys(PLAIN, "")
    plain = {key: custom.typed(getattr(card, key)) for key in PLAIN}
    own = {
        f"fields.{f.key}": custom.typed(card.fields.get(f.key)) for f in custom_fields("company")
    }
    return plain | own


def typed(post: QueryDict) -> dict[str, Any]:
    keys = [*PLAIN, *(f"fields.{f.key}" for f in custom_fields("company"))]
    return {key: post.get(key, "").strip() for key in keys}


def as_changes(values: Mapping[str, Any]) -> dict[str, Any]:
    """From the form's words to the verb's."""
    changes: dict[str, Any] = {}
    for key, value in values.items():
        if key.startswith("fields."):
            changes.setdefault("fields", {})[key.removeprefix("fields.")] = value
        elif key == "owner_id":
            changes["owner_id"] = row_number(value)
        else:
            changes[key] = value
    return changes
