"""Everything one person said about being reached, and the form to record what they say now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.consent.actions.stating import grant, withdraw
from relasi.consent.queries.asks import asks_of
from relasi.consent.queries.permissions import (
    StatementCard,
    SuppressionCard,
    asked,
    channels,
    history,
    permissions_of,
    purposes,
    suppressed,
)
from relasi.consent.queries.wishes import restriction_of
from relasi.consent.rules import CONFIRMABLE
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .wording import reaches

SAID = (("yes", gettext_lazy("Yes, they agree")), ("no", gettext_lazy("No, they refuse")))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    granted: bool
    about: str
    stated_at: datetime
    source: str
    wording: str
    by: str
    recorded_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    value: str
    suppressed: tuple[SuppressionCard, ...]


def _asked() -> list[tuple[str, list[tuple[str, str]]]]:
    """Purposes under the channel they are asked for."""
    return [
        (label, [(f"{channel}.{purpose}", f"{label}: {name}") for purpose, name in purposes])
        for channel, label, purposes in asked()
    ]


class StatementForm(forms.Form):
    said = forms.ChoiceField(label=gettext_lazy("They say"), choices=SAID)
    about = forms.ChoiceField(label=gettext_lazy("To what"), choices=_asked)
    source = forms.CharField(label=gettext_lazy("Where they said it"), max_length=80)
    wording = forms.CharField(
        label=gettext_lazy("The words they agreed to"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    stated_at = forms.DateField(
        label=gettext_lazy("On"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    _reached(request, "view", contact_id)
    form = StatementForm(initial={"said": "yes", "about": "email.marketing"})
    return _page(request, contact_id, form)


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    _reached(request, "edit", contact_id)
    form = StatementForm(request.POST)
    if form.is_valid() and _record(form, contact_id, accounts.actor_of(request)):
        ui.toast(request, _("Kept. From now on the newest statement holds."))
        return redirect("consent:consent_history", contact_id)
    return _page(request, contact_id, form, status=422)


def _record(form: StatementForm, contact_id: int, by: accounts.Actor) -> bool:
    said, now = form.cleaned_data, clock.now()
    verb = grant if said["said"] == "yes" else withdraw
    channel, _dot, purpose = said["about"].partition(".")
    try:
        verb(
            contact_id=contact_id,
            channel=channel,
            purpose=purpose,
            source=said["source"],
            wording=said["wording"],
            stated_at=_moment(said["stated_at"], now),
            by=by,
            now=now,
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return False
    return True


def _moment(day: date | None, now: datetime) -> datetime | None:
    """Noon of the day; of today, this moment."""
    if day is None or day == timezone.localtime(now).date():
        return None
    return timezone.make_aware(datetime.combine(day, time(12)))


def _page(
    request: HttpRequest, contact_id: int, form: StatementForm, status: int = 200
) -> HttpResponse:
    card = contacts.card(contact_id)
    editor = ui.may(request, ("consent", "edit"))
    context = {
        "card": card,
        "form": form if editor else None,
        "reaches": reaches(permissions_of(contact_id)),
        "history": _lines(contact_id),
        "addresses": _addresses(card.emails),
        "editor": editor,
        "asks": asks_of(contact_id, clock.now()),
        "askable": _askable(contact_id) if editor and card.confirmable_emails else [],
        "restriction": restriction_of(contact_id),
    }
    return render(request, "consent/consent_history.html", context, status=status)


def _askable(contact_id: int) -> list[tuple[str, str]]:
    """What a mail can ask them for: what it can confirm and they have not agreed to."""
    granted = {(p.channel, p.purpose) for p in permissions_of(contact_id) if p.granted}
    return [
        (f"{channel}.{purpose}", f"{label}: {name}")
        for channel, label, purposes_of_it in asked()
        if channel in CONFIRMABLE
        for purpose, name in purposes_of_it
        if (channel, purpose) not in granted
    ]


def _lines(contact_id: int) -> list[HistoryLine]:
    said = history(contact_id)
    names = _names(said)
    by_channel, by_purpose = dict(channels()), dict(purposes())
    return [
        HistoryLine(
            line.granted,
            f"{by_channel[line.channel]}: {by_purpose[line.purpose]}",
            line.stated_at,
            contacts.source_called(line.source),
            line.wording,
            names.get(line.recorded_by) or accounts.actor_called(line.recorded_by),
            line.recorded_at,
            line.text,
        )
        for line in said
    ]


def _names(said: Sequence[StatementCard]) -> dict[str, str]:
    """The colleagues who recorded them, by label ("staff:3")."""
    ids = {int(line.recorded_by[6:]) for line in said if line.recorded_by.startswith("staff:")}
    return {f"staff:{key}": name for key, name in accounts.staff_names(ids).items()}


def _addresses(emails: Sequence[str]) -> list[AddressLine]:
    gone = suppressed("email", tuple(emails))
    return [
        AddressLine(email, tuple(card for card in gone if card.address == email))
        for email in emails
    ]


def _reached(request: HttpRequest, action: str, contact_id: int) -> None:
    """Consent is asked after for people one may see at all."""
    actor = accounts.actor_of(request)
    accounts.authorise(actor, "view", "contacts", owner_id=contacts.owner_of(contact_id))
    accounts.authorise(actor, action, "consent")
