"""The rows behind a figure, and the report of bad rows as a file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, record
from relasi.contacts.importing.queries.behind import FIGURES, PAGE, report_rows, rows_behind
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.ui import public as ui

from .reaching import number, reached


def show(request: HttpRequest, run_id: int, figure: str) -> HttpResponse:
    card = reached(request, run_id, "view")
    if figure not in FIGURES:
        raise NotFound(_("There is nothing behind this figure."))
    page = number(request.GET.get("page"))
    rows = rows_behind(run_id, card.target, figure, page)
    context = {
        "card": card,
        "figure": figure,
        "title": FIGURES[figure],
        "rows": rows,
        "with_cells": figure in {"refused", "notes"},
        "page": page,
        "more": len(rows) == PAGE,
    }
    return render(request, "contacts/import_rows.html", context)


def report(request: HttpRequest, run_id: int) -> HttpResponseBase:
    card = reached(request, run_id, "view")
    record(actor_of(request), "exported", "imports", run_id, at=clock.now())
    header = [_("Row"), _("Column"), _("Reason"), _("Result"), *card.header]
    return ui.csv_stream(f"import-{run_id}", header, report_rows(run_id))
