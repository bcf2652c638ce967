"""A suppressed address: set by a colleague, lifted again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.consent.actions.suppressing import lift, suppress
from relasi.consent.queries.permissions import suppressed
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.ui import public as ui


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Never write to this address of theirs."""
    card = _reached(request, contact_id)
    address = request.POST.get("address", "")
    if address not in card.emails:
        raise Refused(_("This address is not theirs any more."), field="address")
    suppress(
        channel="email", address=address, reason="manual", by=actor_of(request), now=clock.now()
    )
    ui.toast(request, _("Nothing is sent to %(address)s from now on.") % {"address": address})
    return redirect("consent:consent_history", contact_id)


def destroy(request: HttpRequest, contact_id: int, suppression_id: int) -> HttpResponse:
    card = _reached(request, contact_id)
    if suppression_id not in {one.id for one in suppressed("email", tuple(card.emails))}:
        raise NotFound(_("No address of this person is suppressed for this reason any more."))
    lift(suppression_id=suppression_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("The address may be written to again, where they agreed."))
    return redirect("consent:consent_history", contact_id)


def _reached(request: HttpRequest, contact_id: int) -> contacts.ContactCard:
    card = contacts.card(contact_id)
    authorise(actor_of(request), "edit", "contacts", owner_id=card.owner_id)
    return card
