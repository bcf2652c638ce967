"""All segments."""

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.accounts.public import actor_of
from relasi.audience.models import Segment
from relasi.audience.queries.segments import rows
from relasi.ui.public import (
    Action,
    Column,
    EmptyState,
    Filter,
    ListSpec,
    ListState,
    Row,
    csv_stream,
    list_state,
    may,
    render_list,
    wants_csv,
)

SORTS = {"name": "name", "size": "size", "refreshed": "refreshed_at", "changed": "updated_at"}
HEADER = ("name", "description", "people", "counted_at", "changed_at")


def spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="segments",
        title=_("Segments"),
        columns=(
            Column("name", _("Name")),
            Column("size", _("People"), kind="number"),
            Column("refreshed", _("Counted"), kind="date", wide_only=True),
            Column("owner", _("Owner"), sortable=False, wide_only=True),
            Column("changed", _("Changed"), kind="date", wide_only=True),
        ),
        filters=(Filter("archived", _("Put away"), kind="boolean"),),
        default_sort="name",
        export_name="segments" if may(request, ("segments", "export")) else "",
        empty=EmptyState(
            _("No segments yet"),
            _("A segment is a question about people that answers itself anew every night."),
            Action(_("New segment"), reverse("audience:segment_new")),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    listed = spec(request)
    state = list_state(request, listed)
    found = _found(request, state)
    if wants_csv(request):
        accounts.authorise(actor_of(request), "export", "segments")
        accounts.record(actor_of(request), "exported", "segments")
        return csv_stream("segments", HEADER, _exported(found))
    return _rendered(request, listed, state, found)


def _found(request: HttpRequest, state: ListState) -> QuerySet[Segment]:
    archived = any(value.key == "archived" and value.yes for value in state.filters)
    found = rows(archived=archived)
    owners = accounts.visible_owners(actor_of(request), "view", "segments")
    if owners is not None:
        found = found.filter(owner_id__in=owners)
    for word in state.search.split():
        found = found.filter(name__icontains=word)
    order = F(SORTS[state.sort])
    by = order.desc(nulls_last=True) if state.descending else order.asc(nulls_last=True)
    return found.order_by(by, "pk")


def _rendered(
    request: HttpRequest, listed: ListSpec, state: ListState, found: QuerySet[Segment]
) -> HttpResponse:
    shown = list(found[state.offset : state.offset + state.limit])
    staff = accounts.staff_names({row.owner_id for row in shown if row.owner_id})
    drawn = [
        Row(
            row.pk,
            reverse("audience:segment", args=[row.pk]),
            {
                "name": row.name,
                "size": row.size,
                "refreshed": row.refreshed_at,
                "owner": staff.get(row.owner_id or 0, ""),
                "changed": row.updated_at,
            },
        )
        for row in shown
    ]
    primary = Action(_("New segment"), reverse("audience:segment_new"), "plus")
    edits = accounts.may(actor_of(request), "edit", "segments")
    return render_list(
        request, listed, state, drawn, found.count(), primary=primary if edits else None
    )


def _exported(found: QuerySet[Segment]) -> list[tuple[object, ...]]:
    names = ("name", "description", "size", "refreshed_at", "updated_at")
    return list(found.values_list(*names))
