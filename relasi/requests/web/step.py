"""The next step of a request: one form, one verb each."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor, actor_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.requests.actions import fulfilling, moving
from relasi.requests.queries.cards import request_card
from relasi.ui import public as ui

Verb = Callable[[HttpRequest, int, Actor], None]


def create(request: HttpRequest, request_id: int) -> HttpResponse:
    verb = VERBS.get(request.POST.get("do", ""))
    request_card(request_id, clock.now())
    if verb is None:
        raise Refused(_("There is no such step. Reload the page and press a button."), field="do")
    verb(request, request_id, actor_of(request))
    ui.toast(request, _("It is written in the history of the request."))
    return redirect("requests:request", request_id)


def _link(_request: HttpRequest, request_id: int, by: Actor) -> None:
    fulfilling.send_link(request_id=request_id, by=by, now=clock.now())


def _prove(request: HttpRequest, request_id: int, by: Actor) -> None:
    proof, said = request.POST.get("proof", ""), request.POST.get("said", "")
    moving.prove(request_id=request_id, proof=proof, said=said, by=by, now=clock.now())


def _extend(request: HttpRequest, request_id: int, by: Actor) -> None:
    reason = request.POST.get("reason", "")
    moving.extend(request_id=request_id, reason=reason, by=by, now=clock.now())


def _do(_request: HttpRequest, request_id: int, by: Actor) -> None:
    fulfilling.fulfil(request_id=request_id, by=by, now=clock.now())


def _finish(request: HttpRequest, request_id: int, by: Actor) -> None:
    said = request.POST.get("said", "")
    moving.finish(request_id=request_id, said=said, by=by, now=clock.now())


def _refuse(request: HttpRequest, request_id: int, by: Actor) -> None:
    reason = request.POST.get("reason", "")
    moving.refuse(request_id=request_id, reason=reason, by=by, now=clock.now())


def _take_back(request: HttpRequest, request_id: int, by: Actor) -> None:
    said = request.POST.get("said", "")
    moving.take_back(request_id=request_id, said=said, by=by, now=clock.now())


VERBS: dict[str, Verb] = {
    "link": _link,
    "prove": _prove,
    "extend": _extend,
    "fulfil": _do,
    "finish": _finish,
    "refuse": _refuse,
    "take_back": _take_back,
}
