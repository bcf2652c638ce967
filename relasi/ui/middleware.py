"""What was done during an htmx request is told at once, not on the next whole page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from .toasts import take

REDIRECTS = range(300, 400)
LEAVING = ("HX-Redirect", "HX-Refresh", "HX-Location")


class ToastMiddleware:
    """Appends waiting toasts to a fragment, out of band; a page brings its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and _is_fragment(request, response):
            toasts = take(request)
            if toasts:
                items = render_to_string(
                    "ui/parts/toasts_beside.html", {"toasts": toasts}, request=request
                )
                response.write(items)
        return response


def _is_fragment(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.headers.get("HX-Request-Type") == "partial"
        and response.headers.get("Content-Type", "").startswith("text/html")
        and response.status_code not in REDIRECTS
        and not any(name in response.headers for name in LEAVING)
    )
