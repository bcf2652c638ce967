"""Families of errors become pages, fragments and problem details here, and only here.

    NotAllowed 403 · NotFound 404 · Conflict 409 · Refused 422
    a bad request 400 · anything else 500

A page gets a page with the sentence; a fragment asked by htmx gets the sentence as a notice
where the fragment would have stood (errors stay where they happened); the API gets RFC 9457
problem details.
"""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.kernel.errors import Conflict, NotAllowed, NotFound, Refused, RelasiError

logger = logging.getLogger(__name__)

# The first family that an error belongs to counts.
STATUS: dict[type[RelasiError], int] = {
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Refused: 422,
}
TITLES = {
    400: gettext_lazy("This request cannot be read"),
    403: gettext_lazy("This is not yours to see"),
    404: gettext_lazy("There is nothing here"),
    405: gettext_lazy("This address does not do that"),
    409: gettext_lazy("Somebody was faster"),
    413: gettext_lazy("This is too large"),
    422: gettext_lazy("This cannot be done"),
    429: gettext_lazy("Too many attempts"),
    500: gettext_lazy("Something broke on our side"),
}
SENTENCES = {
    400: gettext_lazy("Part of the address or of what was sent is damaged. Go back and try again."),
    403: gettext_lazy("Your role does not allow this, or the page was open for too long."),
    404: gettext_lazy("The address is wrong, or what was here is gone. Search for it with Ctrl K."),
    405: gettext_lazy("Go back and try again from the page you came from."),
    409: gettext_lazy("It was changed meanwhile. Look at it again, then repeat what you did."),
    413: gettext_lazy("More was sent than fits in one go. Send it in smaller parts."),
    422: gettext_lazy("Check what was entered and try again."),
    429: gettext_lazy("Wait a few minutes, then try again."),
    500: gettext_lazy("It is written down. Try again; if it stays, tell whoever runs Relasi."),
}

# Instead of these where a program asks: it has no keyboard and no page to go back to.
FOR_PROGRAMS = {
    404: gettext_lazy("There is no such address or thing. Every address is under /api/docs."),
    405: gettext_lazy("This address has other methods: see Allow, and /api/docs."),
}


def status_of(error: RelasiError) -> int:
    return next((code for family, code in STATUS.items() if isinstance(error, family)), 422)


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/v")


def problem(
    status: int, detail: str, *, code: str = "", field: str | None = None, **more: Any
) -> HttpResponse:
    """RFC 9457: title is the status's phrase, detail the sentence, field what is at fault."""
    said = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code or HTTPStatus(status).name.lower(),
        "field": field,
        **more,
    }
    return HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type="application/problem+json"
    )


def answer(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """The page (or the notice, when a fragment was asked for) of an error."""
    context = {
        "status": status,
        "title": TITLES.get(status, TITLES[500]),
        "sentence": sentence or SENTENCES.get(status, SENTENCES[500]),
    }
    if "HX-Request" not in request.headers:
        return render(request, "ui/error.html", context, status=status)
    return render(request, "project/error_notice.html", context, status=status)


class ErrorsMiddleware:
    """Turns the families into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_api(request) and response.status_code >= HTTPStatus.BAD_REQUEST:
            return _as_problem(response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RelasiError):
            return None
        if is_api(request):
            return problem(status_of(error), error.sentence, code=error.code, field=error.field)
        return answer(request, status_of(error), error.sentence)


def _refusal(request: HttpRequest, status: int) -> HttpResponse:
    if is_api(request):
        return problem(status, str(FOR_PROGRAMS.get(status, SENTENCES[status])))
    return answer(request, status)


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever Django itself refused under the API (no such address, wrong method)."""
    if "json" in response.headers.get("Content-Type", ""):
        return response
    status = response.status_code
    sentence = FOR_PROGRAMS.get(status) or SENTENCES.get(status, SENTENCES[500])
    fresh = problem(status, str(sentence))
    if "Allow" in response.headers:
        fresh.headers["Allow"] = response.headers["Allow"]
    return fresh


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return _strange_host(request)
    return _refusal(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def unreadable(request: HttpRequest) -> HttpResponse:
    """Refused before anybody asked who is there, so a page without the shell."""
    said = str(SENTENCES[400])
    return problem(400, said) if is_api(request) else _bare(400, said)


def _strange_host(request: HttpRequest) -> HttpResponse:
    """As early as `unreadable`."""
    sentence = _(
        "Relasi does not answer to this host name. Whoever runs it can add the name to "
        "RELASI_HOSTS, or set RELASI_URL."
    )
    return problem(400, sentence) if is_api(request) else _bare(400, sentence)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return _refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    return _refusal(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or too old; `reason` is for the log only."""
    route = request.resolver_match.route if request.resolver_match else ""
    logger.warning("CSRF refused %s: %s", route, reason)
    sentence = _("This page was open for too long. Go back, reload it, and send it again.")
    return answer(request, 403, sentence)


def broken(request: HttpRequest) -> HttpResponse:
    """After an error nobody foresaw: nothing here may ask the database."""
    if is_api(request):
        return problem(500, str(SENTENCES[500]))
    return _bare(500, str(SENTENCES[500]))


def _bare(status: int, sentence: str) -> HttpResponse:
    """A page that needs neither a session nor the database."""
    context = {
        "title": TITLES[status],
        "sentence": sentence,
        "language": translation.get_language(),
    }
    return HttpResponse(render_to_string("project/error_bare.html", context), status=status)
