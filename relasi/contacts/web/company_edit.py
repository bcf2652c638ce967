"""Writing down what a company is."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise, authorise_new
from relasi.contacts.actions.changing import Outdated
from relasi.contacts.actions.companies import add_company, change_company
from relasi.contacts.queries.companies import CompanyCard
from relasi.contacts.sentences import Unacceptable
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.tokens import BadToken
from relasi.ui import public as ui

from .forms import company
from .forms.company import CompanyForm
from .forms.typed import changed, conflicts, opened, sealed
from .guarding import reached_company


def show_new(request: HttpRequest) -> HttpResponse:
    values = company.values_of(None) | {"owner_id": str(actor_of(request).staff_id or "")}
    return _page(request, None, CompanyForm(values), sealed(values, 0))


def create(request: HttpRequest) -> HttpResponse:
    values = company.typed(request.POST)
    by = actor_of(request)
    try:
        changes = company.as_changes(values)
        changes["owner_id"] = authorise_new(by, "companies", owner_id=changes["owner_id"])
        company_id = add_company(**changes, by=by, now=clock.now())
    except Refused as refused:
        return _again(request, None, values, refused)
    ui.toast(request, _("%(name)s is here now.") % {"name": values["name"]})
    return redirect("contacts:company", company_id)


def show(request: HttpRequest, company_id: int) -> HttpResponse:
    card = reached_company(request, "edit", company_id)
    values = company.values_of(card)
    return _page(request, card, CompanyForm(values), sealed(values, card.version))


def update(request: HttpRequest, company_id: int) -> HttpResponse:
    """Write what was changed in the form; what somebody else changed meanwhile stays."""
    card = reached_company(request, "edit", company_id)
    values = company.typed(request.POST)
    try:
        version, base = opened(request.POST.get("base", ""))
    except BadToken as refused:
        return _again(request, card, values, refused)
    there = company.values_of(card)
    if version != card.version and (both := conflicts(base, values, there)):
        return _conflict(request, card, there | changed(base, values), both)
    try:
        changes = company.as_changes(changed(base, values))
        if "owner_id" in changes:
            authorise(actor_of(request), "edit", "companies", owner_id=changes["owner_id"])
        change_company(
            company_id=company_id,
            changes=changes,
            expected_version=card.version,
            by=actor_of(request),
            now=clock.now(),
        )
    except Outdated:
        return update(request, company_id)
    except Refused as refused:
        return _again(request, card, values, refused)
    ui.toast(request, _("Saved."))
    return redirect("contacts:company", company_id)


def _again(
    request: HttpRequest, card: CompanyCard | None, values: Mapping[str, Any], refused: Refused
) -> HttpResponse:
    form = CompanyForm(values)
    if isinstance(refused, Unacceptable):
        form.tell(refused.problems)
    else:
        form.tell({refused.field or "": refused.sentence})
    base = request.POST.get("base", "")
    if isinstance(refused, BadToken):
        base = sealed(company.values_of(card), card.version if card else 0)
    return _page(request, card, form, base, status=422)


def _conflict(
    request: HttpRequest, card: CompanyCard, values: Mapping[str, Any], both: Mapping[str, Any]
) -> HttpResponse:
    """What I typed in the fields, what stands there now beside it; saving again is mine."""
    form = CompanyForm(values)
    sentence = _("Somebody changed this while you were writing, to: %(value)s")
    form.tell({key: sentence % {"value": value or "–"} for key, value in both.items()})
    base = sealed(company.values_of(card), card.version)
    return _page(request, card, form, base, status=409)


def _page(
    request: HttpRequest, card: CompanyCard | None, form: CompanyForm, base: str, status: int = 200
) -> HttpResponse:
    title = card.name if card else _("New company")
    context = {"card": card, "form": form, "base": base, "title": title}
    return render(request, "contacts/company_edit.html", context, status=status)
