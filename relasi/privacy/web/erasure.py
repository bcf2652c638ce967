"""One erasure: how far it is, and its receipt."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_called, actor_of, record
from relasi.kernel import clock
from relasi.privacy.actions.asking import cancel_erasure
from relasi.privacy.queries.cards import erasure, receipt
from relasi.ui import public as ui

from .rows import lines


def show(request: HttpRequest, erasure_id: int) -> HttpResponse:
    card = erasure(erasure_id)
    context = {
        "card": card,
        "by": actor_called(card.asked_by),
        "lines": lines(card.rows, card.left if card.is_cleared else None),
        "total": sum(one.rows for one in card.rows),
        "left": sum(card.left.values()),
        "may_export": ui.may(request, ("privacy", "export")),
        "may_stop": ui.may(request, ("privacy", "delete")) and not card.is_cleared,
    }
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    return render(request, f"privacy/erasure.html{part}", context)


def cancel(request: HttpRequest, erasure_id: int) -> HttpResponse:
    cancel_erasure(erasure_id=erasure_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("Nobody is erased."))
    return redirect("privacy:erasure", erasure_id)


def receipt_file(request: HttpRequest, erasure_id: int) -> HttpResponse:
    said = receipt(erasure_id)
    record(actor_of(request), "exported", "erasures", erasure_id, at=clock.now())
    answer = JsonResponse(said, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="erasure-{erasure_id}.json"'
    answer["Cache-Control"] = "no-store"
    return answer
