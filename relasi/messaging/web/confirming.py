"""/confirm/<token>/: the page behind the link in the mail that asks. Only its button confirms."""

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from relasi.accounts import public as accounts
from relasi.consent import public as consent
from relasi.kernel import clock, tokens
from relasi.kernel.errors import NotFound, Refused
from relasi.messaging.confirming import KIND, asked_by
from relasi.messaging.queries.letters import message_id_about
from relasi.ui import public as ui

LONGEST_AGENT = 300


@csrf_exempt
def show(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows what is asked and changes nothing: programs that look after mails follow links.
    A POST confirms; the token is the proof, whoever sends it.
    """
    try:
        ask = consent.find_ask(asked_by(token), clock.now())
    except (tokens.BadToken, NotFound):
        return render(request, "messaging/link_gone.html", status=404)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    language = consent.language_of(chosen, ask.language)
    with translation.override(language):
        problem = _confirm(request, ask.id) if request.method == "POST" else ""
        ask = consent.find_ask(ask.id, clock.now())
        return _page(request, ask, problem)


def _confirm(request: HttpRequest, ask_id: int) -> str:
    """A sentence when it cannot be confirmed any more."""
    proof = {
        "message_id": message_id_about(KIND, ask_id),
        "ip": get_client_ip(request) or "",
        "agent": request.headers.get("User-Agent", "")[:LONGEST_AGENT],
    }
    try:
        consent.confirm_ask(ask_id=ask_id, proof=proof, now=clock.now())
    except Refused as refused:
        return refused.sentence
    return ""


def _page(request: HttpRequest, ask: consent.AskCard, problem: str) -> HttpResponse:
    context = {"ask": ask, "problem": problem, "shop": accounts.organisation().name}
    status = 409 if problem else 200
    return ui.unkept(render(request, "messaging/confirm.html", context, status=status))
