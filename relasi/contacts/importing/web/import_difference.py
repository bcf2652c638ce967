"""Beside step 3: what bringing the first rows in would change, without changing anything. It is
looked up by a job when somebody asks, never by following a link.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.contacts.importing.actions import LOOKED_AT, ask_forecast
from relasi.contacts.importing.actions.settling import lock_of
from relasi.contacts.importing.queries.forecasts import ForecastCard, find_forecast
from relasi.kernel import clock

from .reaching import open_run
from .steps import steps


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: int


def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """The whole page; for htmx what a job is finding alone."""
    context: dict[str, Any] = {
        "card": open_run(request, run_id),
        "steps": steps(3),
        "most": LOOKED_AT,
        "found": (found := find_forecast(run_id, lock_of(run_id))),
        "figures": _figures(found) if found and found.figures else [],
    }
    part = "#found" if request.headers.get("HX-Request-Type") == "partial" else ""
    response = render(request, f"contacts/import_difference.html{part}", context)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response


def create(request: HttpRequest, run_id: int) -> HttpResponse:
    """Look."""
    open_run(request, run_id)
    ask_forecast(run_id=run_id, now=clock.now())
    return redirect("contacts:import_difference", run_id)


def _figures(found: ForecastCard) -> list[Figure]:
    return [
        Figure(_("Would be added"), found.figures["created"]),
        Figure(_("Would change"), found.figures["changed"]),
        Figure(_("Stay as they are"), found.figures["unchanged"]),
        Figure(_("Repeated in the file"), found.figures["repeated"]),
        Figure(_("Would be left out"), found.figures["refused"]),
    ]
