"""For the length of a request: the person's language and time zone, and what was read."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from relasi.accounts import memory
from relasi.accounts.models import Staff
from relasi.accounts.queries.organisation import organisation
from relasi.ui.public import THEME_COOKIE

A_YEAR = 365 * 24 * 3600


class PersonMiddleware:
    """Stands behind AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with memory.remembering():
            person = request.user
            if not isinstance(person, Staff):
                return self.get_response(request)
            return self._for(person, request)

    def _for(self, person: Staff, request: HttpRequest) -> HttpResponse:
        zone = ZoneInfo(person.time_zone or organisation().time_zone)
        with timezone.override(zone), translation.override(_language(person)):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if person.theme != "system" and THEME_COOKIE not in request.COOKIES:
            remember_look(response, person.theme)
        return response


def remember_look(response: HttpResponse, theme: str) -> None:
    """The look is a cookie, so that the first paint has it; the profile carries it along."""
    if THEME_COOKIE not in response.cookies:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(
            THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure
        )


def _language(person: Staff) -> str:
    return person.language if person.language in dict(settings.LANGUAGES) else "en"
