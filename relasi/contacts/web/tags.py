"""Settings: the words people are sorted by, each of which may be put in another way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of
from relasi.contacts.actions.tagging import rename_tag
from relasi.contacts.queries.tags import tag_choices
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui


def show(request: HttpRequest) -> HttpResponse:
    return _page(request)


def update(request: HttpRequest, tag_id: int) -> HttpResponse:
    typed = request.POST.get("tag", "")
    try:
        rename_tag(tag_id=tag_id, name=typed, by=actor_of(request), now=clock.now())
    except Refused as refused:
        return _page(request, tag_id, typed, refused.sentence)
    ui.toast(request, _("Saved."))
    return redirect("contacts:tag_list")


def _page(request: HttpRequest, wrong: int = 0, typed: str = "", problem: str = "") -> HttpResponse:
    """`wrong` is the tag that could not be renamed, with what was typed."""
    context = {
        "tags": [(int(pk), name) for pk, name in tag_choices()],
        "wrong": wrong,
        "typed": typed,
        "problem": problem,
        "editor": ui.may(request, ("settings", "edit")),
    }
    return render(request, "contacts/tag_list.html", context, status=422 if problem else 200)
