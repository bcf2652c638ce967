"""A check is asked for, followed and stopped."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts.public import actor_of
from relasi.contacts.checking.actions.asking import check_addresses, stop_check
from relasi.contacts.checking.queries.findings import open_by_kind
from relasi.contacts.checking.queries.runs import newest_check
from relasi.contacts.models import AddressFinding
from relasi.kernel import clock
from relasi.kernel.errors import Refused


def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def create(request: HttpRequest) -> HttpResponse:
    try:
        check_addresses(by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, refused.sentence)
    return redirect("contacts:address_check")


def stop(request: HttpRequest, check_id: int) -> HttpResponse:
    try:
        stop_check(check_id=check_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, refused.sentence)
    return redirect("contacts:address_check")


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    found = open_by_kind()
    context: dict[str, Any] = {
        "check": newest_check(),
        "kinds": [(key, label, found.get(key, 0)) for key, label in AddressFinding.Kind.choices],
        "asks": bool(settings.RESOLVERS),
        "problem": problem,
    }
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    status = 422 if problem else 200
    return render(request, f"contacts/address_check.html{part}", context, status=status)
