"""Step 3: the first rows as they would come in; a faulty cell is its own editor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from relasi.contacts.importing.actions import correct_cell
from relasi.contacts.importing.queries.preview import PAGE, Preview, preview
from relasi.contacts.importing.queries.runs import ImportCard
from relasi.kernel.errors import Refused

from .reaching import number, open_run
from .steps import steps

VIEWS = ("faulty", "known", "all")


def show(request: HttpRequest, run_id: int) -> HttpResponse:
    return _page(request, open_run(request, run_id))


def create(request: HttpRequest, run_id: int) -> HttpResponse:
    """A cell put right: the row comes back as it is now, with the figures above."""
    card = open_run(request, run_id)
    row = number(request.POST.get("row"))
    try:
        correct_cell(
            run_id=run_id,
            row_number=row,
            column=number(request.POST.get("column"), 0),
            value=request.POST.get("value", ""),
        )
    except Refused as refused:
        return _page(request, card, refused.sentence, 422)
    if request.headers.get("HX-Request-Type") != "partial":
        back = reverse("contacts:import_check", args=[run_id])
        return redirect(f"{back}?show={_view(request.POST.get('show'))}#row-{row}")
    found = preview(run_id)
    context = _context(request, card, found) | {
        "changed": [line for line in found.rows if line.number == row]
    }
    return render(request, "contacts/import_check.html#changed", context)


def _view(text: str | None) -> str:
    return text if text in VIEWS else "faulty"


def _page(
    request: HttpRequest, card: ImportCard, problem: str = "", status: int = 200
) -> HttpResponse:
    found = preview(card.id)
    context = _context(request, card, found) | {"problem": problem}
    return render(request, "contacts/import_check.html", context, status=status)


def _context(request: HttpRequest, card: ImportCard, found: Preview) -> dict[str, object]:
    asked = request.GET.get("show") or request.POST.get("show")
    view = _view(asked) if asked or found.faulty else "all"
    page = number(request.GET.get("page"))
    return {
        "card": card,
        "steps": steps(3),
        "preview": found,
        "shown": found.shown(view, page),
        "view": view,
        "views": [(key, found.tab(key)) for key in VIEWS],
        "page": page,
        "more": found.count(view) > page * PAGE,
    }
