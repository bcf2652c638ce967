"""One request: its clock, whom it is about, what to do next, and every step."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.privacy import public as privacy
from relasi.requests.actions.fulfilling import BY_KIND
from relasi.requests.models import Request
from relasi.requests.queries.cards import RequestCard, StepCard, request_card
from relasi.requests.queries.people import where_to
from relasi.requests.sentences import clock_says
from relasi.ui import public as ui


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    said: str
    at: datetime
    by: str


def show(request: HttpRequest, request_id: int) -> HttpResponse:
    now = clock.now()
    card = request_card(request_id, now)
    editor = ui.may(request, ("privacy", "edit")) and card.is_open
    context = {
        "card": card,
        "clock": clock_says(card, now),
        "name": _name(card),
        "known": card.contact_id is not None and contacts.exists(card.contact_id),
        "editor": editor,
        "proofs": [choice for choice in Request.Proof.choices if choice[0]],
        "reachable": editor and where_to(card.contact_id, card.address) is not None,
        "doing": DOING.get(card.kind, lambda: "")() if editor and card.is_proven else "",
        "by_press": card.kind in BY_KIND,
        "held": _held(card) if editor and card.kind == "erasure" else (),
        "extendable": editor and card.law == "gdpr" and card.extended_at is None,
        "lines": [_line(step) for step in card.steps],
    }
    return render(request, "requests/request.html", context)


# What the button says.
DOING = {
    "access": lambda: _("Write the file and send them the link"),
    "portability": lambda: _("Write the file and send them the link"),
    "erasure": lambda: _("Erase everything about them, for good"),
    "restriction": lambda: _("Keep their data and use them no more"),
    "objection": lambda: _("Say no to everything for them"),
}


def _name(card: RequestCard) -> str:
    name = contacts.names([card.contact_id]).get(card.contact_id, "") if card.contact_id else ""
    return name or card.address or _("Erased person")


def _held(card: RequestCard) -> tuple[privacy.StoreRows, ...]:
    """What there is of them, by store: seen before it goes."""
    if card.contact_id is None:
        return ()
    try:
        return privacy.held(card.contact_id)
    except NotFound:
        return ()


def _line(step: StepCard) -> Line:
    by = step.by
    if by.startswith("staff:"):
        names = accounts.staff_names({int(by[6:])})
        by = names.get(int(step.by[6:]), by)
    else:
        by = accounts.actor_called(by)
    return Line(step.label, step.said, step.at, by)
