"""What the pages of those who ask have in common: their language, and that nobody keeps a copy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts import public as accounts
from relasi.consent import public as consent
from relasi.ui import public as ui


def language_for(request: HttpRequest, code: str = "") -> str:
    """What was chosen on a page, else theirs, else the organisation's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return consent.language_of(chosen, code)


def page(
    request: HttpRequest, template: str, *, status: int = 200, **context: object
) -> HttpResponse:
    shop = accounts.organisation().name or "Relasi"
    return ui.unkept(render(request, template, {"shop": shop, **context}, status=status))


def gone(request: HttpRequest) -> HttpResponse:
    return page(request, "requests/link_gone.html", status=404)
