"""One order: its lines, what came back, and what can still be done."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.commerce.actions.ordering import cancel_order, complete_order
from relasi.commerce.actions.returning import return_goods
from relasi.commerce.queries.orders import lines_of, returns_of
from relasi.commerce.queries.rates import base_currency
from relasi.commerce.values import LineCard, ReturnIn
from relasi.contacts import public as contacts
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .guarding import reached
from .order_list import TAGS


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str
    field: str = ""


def show(request: HttpRequest, order_id: int) -> HttpResponse:
    reached(request, "view", order_id)
    return _page(request, order_id)


def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    reached(request, "edit", order_id)
    try:
        cancel_order(order_id=order_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, order_id, Problem(refused.sentence))
    ui.toast(request, _("The order is cancelled. It counts nowhere any more."))
    return redirect("commerce:order", order_id)


def complete(request: HttpRequest, order_id: int) -> HttpResponse:
    reached(request, "edit", order_id)
    try:
        complete_order(order_id=order_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, order_id, Problem(refused.sentence))
    ui.toast(request, _("The order is completed."))
    return redirect("commerce:order", order_id)


def take_back(request: HttpRequest, order_id: int) -> HttpResponse:
    """Goods came back: the quantities that were typed beside the lines."""
    reached(request, "edit", order_id)
    try:
        return_goods(
            order_id=order_id,
            pieces=_pieces(request, lines_of(order_id)),
            reason=request.POST.get("reason", "")[:200],
            returned_at=_moment(request.POST.get("returned_on", "")),
            by=actor_of(request),
            now=clock.now(),
        )
    except Refused as refused:
        return _page(request, order_id, Problem(refused.sentence, refused.field or "quantity"))
    ui.toast(request, _("What came back is taken off the customer's value."))
    return redirect("commerce:order", order_id)


def _pieces(request: HttpRequest, lines: list[LineCard]) -> list[ReturnIn]:
    found = []
    for line in lines:
        text = request.POST.get(f"line_{line.id}", "").strip().replace(",", ".")
        if not text:
            continue
        try:
            quantity = Decimal(text)
        except InvalidOperation:
            quantity = Decimal("NaN")
        if not quantity.is_finite():
            raise Refused(
                _("“%(text)s” is not a number of pieces.") % {"text": text[:20]}, field="quantity"
            )
        found.append(ReturnIn(line.id, quantity))
    return found


def _moment(text: str) -> datetime | None:
    """Noon of the day; nothing and today mean now."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(
            _("“%(text)s” is not a date.") % {"text": text[:20]}, field="returned_on"
        ) from None
    if day == timezone.localtime(clock.now()).date():
        return None
    return timezone.make_aware(datetime.combine(day, time(12)))


def _is_taking(request: HttpRequest, problem: Problem | None) -> bool:
    """Whether the page asks which goods came back."""
    refused = problem is not None and bool(problem.field)
    return refused or request.GET.get("take_back") == "1"


def _page(request: HttpRequest, order_id: int, problem: Problem | None = None) -> HttpResponse:
    card = reached(request, "view", order_id)
    context = {
        "card": card,
        "source": contacts.source_called(card.source),
        "person": contacts.names([card.contact_id]).get(card.contact_id, ""),
        "lines": [(line, request.POST.get(f"line_{line.id}", "")) for line in lines_of(order_id)],
        "returns": returns_of(order_id),
        "base": base_currency(),
        "status_tag": TAGS[card.status],
        "editor": (editor := ui.may(request, ("orders", "edit"))),
        "taking": editor and card.status == "completed" and _is_taking(request, problem),
        "problem": problem,
        "typed": request.POST,
    }
    status = 422 if problem else 200
    return render(request, "commerce/order.html", context, status=status)
