"""Deleting somebody: what goes and what stays is said before it is asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.actions.deleting import delete_contact
from relasi.contacts.queries.deleting import goes, stays
from relasi.kernel import clock
from relasi.ui import public as ui

from .guarding import reached


def show(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "delete", contact_id)
    staying = stays([contact_id]).get(contact_id, ())
    context = {"card": card, "goes": goes(contact_id), "stays": staying}
    return render(request, "contacts/contact_delete.html", context)


def destroy(request: HttpRequest, contact_id: int) -> HttpResponse:
    card = reached(request, "delete", contact_id)
    delete_contact(contact_id=contact_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("%(name)s is deleted.") % {"name": card.called})
    return redirect("contacts:contact_list")
