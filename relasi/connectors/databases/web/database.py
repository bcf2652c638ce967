"""The page of a database: its feeds, and trying the connection."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.connectors.databases.actions.keeping import delete_database, try_database
from relasi.connectors.databases.queries.databases import database_card, feeds_of
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


def show(request: HttpRequest, database_id: int) -> HttpResponse:
    return _page(request, database_id)


def attempt(request: HttpRequest, database_id: int) -> HttpResponse:
    """Connect and ask for a one."""
    try:
        try_database(database_id=database_id, by=actor_of(request))
    except Refused as refused:
        return _page(request, database_id, problem=refused.sentence, status=422)
    return _page(request, database_id, tried=True)


def destroy(request: HttpRequest, database_id: int) -> HttpResponse:
    card = database_card(database_id)
    try:
        delete_database(database_id=database_id, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, database_id, problem=refused.sentence, status=422)
    ui.toast(request, _("“%(name)s” is deleted.") % {"name": card.name})
    return redirect("databases:database_list")


def _page(
    request: HttpRequest,
    database_id: int,
    *,
    problem: str = "",
    tried: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "database": database_card(database_id),
        "feeds": feeds_of(database_id),
        "problem": problem,
        "tried": tried,
        "editor": ui.may(request, ("settings", "edit")),
    }
    return render(request, "databases/database.html", context, status=status)
