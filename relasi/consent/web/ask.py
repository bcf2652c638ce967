"""Asking one person by mail, and taking a question back that waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.consent.actions.asking import ask, take_ask_back
from relasi.consent.queries.asks import find_ask
from relasi.consent.queries.texts import language_of
from relasi.consent.rules import ASKED, CONFIRMABLE
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.ui import public as ui


def create(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What is ticked is asked for; a box stands for what a link can confirm."""
    card = _reached(request, contact_id)
    ticked = set(request.POST.getlist("about"))
    pairs = [(c, p) for c in CONFIRMABLE for p in ASKED[c] if f"{c}.{p}" in ticked]
    address = request.POST.get("address", "")
    ask(
        contact_id=contact_id,
        pairs=pairs,
        source="asked by a colleague",
        language=language_of(card.language),
        address=address,
        by=actor_of(request),
        now=clock.now(),
    )
    ui.toast(request, _("A mail asks them. It counts once they confirm it."))
    return redirect("consent:consent_history", contact_id)


def destroy(request: HttpRequest, contact_id: int, ask_id: int) -> HttpResponse:
    _reached(request, contact_id)
    if find_ask(ask_id, clock.now()).contact_id != contact_id:
        raise NotFound(_("This question is gone. Sign up again to get a new link."))
    take_ask_back(ask_id=ask_id, now=clock.now())
    ui.toast(request, _("The link confirms nothing any more."))
    return redirect("consent:consent_history", contact_id)


def _reached(request: HttpRequest, contact_id: int) -> contacts.ContactCard:
    card = contacts.card(contact_id)
    authorise(actor_of(request), "edit", "contacts", owner_id=card.owner_id)
    return card
