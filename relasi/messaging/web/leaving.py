"""/u/<token>/: leaving with one click (RFC 8058), by a page, and the preference page."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from relasi.consent import public as consent
from relasi.kernel import clock, tokens
from relasi.messaging.actions.leaving import choose, unsubscribe
from relasi.messaging.beside import beside_choices
from relasi.messaging.queries.leaving import Choice, Leaver, choices_of, leaver_of
from relasi.ui import public as ui


@csrf_exempt
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and changes nothing; POST leaves, whoever sends it and whatever is in it.

    RFC 8058 §3.2: mail providers post a form of their choosing, without cookies; the token is
    the proof. It is idempotent, and never answers with a redirect.
    """
    leaver = _leaver(token)
    if leaver is None:
        return _gone(request)
    with translation.override(_language(request, leaver)):
        if request.method != "POST":
            return _page(request, "messaging/leave.html", leaver, token)
        if leaver.delivery_id:
            via = "page" if _from_our_page(request) else "one_click"
            unsubscribe(delivery_id=leaver.delivery_id, via=via, now=clock.now())
        return _page(request, "messaging/left.html", leaver, token)


@csrf_exempt
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What this person wants by channel and purpose. The token is the proof."""
    leaver = _leaver(token)
    if leaver is None:
        return _gone(request)
    language = _language(request, leaver)
    with translation.override(language):
        saved = request.method == "POST"
        if saved and leaver.delivery_id:
            _choose(request, leaver, language)
        choices = choices_of(leaver.contact_id, language) if leaver.delivery_id else []
        return _page(
            request,
            "messaging/preferences.html",
            leaver,
            token,
            choices=choices,
            saved=saved,
            beside=beside_choices(),
        )


def _choose(request: HttpRequest, leaver: Leaver, language: str) -> None:
    """What is ticked, on the texts that stood on the page when it was opened."""
    ticked = set(request.POST.getlist("wanted"))
    known = choices_of(leaver.contact_id, language)
    choose(
        delivery_id=leaver.delivery_id,
        wanted={(c.channel, c.purpose): c.key in ticked for c in known},
        shown={(c.channel, c.purpose): _shown(request, c) for c in known},
        now=clock.now(),
    )


def _shown(request: HttpRequest, choice: Choice) -> consent.TextCard:
    named = consent.find_text(request.POST.get(f"text.{choice.key}", ""))
    if named is None or (named.channel, named.purpose) != (choice.channel, choice.purpose):
        return choice.text
    return named


def _leaver(token: str) -> Leaver | None:
    try:
        return leaver_of(token)
    except tokens.BadToken:
        return None


def _language(request: HttpRequest, leaver: Leaver) -> str:
    """What was chosen on the page, else the contact's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return consent.language_of(chosen, leaver.language)


def _from_our_page(request: HttpRequest) -> bool:
    """Our own button says so; anything unreadable is a provider's one click."""
    try:
        return "from_page" in request.POST
    except (OSError, LookupError, ValueError, MultiPartParserError, SuspiciousOperation):
        return False


def _page(
    request: HttpRequest, template: str, leaver: Leaver, token: str, **values: object
) -> HttpResponse:
    return ui.unkept(render(request, template, {"leaver": leaver, "token": token, **values}))


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/link_gone.html", status=404)
