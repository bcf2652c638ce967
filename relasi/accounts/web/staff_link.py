"""A link by which somebody chooses a new password, to hand over where mail does not go yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts.actions.password_links import password_link
from relasi.accounts.queries.actors import actor_of
from relasi.accounts.queries.staff import staff_card
from relasi.kernel import clock


def create(request: HttpRequest, staff_id: int) -> HttpResponse:
    path = password_link(staff_id=staff_id, by=actor_of(request), now=clock.now())
    context = {"card": staff_card(staff_id), "link": request.build_absolute_uri(path)}
    return render(request, "accounts/staff_link.html", context)
