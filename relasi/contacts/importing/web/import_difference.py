"""Beside step 3: what bringing the first rows in would change, without changing anything."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relasi.contacts.importing.actions import difference
from relasi.kernel import clock

from .reaching import open_run
from .steps import steps


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: int


def show(request: HttpRequest, run_id: int) -> HttpResponse:
    card = open_run(request, run_id)
    found = difference(run_id=run_id, now=clock.now())
    context = {
        "card": card,
        "steps": steps(3),
        "found": found,
        "figures": [
            Figure(_("Would be added"), found.created),
            Figure(_("Would change"), found.changed),
            Figure(_("Stay as they are"), found.unchanged),
            Figure(_("Repeated in the file"), found.repeated),
            Figure(_("Would be left out"), found.refused),
        ],
    }
    return render(request, "contacts/import_difference.html", context)
