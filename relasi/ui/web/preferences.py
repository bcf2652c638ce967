"""What a person sets for this browser: theme, language, single-letter keys."""

from datetime import timedelta
from typing import Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from relasi.kernel import bus
from relasi.ui.events import PreferenceChosen
from relasi.ui.shell import KEYS_COOKIE, THEME_COOKIE, THEMES

A_YEAR: Final = int(timedelta(days=365).total_seconds())


def _back(request: HttpRequest) -> HttpResponse:
    """To the page it was chosen on; nowhere else than this host."""
    address = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if allowed else "/")


def _remember(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = _back(request)
    response.set_cookie(
        cookie,
        value,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
    return response


def _tell(request: HttpRequest, name: Literal["theme", "language"], value: str) -> None:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        bus.publish(PreferenceChosen(staff_id=user.pk, name=name, value=value))


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return _back(request)
    _tell(request, "theme", chosen)
    return _remember(request, THEME_COOKIE, chosen)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES) or not check_for_language(chosen):
        return _back(request)
    _tell(request, "language", chosen)
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, chosen)


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Turn single-letter shortcuts off or on (WCAG 2.1.4)."""
    return _remember(request, KEYS_COOKIE, "off" if request.POST.get("keys") == "off" else "on")
