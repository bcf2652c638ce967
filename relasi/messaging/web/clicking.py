"""/c/<token>: on to the address that stood in the mail, and nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri

from relasi.kernel import clock, tokens
from relasi.messaging.actions.hits import record_hit
from relasi.messaging.content.tracking import CLICK
from relasi.messaging.rules import hits


def show(request: HttpRequest, token: str) -> HttpResponse:
    try:
        delivery_id, url = tokens.unsign(CLICK, token)
    except tokens.BadToken:
        return render(request, "messaging/link_gone.html", status=404)
    if request.method == "GET" and not hits.is_prefetch(request.headers):
        record_hit(
            delivery_id=delivery_id,
            kind="click",
            url=url,
            user_agent=request.headers.get("User-Agent", ""),
            now=clock.now(),
        )
    # The address was signed by us when the mail was made; it is not checked against a list.
    answer = HttpResponse(status=302, headers={"Location": iri_to_uri(url)})
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
