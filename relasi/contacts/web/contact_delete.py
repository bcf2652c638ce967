"""Deleting somebody: what hangs on them is said before it is asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.actions.deleting import StillHeld, delete_contact, reasons_to_keep
from relasi.contacts.queries.cards import ContactCard
from relasi.kernel import clock
from relasi.ui import public as ui

from .guarding import reached


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "delete", contact_id)
    return _page(request, card, reasons_to_keep(contact_id))


def destroy(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "delete", contact_id)
    try:
        delete_contact(contact_id=contact_id, by=actor_of(request), now=clock.now())
    except StillHeld as held:
        return _page(request, card, held.reasons, status=422)
    ui.toast(request, _("%(name)s is deleted.") % {"name": card.called})
    return redirect("contacts:contact_list")


def _page(
    request: HttpRequest, card: ContactCard, reasons: tuple[str, ...], status: int = 200
) -> HttpResponse:
    context = {"card": card, "reasons": reasons}
    return render(request, "contacts/contact_delete.html", context, status=status)
