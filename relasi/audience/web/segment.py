"""One segment: its condition as a sentence that is edited, saved, and explained."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from relasi.accounts.public import actor_of, authorise, may
from relasi.audience.actions.keeping import add_segment, change_segment
from relasi.audience.jobs import refresh_later
from relasi.audience.queries.segments import SegmentCard, card
from relasi.audience.rules.reading import BadTree
from relasi.audience.rules.tree import Group, Score
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.jobs import later
from relasi.kernel.numbers import row_number
from relasi.ui import public as ui

from .builder import Draft, context, draft_of, posted_draft

UNPROCESSABLE = 422
START = Group("all", (Score("lifecycle", "is", "active"),))


def show_new(request: HttpRequest) -> HttpResponse:
    return _page(request, None, draft_of(START), request.GET)


def show(request: HttpRequest, segment_id: int) -> HttpResponse:
    segment = card(segment_id)
    return _page(request, segment, draft_of(segment.tree, itself=segment_id), request.GET)


def create_new(request: HttpRequest) -> HttpResponse:
    """A changed draft is drawn again; `op=save` keeps it."""
    draft = posted_draft(request.POST)
    if request.POST.get("op") != "save":
        return _page(request, None, draft, request.POST)
    return _saved(request, None, draft)


def create(request: HttpRequest, segment_id: int) -> HttpResponse:
    segment = card(segment_id)
    draft = posted_draft(request.POST, itself=segment_id)
    if request.POST.get("op") != "save":
        return _page(request, segment, draft, request.POST)
    return _saved(request, segment, draft)


def _saved(request: HttpRequest, segment: SegmentCard | None, draft: Draft) -> HttpResponse:
    """Keep it, refresh its members in the worker, and go to its address."""
    by = actor_of(request)
    authorise(by, "edit", "segments", owner_id=segment.owner_id if segment else by.staff_id)
    try:
        segment_id = _keep(request, segment, draft.tree)
    except Refused as refused:
        problem = {"field": refused.field or "", "sentence": _in_words(refused)}
        return _page(request, segment, draft, request.POST, problem)
    later(refresh_later, lock=f"segment-{segment_id}", segment_id=segment_id)
    ui.toast(request, _("“%(name)s” is saved.") % {"name": card(segment_id).name})
    address = reverse("audience:segment", args=[segment_id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _in_words(refused: Refused) -> str:
    """Where a condition is at fault its own line says so; a place in JSON helps nobody here."""
    if not isinstance(refused, BadTree):
        return refused.sentence
    return _("Not saved: a condition is not finished. %(sentence)s") % {"sentence": refused.plain}


def _keep(request: HttpRequest, segment: SegmentCard | None, tree: Group) -> int:
    by, now = actor_of(request), clock.now()
    name, description = request.POST.get("name", ""), request.POST.get("description", "")
    if segment is None:
        return add_segment(name=name, tree=tree, description=description, by=by, now=now)
    return change_segment(
        segment_id=segment.id,
        name=name,
        tree=tree,
        description=description,
        expected_version=row_number(request.POST.get("version", "")),
        by=by,
        now=now,
    )


def _page(
    request: HttpRequest,
    segment: SegmentCard | None,
    draft: Draft,
    asked: QueryDict,
    problem: dict[str, str] | None = None,
) -> HttpResponse:
    partial = request.headers.get("HX-Request-Type") == "partial"
    by = actor_of(request)
    owner = segment.owner_id if segment else by.staff_id
    values: dict[str, Any] = {
        "segment": segment,
        "name": asked.get("name", segment.name if segment else ""),
        "description": asked.get("description", segment.description if segment else ""),
        "version": asked.get("version", str(segment.version) if segment else ""),
        "editor": may(by, "edit", "segments", owner_id=owner),
        "unsaved": segment is None or draft.tree != segment.tree,
        "problem": problem,
        "conflict": bool(problem and problem["field"] == ""),
        **context(request, draft, asked),
    }
    template = "audience/segment.html" + ("#builder" if partial else "")
    status = UNPROCESSABLE if problem else 200
    response = render(request, template, values, status=status)
    response["Vary"] = "HX-Request-Type, Accept-Language, Cookie"
    return response
