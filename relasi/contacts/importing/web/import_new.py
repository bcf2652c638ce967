"""Step 1: the file, and what is in it."""

from collections.abc import Iterable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise
from relasi.contacts.importing.actions import begin_import
from relasi.contacts.importing.targets import get_target, targets
from relasi.kernel import clock
from relasi.kernel.errors import NotAllowed, NotFound, Refused

from .steps import steps


def show(request: HttpRequest) -> HttpResponse:
    return _page(request, request.GET.get("target", "contacts"))


def create(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("target", "")
    try:
        run_id = _begin(request, key)
    except (Refused, NotFound) as refused:
        return _page(request, key, refused.sentence, refused.field or "target", 422)
    return redirect("contacts:import_columns", run_id)


def _begin(request: HttpRequest, key: str) -> int:
    """Who may bring orders in is who may write orders."""
    authorise(actor_of(request), "edit", get_target(key).rights)
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."), field="file")
    chunks = cast("Iterable[bytes]", file.chunks())
    return begin_import(
        name=file.name or "", chunks=chunks, target=key, by=actor_of(request), now=clock.now()
    )


def _page(
    request: HttpRequest, chosen: str, problem: str = "", field: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "steps": steps(1),
        "targets": [
            (target.key, target.label) for target in targets() if _writable(request, target.rights)
        ],
        "chosen": chosen,
        "problem": problem,
        "field": field,
    }
    return render(request, "contacts/import_new.html", context, status=status)


def _writable(request: HttpRequest, rights: str) -> bool:
    try:
        authorise(actor_of(request), "edit", rights)
    except NotAllowed:
        return False
    return True
