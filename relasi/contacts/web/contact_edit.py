"""Writing down who somebody is: a new person, and an old one again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of, authorise, authorise_new
from relasi.contacts.actions.adding import add_contact
from relasi.contacts.actions.changing import Outdated, change_contact
from relasi.contacts.actions.companies import add_company
from relasi.contacts.queries.cards import ContactCard, names
from relasi.contacts.sentences import Unacceptable
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.tokens import BadToken
from relasi.ui import public as ui

from .forms import person
from .forms.person import PersonForm, UnknownCompany
from .forms.typed import changed, conflicts, opened, sealed
from .guarding import reached

UNPROCESSABLE, CONFLICT = 422, 409


def show_new(request: HttpRequest) -> HttpResponse:
    values = person.values_of(None) | {"owner_id": str(actor_of(request).staff_id or "")}
    return _page(request, None, PersonForm(values), sealed(values, 0))


def create(request: HttpRequest) -> HttpResponse:
    values = person.typed(request.POST)
    if request.POST.get("more"):
        return _more(request, None, values)
    by, now = actor_of(request), clock.now()
    try:
        with transaction.atomic():
            _add_company(request, values)
            changes = person.as_changes(values)
            changes["owner_id"] = authorise_new(by, "contacts", owner_id=changes["owner_id"])
            contact_id = add_contact(**changes, by=by, now=now)
    except Refused as refused:
        return _again(request, None, values, refused)
    ui.toast(request, _("%(name)s is here now.") % {"name": names([contact_id])[contact_id]})
    return redirect("contacts:contact", contact_id)


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "edit", contact_id)
    values = person.values_of(card)
    return _page(request, card, PersonForm(values), sealed(values, card.version))


def update(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Write what was changed in the form; what somebody else changed meanwhile stays."""
    card = reached(request, "edit", contact_id)
    values = person.typed(request.POST)
    try:
        version, base = opened(request.POST.get("base", ""))
    except BadToken as refused:
        return _again(request, card, values, refused)
    if request.POST.get("more"):
        return _more(request, card, values)
    now_there = person.values_of(card)
    if version != card.version and (both := conflicts(base, values, now_there)):
        return _conflict(request, card, base, values, both)
    try:
        with transaction.atomic():
            _add_company(request, values)
            changes = person.as_changes(changed(base, values))
            if "owner_id" in changes:
                authorise(actor_of(request), "edit", "contacts", owner_id=changes["owner_id"])
            change_contact(
                contact_id=contact_id,
                changes=changes,
                expected_version=card.version,
                by=actor_of(request),
                now=clock.now(),
            )
    except Outdated:
        return update(request, contact_id)
    except Refused as refused:
        return _again(request, card, values, refused)
    ui.toast(request, _("Saved."))
    return redirect("contacts:contact", contact_id)


def _add_company(request: HttpRequest, values: Mapping[str, Any]) -> None:
    """When asked to: the company that was named and is not there yet."""
    name = values.get("company", "")
    if not request.POST.get("add_company") or not name:
        return
    try:
        person.company_id(name)
    except UnknownCompany:
        owner_id = authorise_new(actor_of(request), "companies", owner_id=None)
        add_company(name=name, owner_id=owner_id, by=actor_of(request), now=clock.now())


def _more(
    request: HttpRequest, card: ContactCard | None, values: Mapping[str, Any]
) -> HttpResponse:
    form = PersonForm(values)
    form.blank = 3
    return _page(request, card, form, request.POST.get("base", ""))


def _again(
    request: HttpRequest, card: ContactCard | None, values: Mapping[str, Any], refused: Refused
) -> HttpResponse:
    """The form as it was typed, with every sentence beside its field."""
    form = PersonForm(values)
    if isinstance(refused, Unacceptable):
        form.tell(refused.problems, refused.known)
    else:
        form.tell({refused.field or "": refused.sentence}, {})
    base = request.POST.get("base", "")
    if isinstance(refused, BadToken):
        base = sealed(person.values_of(card), card.version if card else 0)
    return _page(
        request,
        card,
        form,
        base,
        status=UNPROCESSABLE,
        unknown_company=isinstance(refused, UnknownCompany),
    )


def _conflict(
    request: HttpRequest,
    card: ContactCard,
    base: Mapping[str, Any],
    values: Mapping[str, Any],
    both: Mapping[str, Any],
) -> HttpResponse:
    """What I typed in the fields, what stands there now beside it; saving again is mine."""
    now_there = person.values_of(card)
    mine = changed(base, values)
    form = PersonForm(now_there | mine)
    form.now = dict(both)
    who = _changed_by(card)
    form.tell(
        {
            key: _("%(who)s changed this while you were writing, to: %(value)s")
            % {"who": who, "value": value or "–"}
            for key, value in both.items()
            if isinstance(value, str)
        },
        {},
    )
    return _page(
        request,
        card,
        form,
        sealed(now_there, card.version),
        status=CONFLICT,
        conflict=_("%(who)s changed this person while you were writing.") % {"who": who},
    )


def _changed_by(card: ContactCard) -> str:
    kind, _colon, number = card.updated_by.partition(":")
    known = accounts.staff_names([int(number)]) if kind == "staff" else {}
    return next(iter(known.values()), _("Somebody"))


def _page(
    request: HttpRequest,
    card: ContactCard | None,
    form: PersonForm,
    base: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "card": card,
        "form": form,
        "base": base,
        "known": names(form.known.values()) if form.known else {},
        "title": card.called if card else _("New person"),
    }
    return render(request, "contacts/contact_edit.html", context, status=status)
