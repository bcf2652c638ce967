"""The quarantine: events that could not be taken in, with the reason of each."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.timeline.models import Quarantined
from relasi.timeline.queries.bodies import name_of
from relasi.timeline.queries.quarantine import counted, quarantined, reasons_there
from relasi.timeline.queries.sources import source_names
from relasi.timeline.reasons import PLANNED, QUARANTINED, reason
from relasi.ui import public as ui
from relasi.ui.public import Action, BulkAction, Cell, Column, EmptyState, Filter, ListSpec, Row

HEADER = ("name", "source", "reason", "detail", "received_at", "body", "shared")
CHUNK = 2000


def _sources() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in source_names().items()]


def _reasons() -> list[tuple[str, str]]:
    """Also those that nothing is there for any more: a link may still ask for them."""
    codes = dict.fromkeys([*QUARANTINED, *PLANNED, *reasons_there()])
    return [(code, str(reason(code).label)) for code in codes]


def quarantine_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="quarantine",
        title=gettext_lazy("Quarantine"),
        columns=(
            Column("name", gettext_lazy("Event"), sortable=False),
            Column("source", _in("event", "Source"), sortable=False, wide_only=True),
            Column("reason", gettext_lazy("Why"), sortable=False),
            Column("detail", gettext_lazy("Detail"), sortable=False, wide_only=True),
            Column("received", gettext_lazy("Received"), "date", wide_only=True),
        ),
        filters=(
            Filter("source", _in("event", "Source"), "choice", _sources),
            Filter("reason", gettext_lazy("Why"), "choice", _reasons),
            Filter("received", gettext_lazy("Received"), "date"),
        ),
        search=False,
        default_sort="-received",
        bulk=(
            BulkAction(
                "again",
                gettext_lazy("Send through again"),
                "rotate-cw",
                "timeline:quarantine_again",
                ("sources", "edit"),
            ),
            BulkAction(
                "delete",
                gettext_lazy("Delete"),
                "trash-2",
                "timeline:quarantine_delete",
                ("sources", "delete"),
            ),
        ),
        export_name="quarantine" if ui.may(request, ("sources", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nothing is in quarantine"),
            gettext_lazy(
                "An event that cannot be taken in waits here with the reason, so that nothing is"
                " lost. Once the cause is gone it is sent through again."
            ),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = quarantine_spec(request)
    state = ui.list_state(request, spec)
    rows = quarantined(state)
    if ui.wants_csv(request):
        actor = accounts.actor_of(request)
        accounts.authorise(actor, "export", "sources")
        accounts.record(actor, "exported", "quarantine", at=clock.now(), query=state.asked_by)
        return ui.csv_stream("quarantine", HEADER, _exported(rows))
    total, more = counted(rows)
    page = _rows(rows[state.offset : state.offset + state.limit])
    sources = Action(_("Sources"), reverse("timeline:source_list"), "radio-tower")
    return ui.render_list(request, spec, state, page, total, total_is_estimate=more, second=sources)


def _rows(found: QuerySet[Quarantined]) -> list[Row]:
    names = source_names()
    return [
        Row(
            row.pk,
            reverse("timeline:quarantined", args=[row.pk]),
            {
                "name": called(row.kind, row.body),
                "source": Cell(
                    names.get(row.source_id, ""),
                    url=reverse("timeline:source", args=[row.source_id]),
                ),
                "reason": Cell(str(reason(row.reason).label), tag="warn"),
                "detail": row.detail[:80],
                "received": row.received_at,
            },
            beneath=names.get(row.source_id, ""),
        )
        for row in found
    ]


def called(kind: str, body: str) -> str:
    return name_of(kind, body) or _("An event without a name")


def _exported(rows: QuerySet[Quarantined]) -> Iterator[tuple[Any, ...]]:
    names = source_names()
    for row in rows.iterator(CHUNK):
        source = names.get(row.source_id, "")
        said = (row.reason, row.detail, row.received_at, row.body, row.shared)
        yield (name_of(row.kind, row.body), source, *said)
