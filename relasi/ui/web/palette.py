"""Ctrl+K: find or do anything."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from relasi.ui import searching
from relasi.ui.viewing import person_of

LONGEST = 100


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The hits for `q`: a page, or for htmx the list inside the dialog."""
    if person_of(request) is None:
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={request.path}")
    asked = request.GET.get("q", "").strip()[:LONGEST]
    partial = request.headers.get("HX-Request-Type") == "partial"
    template = "ui/parts/hits.html" if partial else "ui/palette.html"
    response = render(request, template, {"groups": searching.find(request, asked), "asked": asked})
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    response["Cache-Control"] = "no-store"
    return response
