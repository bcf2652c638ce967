"""What no part of us can read is refused at the door: NUL is no character of any text."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .errors import answer, is_api, unreadable

NUL = "\x00"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class ReadableMiddleware:
    """Before anything is looked up by an address, a cookie or the field of a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        question = "%00" in request.META.get("QUERY_STRING", "")
        if question or NUL in request.path or any(NUL in text for text in request.COOKIES.values()):
            return unreadable(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if is_api(request) or request.method != "POST" or request.content_type not in FORMS:
            return None
        if getattr(view, "csrf_exempt", False):
            return None  # one-click leaving takes whatever a provider posts (RFC 8058)
        texts = (text for _name, values in request.POST.lists() for text in values)
        return answer(request, 400) if any(NUL in text for text in texts) else None
