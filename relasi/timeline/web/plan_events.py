"""Every event that a source is expected to send, or was seen to send."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _in

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.timeline.queries.plans import EventLine, event_lines, plan_card
from relasi.timeline.queries.sources import source_card
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, Filter, ListSpec, ListState, Row

from .plan_event import event_url

HEADER = ("event", "planned", "properties", "events", "deviations", "last_at")
SORTS: dict[str, Callable[[EventLine], Any]] = {
    "name": lambda line: line.name.casefold(),
    "properties": lambda line: (line.properties, line.name),
    "events": lambda line: (line.events, line.name),
    "deviations": lambda line: (line.deviations, line.name),
    "last": lambda line: (line.last_at is not None, line.last_at, line.name),
}


def events_spec(request: HttpRequest, name: str) -> ListSpec:
    return ListSpec(
        key="plan_events",
        title=_("Events of %(source)s") % {"source": name},
        columns=(
            Column("name", gettext_lazy("Event")),
            Column("planned", _in("tracking", "Plan"), sortable=False),
            Column("properties", gettext_lazy("Properties"), "number", wide_only=True),
            Column("events", gettext_lazy("Seen"), "number"),
            Column("deviations", gettext_lazy("Deviations in 30 days"), "number", wide_only=True),
            Column("last", gettext_lazy("Last seen"), "date", wide_only=True),
        ),
        filters=(Filter("planned", gettext_lazy("Planned"), "boolean"),),
        default_sort="name",
        export_name="plan-events" if ui.may(request, ("sources", "export")) else "",
    )


def show(request: HttpRequest, source_id: int) -> HttpResponseBase:
    source, now = source_card(source_id), clock.now()
    spec = events_spec(request, source.name)
    state = ui.list_state(request, spec)
    found = [line for line in event_lines(plan_card(source_id), now) if _fits(line, state)]
    found.sort(key=SORTS[state.sort], reverse=state.descending)
    if ui.wants_csv(request):
        by = accounts.actor_of(request)
        accounts.authorise(by, "export", "sources")
        accounts.record(by, "exported", "sources", source_id, at=now, query=state.asked_by)
        return ui.csv_stream(spec.export_name, HEADER, _exported(found))
    page = found[state.offset : state.offset + state.limit]
    rows = [_row(source_id, line, number) for number, line in enumerate(page, state.offset)]
    back = Action(_("Tracking plan"), reverse("timeline:plan", args=[source_id]), "clipboard-check")
    return ui.render_list(request, spec, state, rows, len(found), second=back)


def _fits(line: EventLine, state: ListState) -> bool:
    if state.search.casefold() not in line.name.casefold():
        return False
    return all(line.is_planned is value.yes for value in state.filters)


def _row(source_id: int, line: EventLine, number: int) -> Row:
    planned = (
        Cell(_("planned"), tag="good") if line.is_planned else Cell(_("not planned"), tag="warn")
    )
    asked = urlencode({"q": line.name})
    deviations = f"{reverse('timeline:plan_deviations', args=[source_id])}?{asked}"
    return Row(
        number,
        event_url(source_id, line.name),
        {
            "name": line.name,
            "planned": planned,
            "properties": line.properties,
            "events": line.events,
            "deviations": Cell(line.deviations, url=deviations) if line.deviations else 0,
            "last": line.last_at,
        },
    )


def _exported(found: list[EventLine]) -> Iterator[tuple[Any, ...]]:
    for line in found:
        yield (
            line.name, line.is_planned, line.properties, line.events, line.deviations,
            line.last_at,
        )  # fmt: skip
