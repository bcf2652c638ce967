"""What is held of one person: looked at, exported, erased."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts.public import actor_of, authorise
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.privacy.actions.asking import erase_person
from relasi.privacy.models import Erasure
from relasi.privacy.queries.cards import erasure_of, exports_of
from relasi.privacy.queries.holding import held
from relasi.ui import public as ui

from .rows import lines


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    return _page(request, contact_id)


def destroy(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Erase them for good."""
    card = _reached(request, "delete", contact_id)
    try:
        erasure_id = erase_person(
            contact_id=card.id,
            reason=request.POST.get("reason", ""),
            asked_by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        return _page(request, contact_id, refused.sentence)
    return redirect("privacy:erasure", erasure_id)


def _page(request: HttpRequest, contact_id: int, problem: str = "") -> HttpResponse:
    card = _reached(request, "view", contact_id)
    context = {
        "card": card,
        "exports": exports_of(contact_id),
        "may_export": ui.may(request, ("privacy", "export")),
    }
    if request.headers.get("HX-Request-Type") == "partial":
        return render(request, "privacy/person.html#exports", context)
    found = held(contact_id)
    context |= {
        "lines": lines(found),
        "total": sum(one.rows for one in found),
        "erasure": erasure_of(contact_id),
        "reasons": Erasure.Reason.choices,
        "may_erase": ui.may(request, ("privacy", "delete")) and not card.erased_at,
        "problem": problem,
    }
    return render(request, "privacy/person.html", context, status=422 if problem else 200)


def _reached(request: HttpRequest, action: str, contact_id: int) -> contacts.ContactCard:
    card = contacts.card(contact_id)
    authorise(actor_of(request), action, "contacts", owner_id=card.owner_id)
    return card
