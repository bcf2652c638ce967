"""One decision on many pairs: looked at first, then made, followed while it runs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts.public import actor_of, visible_owners
from relasi.contacts.matching.actions.sweeping import (
    go_on,
    propose_sweep,
    start_later,
    start_sweep,
    stop_sweep,
)
from relasi.contacts.matching.queries.queue import called, pairs, within
from relasi.contacts.matching.queries.runs import SweepCard, sweep_card
from relasi.contacts.models import MatchProposal
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.ui import public as ui

from .duplicates import spec

AT_ONCE = 50
SHOWN = 100


def propose(*, accepts: bool) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        choice = ui.bulk_choice(request, spec(request))
        by = actor_of(request)
        owners = visible_owners(by, "edit", "contacts")
        rows = pairs(choice.state, owners)
        if not choice.all_rows:
            rows = within(owners).filter(pk__in=choice.ids)
        sweep_id = propose_sweep(
            accepts=accepts, rows=rows, query=choice.query_string, by=by, now=clock.now()
        )
        return redirect("contacts:duplicates_sweep", sweep_id)

    return view


def show(request: HttpRequest, sweep_id: int) -> HttpResponse:
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    return _page(request, _mine(request, sweep_id), part=part)


def create(request: HttpRequest, sweep_id: int) -> HttpResponse:
    """Say yes. A few are decided at once, more by a job that one can watch."""
    card = _mine(request, sweep_id)
    by, now = actor_of(request), clock.now()
    try:
        total = start_sweep(sweep_id=sweep_id, by=by, now=now)
    except Refused as refused:
        return _page(request, card, problem=refused.sentence)
    if total > AT_ONCE:
        start_later(sweep_id=sweep_id, by=by, now=now)
        return redirect("contacts:duplicates_sweep", sweep_id)
    go_on(sweep_id=sweep_id, by=by, now=now)
    done = sweep_card(sweep_id)
    sentence = ngettext("%(n)s pair is decided.", "%(n)s pairs are decided.", done.decided)
    ui.toast(request, sentence % {"n": done.decided})
    return redirect(_back(card))


def stop(request: HttpRequest, sweep_id: int) -> HttpResponse:
    card = _mine(request, sweep_id)
    try:
        stop_sweep(sweep_id=sweep_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, card, problem=refused.sentence)
    return redirect("contacts:duplicates_sweep", sweep_id)


def _mine(request: HttpRequest, sweep_id: int) -> SweepCard:
    """A decision belongs to who proposed it; who may change everybody sees it too."""
    card = sweep_card(sweep_id)
    by = actor_of(request)
    if card.proposed_by != by.label and visible_owners(by, "edit", "contacts") is not None:
        raise NotFound(_("This decision is not here any more. Choose the pairs again."))
    return card


def _back(card: SweepCard) -> str:
    address = reverse("contacts:duplicates")
    return f"{address}?{card.query}" if card.query else address


def _page(
    request: HttpRequest, card: SweepCard, *, problem: str = "", part: str = ""
) -> HttpResponse:
    rows = list(
        MatchProposal.objects.filter(sweep_id=card.id).order_by("-probability", "pk")[:SHOWN]
    )
    names = called(rows)
    context: dict[str, Any] = {
        "card": card,
        "title": _("Join many pairs") if card.accepts else _("Keep many pairs apart"),
        "lines": [(row, names.get(row.a_id, ""), names.get(row.b_id, "")) for row in rows],
        "back": _back(card),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, f"contacts/duplicates_sweep.html{part}", context, status=status)
