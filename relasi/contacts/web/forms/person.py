"""The form of a person: one page, every field, whatever was typed kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.contacts.queries.cards import ContactCard
from relasi.contacts.queries.companies import find_company
from relasi.contacts.queries.fields import custom_fields
from relasi.contacts.web import fields as custom
from relasi.contacts.web import words
from relasi.kernel.errors import Refused
from relasi.kernel.numbers import row_number

from .addresses import KINDS, AddressRows, lines_of, rows, typed_lines, written

ABOUT = ("name", "given_name", "family_name", "job_title", "company", "owner_id")
WHERE = ("street", "postal_code", "city", "region", "country", "time_zone")
MORE = ("language", "born_on", "source", "external_id")


class PersonForm(forms.Form):
    name = forms.CharField(required=False, label=_("Name"))
    given_name = forms.CharField(required=False, label=_("Given name"))
    family_name = forms.CharField(required=False, label=_("Family name"))
    job_title = forms.CharField(required=False, label=_("Position"))
    company = forms.CharField(required=False, label=_("Company"))
    owner_id = custom.Loose(label=_("Owner"))
    street = forms.CharField(required=False, label=_("Street"))
    postal_code = forms.CharField(required=False, label=_("Postal code"))
    city = forms.CharField(required=False, label=_("City"))
    region = forms.CharField(required=False, label=_("Region"))
    country = custom.Loose(label=_("Country"))
    time_zone = forms.CharField(required=False, label=_("Time zone"))
    language = custom.Loose(label=_("Language"))
    born_on = forms.CharField(
        required=False, label=_("Born on"), widget=forms.TextInput({"type": "date"})
    )
    source = forms.CharField(required=False, label=_("Came from"))
    external_id = forms.CharField(required=False, label=_("External id"))

    def __init__(self, values: Mapping[str, Any], **options: Any) -> None:
        """`values` as of `values_of` or `typed`: they are shown whether they fit or not."""
        super().__init__(data=dict(values), auto_id="id_%s", **options)
        blank = [("", "–")]
        owners = [(str(pk), name) for pk, name in accounts.staff_choices()]
        kept = values.get("owner_id", "")
        if kept and kept not in dict(owners):
            owners += [(str(pk), name) for pk, name in _names(kept).items()]
        self._choices("owner_id", blank + owners)
        self._choices("country", blank + words.country_choices())
        self._choices("language", blank + words.language_choices(values.get("language", "")))
        self.custom = custom_fields("contact")
        for field in self.custom:
            self.fields[f"fields.{field.key}"] = custom.control(field)
        self.is_valid()
        self.problems: dict[str, str] = {}
        self.known: dict[str, int] = {}
        self.now: dict[str, Any] = {}
        self.blank = 1

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def tell(self, problems: Mapping[str, str], known: Mapping[str, int]) -> None:
        """Put each sentence beside its field; what has no field stands above the form."""
        self.problems, self.known = dict(problems), dict(known)
        for key, sentence in problems.items():
            field = {"company_id": "company", "external_id.0": "external_id"}.get(key, key)
            if field in self.fields:
                self.add_error(field, sentence)
            elif field.split(".")[0] not in {kind.field for kind in KINDS}:
                self.add_error(None, sentence)

    @property
    def about(self) -> list[BoundField]:
        return [self[name] for name in ABOUT]

    @property
    def where(self) -> list[BoundField]:
        return [self[name] for name in WHERE]

    @property
    def more(self) -> list[BoundField]:
        return [self[name] for name in (*MORE, *(f"fields.{f.key}" for f in self.custom))]

    @property
    def addresses(self) -> list[AddressRows]:
        return [
            rows(
                kind,
                self.data[kind.field],
                problems=self.problems,
                known=self.known,
                now=self.now.get(kind.field),
                blank=self.blank,
            )
            for kind in KINDS
        ]


def _names(owner_id: str) -> dict[int, str]:
    number = row_number(owner_id)
    return accounts.staff_names([number]) if number else {}


def values_of(card: ContactCard | None) -> dict[str, Any]:
    """What stands in the form of this person; of a new one, nothing."""
    if card is None:
        return dict.fromkeys((*ABOUT, *WHERE, *MORE), "") | {kind.field: [] for kind in KINDS}
    plain = {key: custom.typed(getattr(card, key)) for key in (*ABOUT, *WHERE, *MORE)}
    own = {
        f"fields.{f.key}": custom.typed(card.fields.get(f.key)) for f in custom_fields("contact")
    }
    return plain | own | {kind.field: lines_of(card, kind.kind) for kind in KINDS}


def typed(post: QueryDict) -> dict[str, Any]:
    """What was sent, field by field."""
    keys = [*ABOUT, *WHERE, *MORE, *(f"fields.{f.key}" for f in custom_fields("contact"))]
    plain = {key: post.get(key, "").strip() for key in keys}
    return plain | {kind.field: typed_lines(post, kind.field) for kind in KINDS}


def as_changes(values: Mapping[str, Any]) -> dict[str, Any]:
    """From the form's words to the verb's: `values` may be a part of the form."""
    changes: dict[str, Any] = {}
    for key, value in values.items():
        if key.startswith("fields."):
            changes.setdefault("fields", {})[key.removeprefix("fields.")] = value
        elif key == "company":
            changes["company_id"] = company_id(value)
        elif key == "owner_id":
            changes["owner_id"] = row_number(value)
        elif key in {kind.field for kind in KINDS}:
            changes[key] = written(value)
        else:
            changes[key] = value
    return changes


class UnknownCompany(Refused):
    """The name belongs to no company yet."""

    code = "unknown_company"


def company_id(name: str) -> int | None:
    """The company of this name. Raises UnknownCompany."""
    if not name:
        return None
    found = find_company(name=name)
    if found is None:
        sentence = gettext("There is no company “%(name)s” yet. Add it, or choose another.")
        raise UnknownCompany(sentence % {"name": name[:60]}, field="company")
    return found
