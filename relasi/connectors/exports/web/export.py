"""The page of an export: where it goes, and every time it went."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.connectors.exports.actions.keeping import begin, cancel, delete_export
from relasi.connectors.exports.fields import offered
from relasi.connectors.exports.queries.exports import export_card, runs
from relasi.connectors.exports.writing.files import folder
from relasi.kernel import clock
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

from .export_list import TAGS

PAGE = 25
TEMPLATE = "exports/export.html"


def show(request: HttpRequest, export_id: int) -> HttpResponse:
    return _page(request, export_id)


def create(request: HttpRequest, export_id: int) -> HttpResponse:
    """Let it go out now."""
    begin(export_id=export_id, by=actor_of(request), now=clock.now())
    ui.toast(request, _("It is going out. How far it is stands below."))
    return redirect("exports:export", export_id)


def update(request: HttpRequest, export_id: int) -> HttpResponse:
    """Cancel what is going out."""
    cancel(export_id=export_id, by=actor_of(request))
    return redirect("exports:export", export_id)


def destroy(request: HttpRequest, export_id: int) -> HttpResponse:
    card = export_card(export_id)
    try:
        delete_export(export_id=export_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, export_id, problem=refused.sentence, status=422)
    ui.toast(request, _("“%(name)s” is deleted, and its file.") % {"name": card.name})
    return redirect("exports:export_list")


def fetch(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """The file as it is now."""
    card, by = export_card(export_id), actor_of(request)
    accounts.authorise(by, "export", "contacts")
    if not card.file:
        raise NotFound(_("There is no file yet. Let the export go out first."))
    accounts.record(
        by, "fetched a scheduled export", "settings", card.id, at=clock.now(), name=card.name
    )
    response = FileResponse((folder() / card.file).open("rb"), as_attachment=True)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, export_id: int, *, problem: str = "", status: int = 200
) -> HttpResponse:
    card = export_card(export_id)
    page = max(1, row_number(request.GET.get("page", "1")) or 1)
    found, total = runs(export_id, offset=(page - 1) * PAGE, limit=PAGE)
    names = {field.key: str(field.label) for field in offered()}
    context = {
        "export": card,
        "fields": [names.get(key, key) for key in card.fields],
        "folder": folder(),
        "runs": [(run, TAGS[run.state]) for run in found],
        "under_way": page == 1 and bool(found) and found[0].is_under_way,
        "earlier": page + 1 if page * PAGE < total else None,
        "later": page - 1 if page > 1 else None,
        "problem": problem,
        "editor": ui.may(request, ("settings", "edit")),
        "exporter": ui.may(request, ("contacts", "export")),
    }
    partial = request.headers.get("HX-Request-Type") == "partial"
    response = render(request, f"{TEMPLATE}#runs" if partial else TEMPLATE, context, status=status)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response
