"""Pages whose address is a secret: whoever has the link, has the right."""

from django.http import HttpResponse


def unkept(answer: HttpResponse) -> HttpResponse:
    """Nobody keeps a copy, no search engine lists it, and no other site hears the address.

    Our own forms on it must say where they come from: under `no-referrer` browsers send
    `Origin: null`, which is refused as a forgery.
    """
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer
