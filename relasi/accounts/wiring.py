"""How an address is wired: who may call it is said where it is written, once.

`resource` is the only way to make a page, `public_page` marks the few addresses that
need no sign-in. Both leave `.rights` on the view, which the house test reads.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from .authorisation import authorise
from .queries.actors import actor_of, is_signed_in
from .rules import scope_of

View = Callable[..., HttpResponseBase]

# What each of the four does unless the address says otherwise.
USUAL = {"show": "view", "create": "edit", "update": "edit", "destroy": "delete"}


def resource(  # noqa: PLR0913 - one argument for each verb, all by name
    *,
    obj: str | None,
    show: View | None = None,
    create: View | None = None,
    update: View | None = None,
    destroy: View | None = None,
    actions: Mapping[str, str] | None = None,
) -> View:
    """One address, up to four views: GET, POST, PATCH and DELETE of one thing.

    A form says PATCH or DELETE by a field `_method`. `actions` overrides the right a view
    asks for: {"create": "send"}. With `obj=None` everybody who is signed in may call it
    (their own profile, their own views).
    """
    views = {"show": show, "create": create, "update": update, "destroy": destroy}
    wanted = USUAL | dict(actions or {})
    rights = {verb: (obj, wanted[verb]) for verb, view in views.items() if view}
    for target, action in rights.values():
        if target is not None:
            scope_of("owner", action, target)  # a misspelt right fails at start-up

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_signed_in(request):
            return sign_in_first(request)
        verb = _verb(request)
        chosen = views.get(verb)
        if chosen is None:
            return HttpResponseNotAllowed(_methods(rights))
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        if obj is not None:
            authorise(actor_of(request), wanted[verb], obj)
        return chosen(request, *args, **kwargs)

    view.rights = rights  # type: ignore[attr-defined]
    return view


def public_page(page: View) -> View:
    """An address anybody may call: unsubscribing, tracking, accepting an invitation."""

    @wraps(page)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return page(request, *args, **kwargs)

    view.rights = "public"  # type: ignore[attr-defined]
    return view


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a fragment asks the browser to go there as a whole."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    if "HX-Request" in request.headers:
        back = request.headers.get("HX-Current-URL", "/")
        back = "/" + back.partition("://")[2].partition("/")[2]
    address = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _verb(request: HttpRequest) -> str:
    method = request.method or "GET"
    if method == "POST":
        method = str(request.POST.get("_method", "post")).upper()
    return {
        "GET": "show",
        "HEAD": "show",
        "POST": "create",
        "PATCH": "update",
        "DELETE": "destroy",
    }.get(method, "unknown")


def _methods(rights: Mapping[str, object]) -> list[str]:
    names = {"show": ("GET", "HEAD"), "create": ("POST",)}
    rest = {"update": ("PATCH", "POST"), "destroy": ("DELETE", "POST")}
    found = [name for verb in rights for name in (names | rest)[verb]]
    return list(dict.fromkeys(found))
