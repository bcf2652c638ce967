"""/your-data/confirm/<token>/: that a request is really theirs. Only the button confirms."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relasi.contacts import public as contacts
from relasi.kernel import clock, tokens
from relasi.kernel.errors import NotFound, Refused
from relasi.privacy import public as privacy
from relasi.requests.actions.fulfilling import begins_by_itself, confirm
from relasi.requests.letters import confirmed_by
from relasi.requests.queries.cards import RequestCard, request_card

from .answering import gone, language_for, page


@csrf_exempt
def show(request: HttpRequest, token: str) -> HttpResponse:
    try:
        card = request_card(confirmed_by(token), clock.now())
    except (tokens.BadToken, NotFound):
        return gone(request)
    with translation.override(language_for(request, _language(card))):
        problem = ""
        if request.method == "POST":
            said = _("from %(ip)s") % {"ip": get_client_ip(request) or "?"}
            try:
                confirm(request_id=card.id, said=said, now=clock.now())
            except Refused as refused:
                problem = refused.sentence
        card = request_card(card.id, clock.now())
        status = 422 if problem else 200
        return page(
            request,
            "requests/confirm.html",
            status=status,
            card=card,
            problem=problem,
            by_itself=begins_by_itself(card.kind, card.via),
            is_erasing=_is_erasing(card),
            is_begun=card.export_id is not None,
        )


def _is_erasing(card: RequestCard) -> bool:
    """It was begun, and nobody stopped it."""
    return card.erasure_id is not None and privacy.erasure(card.erasure_id).is_under_way


def _language(card: RequestCard) -> str:
    try:
        return contacts.card(card.contact_id).language if card.contact_id else ""
    except NotFound:
        return ""
