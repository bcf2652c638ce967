"""/o/<token>.gif: the picture that tells of an open."""

import base64

from django.http import HttpRequest, HttpResponse

from relasi.kernel import clock, tokens
from relasi.messaging.actions.hits import record_hit
from relasi.messaging.content.tracking import OPEN
from relasi.messaging.rules import hits

PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def show(request: HttpRequest, token: str) -> HttpResponse:
    """The same picture for everybody, whether it counted or not."""
    answer = HttpResponse(PICTURE, content_type="image/gif")
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method != "GET" or hits.is_prefetch(request.headers):
        return answer
    if hits.minds_being_watched(request.headers):
        return answer
    try:
        delivery_id = int(tokens.unsign(OPEN, token))
    except tokens.BadToken:
        return answer
    record_hit(
        delivery_id=delivery_id,
        kind="open",
        user_agent=request.headers.get("User-Agent", ""),
        now=clock.now(),
    )
    return answer
