"""/templates/<id>/preview/: the mail itself, in a frame of its own that can run nothing."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from relasi.messaging import wording
from relasi.messaging.content.compiling import CannotRender
from relasi.messaging.queries.previews import filled_for, reader_for
from relasi.messaging.queries.templates import template_card

# Mails style themselves inline; pictures come from elsewhere over TLS; nothing else may be.
FRAME = {
    **{key: [NONE] for key in ("default-src", "script-src", "font-src", "connect-src")},
    **{key: [NONE] for key in ("frame-src", "manifest-src")},
    "img-src": ["https:", "data:"],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "sandbox": [],
}


@csp_replace(FRAME)  # type: ignore[arg-type]  # it forgets that views take arguments
@xframe_options_sameorigin
def show(request: HttpRequest, template_id: int) -> HttpResponse:
    """As the contact with the address in `as`; `part=text` is the plain-text twin."""
    content = template_card(template_id).content
    reader = reader_for(content, request.GET.get("as", "").strip())
    try:
        filled = filled_for(content, reader)
    except CannotRender as problem:
        told = {"where": wording.where(problem), "why": wording.broken(problem)}
        return render(request, "messaging/preview_broken.html", told)
    if request.GET.get("part") == "text":
        return HttpResponse(filled.text, content_type="text/plain; charset=utf-8")
    return HttpResponse(filled.html)
