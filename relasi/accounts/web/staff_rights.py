"""What somebody may do, right by right, each with its reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.rights import ACTION_NAMES, Seat, effective_rights
from relasi.accounts.queries.staff import StaffCard, staff_card


def show(request: HttpRequest, staff_id: int) -> HttpResponse:
    return _page(request, staff_card(staff_id), mine=False)


def mine(request: HttpRequest) -> HttpResponse:
    return _page(request, staff_card(actor_of(request).id), mine=True)


def _page(request: HttpRequest, card: StaffCard, *, mine: bool) -> HttpResponse:
    seat = Seat(card.role, card.role_name, card.team_names, card.is_active)
    context = {
        "card": card,
        "mine": mine,
        "actions": list(ACTION_NAMES.values()),
        "rows": effective_rights(seat),
    }
    return render(request, "accounts/staff_rights.html", context)
