"""Keeping somebody's data without using them, and using them again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.consent.actions.restricting import release, restrict
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.ui import public as ui

LONGEST = 500


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    _reached(request, contact_id)
    reason = request.POST.get("reason", "")[:LONGEST]
    restrict(contact_id=contact_id, reason=reason, by=actor_of(request), now=clock.now())
    ui.toast(request, _("Their data are kept, and nothing is done with them."))
    return redirect("consent:consent_history", contact_id)


def destroy(request: HttpRequest, contact_id: int) -> HttpResponse:
    _reached(request, contact_id)
    release(contact_id=contact_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("Their data are used again, where they agreed."))
    return redirect("consent:consent_history", contact_id)


def _reached(request: HttpRequest, contact_id: int) -> None:
    owner_id = contacts.owner_of(contact_id)
    authorise(actor_of(request), "edit", "contacts", owner_id=owner_id)
