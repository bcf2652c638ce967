"""/your-data/: whoever gives their address gets a link by mail, if we hold something of them."""

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relasi.contacts import public as contacts
from relasi.kernel import sealing
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later
from relasi.requests.actions.linking import SEALED_FOR

from .answering import language_for, page

MOST_AN_HOUR, HOUR = 10, 3600
OWN_LINK = "requests.send_own_link"


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
    key = f"own-link:{get_client_ip(request) or ''}"
    asked = cache.get(key, 0) + 1
    cache.set(key, asked, timeout=HOUR)
    if asked > MOST_AN_HOUR:
        return _("Too many links were asked for from here. Try again in an hour.")
    # Sealed: what was typed here, by whomever, is read in no log and no list of jobs.
    later(OWN_LINK, sealed=sealing.seal(SEALED_FOR, normal))
    return ""
