"""The company page: what it is, who belongs to it, what packages above know of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.contacts.actions.deleting import StillHeld, delete_company
from relasi.contacts.queries.companies import CompanyCard, people_of
from relasi.contacts.queries.fields import shown_fields
from relasi.contacts.queries.finding import find_companies
from relasi.kernel import clock
from relasi.ui import public as ui

from . import fields, words
from .contact import Fact
from .guarding import reached_company

MOST_PEOPLE = 200


def show(request: HttpRequest, company_id: int) -> HttpResponse:
    card = reached_company(request, "view", company_id)
    actor = actor_of(request)
    owners = accounts.visible_owners(actor, "view", "contacts")
    context = {
        "card": card,
        "facts": [fact for fact in facts(card) if fact.value],
        "people": people_of(company_id, owners, MOST_PEOPLE),
        "strip": ui.panels("company.strip", request, company_id),
        "main": ui.panels("company.main", request, company_id),
        "side": ui.panels("company.side", request, company_id),
        "editor": accounts.may(actor, "edit", "companies", owner_id=card.owner_id),
    }
    return render(request, "contacts/company.html", context)


def facts(card: CompanyCard) -> list[Fact]:
    owner = accounts.staff_names([card.owner_id])[card.owner_id] if card.owner_id else ""
    return [
        Fact(_("Domain"), card.domain, url=f"https://{card.domain}" if card.domain else ""),
        Fact(_("Industry"), card.industry),
        Fact(_("City"), card.city),
        Fact(_("Country"), words.country_name(card.country)),
        *(Fact(f.label, fields.shown(f, v)) for f, v in shown_fields("company", card.fields)),
        Fact(_("External id"), card.external_id),
        Fact(_("Owner"), owner),
    ]


def show_delete(request: HttpRequest, company_id: int) -> HttpResponse:
    card = reached_company(request, "delete", company_id)
    return render(request, "contacts/company_delete.html", {"card": card})


def destroy(request: HttpRequest, company_id: int) -> HttpResponse:
    card = reached_company(request, "delete", company_id)
    try:
        delete_company(company_id=company_id, by=actor_of(request), now=clock.now())
    except StillHeld as held:
        context = {"card": card, "problem": held.sentence}
        return render(request, "contacts/company_delete.html", context, status=422)
    ui.toast(request, _("%(name)s is deleted.") % {"name": card.name})
    return redirect("contacts:company_list")


def names(request: HttpRequest) -> HttpResponse:
    """Options for the field in which a company's name is typed."""
    text = request.GET.get("company", request.GET.get("q", ""))[:200]
    found = find_companies(actor_of(request), text, 8)
    return render(request, "contacts/parts/company_options.html", {"found": found})
