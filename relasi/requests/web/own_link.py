"""/your-data/: whoever gives their address gets a link by mail, if we hold something of them."""

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relasi.contacts import public as contacts
from relasi.kernel import clock, sealing
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later
from relasi.requests.actions.linking import SEALED_FOR

from .answering import language_for, page

MOST_AN_HOUR, HOUR = 10, 3600
OWN_LINK = "requests.send_own_link"
IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('own_link'), hashtext(%s))"


@csrf_exempt
def show(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether the address is known or not: a job looks, not this page."""
    with translation.override(language_for(request)):
        if request.method != "POST":
            return page(request, "requests/own_link.html", problem="", address="")
        address = request.POST.get("address", "")[:320]
        problem = _asked(request, address)
        status = 422 if problem else 200
        template = "requests/own_link.html" if problem else "requests/own_link_sent.html"
        return page(request, template, status=status, problem=problem, address=address)


def _asked(request: HttpRequest, address: str) -> str:
    """A sentence when nothing can be sent to what was typed, whoever it is."""
    try:
        normal = contacts.normalise_email(address)
    except Refused as refused:
        return refused.sentence
    if not _may_ask(get_client_ip(request) or ""):
        return _("Too many links were asked for from here. Try again in an hour.")
    # Sealed: what was typed here, by whomever, is read in no log and no list of jobs.
    later(OWN_LINK, sealed=sealing.seal(SEALED_FOR, normal))
    return ""


@transaction.atomic
def _may_ask(place: str) -> bool:
    """One after the other: ten that come at once are ten."""
    key, now = f"own-link:{place}", clock.now().timestamp()
    with connection.cursor() as cursor:
        cursor.execute(IN_TURN, [key])
    lately = [at for at in cache.get(key, []) if at > now - HOUR]
    if len(lately) >= MOST_AN_HOUR:
        return False
    cache.set(key, [*lately, now], timeout=HOUR)
    return True
