"""Step 4: the run at work, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.importing.actions import (
    cancel_import,
    discard_import,
    resume_import,
    revert_import,
    start_import,
)
from relasi.contacts.importing.queries.runs import ImportCard, import_card, remarks_of
from relasi.contacts.importing.targets import get_target
from relasi.contacts.matching.queries.runs import found_by_import
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .reaching import open_run, reached
from .steps import steps


def show(request: HttpRequest, run_id: int) -> HttpResponse:
    card = reached(request, run_id, "view")
    if card.state == "uploaded":
        return redirect("contacts:import_columns", run_id)
    part = "#state" if request.headers.get("HX-Request-Type") == "partial" else ""
    return render(request, f"contacts/import_run.html{part}", _context(card))


def create(request: HttpRequest, run_id: int) -> HttpResponse:
    """Bring it in."""
    open_run(request, run_id)
    return _do(request, run_id, start_import)


def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    return _do(request, run_id, cancel_import)


def resume(request: HttpRequest, run_id: int) -> HttpResponse:
    return _do(request, run_id, resume_import)


def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take it back."""
    return _do(request, run_id, revert_import)


def destroy(request: HttpRequest, run_id: int) -> HttpResponse:
    """Forget a file that was not brought in."""
    open_run(request, run_id)
    discard_import(run_id=run_id)
    ui.toast(request, _("The file is forgotten."))
    return redirect("contacts:import_list")


def _do(request: HttpRequest, run_id: int, verb: Callable[..., None]) -> HttpResponse:
    reached(request, run_id)
    try:
        verb(run_id=run_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        context = _context(import_card(run_id)) | {"problem": refused.sentence}
        return render(request, "contacts/import_run.html", context, status=422)
    return redirect("contacts:import_run", run_id)


def _context(card: ImportCard) -> dict[str, Any]:
    return {
        "card": card,
        "steps": steps(4 if card.working else 5),
        "remarks": remarks_of(card.id),
        "twice": found_by_import(card.id),
        "problem": card.problem,
        "list_page": get_target(card.target).page,
    }
