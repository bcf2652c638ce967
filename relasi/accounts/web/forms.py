"""Forms, and how a refusal comes back beside the field it is about."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from relasi.accounts.models import Role
from relasi.accounts.queries.staff import staff_choices, teams
from relasi.accounts.rules import Actor, grantable
from relasi.accounts.time_zones import time_zones
from relasi.kernel.errors import Refused

T = TypeVar("T")


def attempt(form: forms.Form, do: Callable[[], T]) -> T | None:
    """Do it if the form is valid; a refusal becomes an error of the field it names."""
    if not form.is_valid():
        return None
    try:
        return do()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None


def role_choices(by: Actor) -> list[tuple[str, str]]:
    """Only an owner sees the role of owner."""
    return [(value, str(label)) for value, label in Role.choices if value in grantable(by.role)]


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in time_zones()]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, by: Actor) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]
        self.fields["role"].initial = "viewer"


class StaffForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"))
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, by: Actor, role: str) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        choices = role_choices(by)
        if role not in dict(choices):
            choices.append((role, str(Role(role).label)))
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        self.fields["teams"].choices = [(t.id, t.name) for t in teams()]  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    members = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["members"].choices = staff_choices()  # type: ignore[attr-defined]


class NewTeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)


class KeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: object, by: Actor) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["role"].choices = role_choices(by)  # type: ignore[attr-defined]
        self.fields["role"].initial = "viewer"


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Look"),
        choices=[("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("As the organisation")), *zone_choices()],
    )


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands at the foot of every campaign mail; the law asks for it."),
    )
    country = forms.RegexField(
        label=_("Country"),
        regex=r"^[A-Z]{2}$",
        required=False,
        help_text=_("Two letters, as in ID or DE. Phone numbers without a prefix are read so."),
        error_messages={"invalid": _("Use the country's two capital letters, as in ID or DE.")},
    )
    currency = forms.RegexField(
        label=_("Base currency"),
        regex=r"^[A-Z]{3}$",
        help_text=_("Three letters, as in IDR. Reports count in it."),
        error_messages={"invalid": _("Use the currency's three capital letters, as in IDR.")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
        help_text=_("At least 10 characters. A few words are easier to keep than one odd one."),
    )


class ViewForm(forms.Form):
    """A saved view: sent by every list."""

    page = forms.CharField(max_length=40)
    name = forms.CharField(max_length=80)
    query = forms.CharField(required=False, max_length=4000)
    shared = forms.BooleanField(required=False)
    pinned = forms.BooleanField(required=False)
