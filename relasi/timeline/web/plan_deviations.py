"""What departed from the tracking plan, how often, and what was done about it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.accounts import public as accounts
from relasi.kernel import clock
from relasi.timeline.models import Doing, PlanDeviation, Problem
from relasi.timeline.plan_words import DONE
from relasi.timeline.queries.plan_deviations import deviations
from relasi.timeline.queries.sources import source_card
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

from .plan_event import event_url

HEADER = ("day", "event", "property", "problem", "done", "events", "last_at")
TAGS = {Doing.ALLOW: "", Doing.OMIT: "bad", Doing.QUARANTINE: "warn"}
CHUNK = 2_000


def _problems() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Problem.choices]


def _doings() -> list[tuple[str, str]]:
    return [(value, str(DONE[value])) for value in Doing.values]


def deviation_spec(request: HttpRequest, name: str) -> ListSpec:
    return ListSpec(
        key="plan_deviations",
        title=_("Deviations of %(source)s") % {"source": name},
        columns=(
            Column("event", gettext_lazy("Event")),
            Column("property", gettext_lazy("Property"), sortable=False),
            Column("problem", gettext_lazy("Problem"), sortable=False, wide_only=True),
            Column("done", gettext_lazy("What was done"), sortable=False, wide_only=True),
            Column("events", gettext_lazy("How often"), "number"),
            Column("day", gettext_lazy("Day"), "date", wide_only=True),
        ),
        filters=(
            Filter("problem", gettext_lazy("Problem"), "choice", _problems),
            Filter("done", gettext_lazy("What was done"), "choice", _doings),
            Filter("day", gettext_lazy("Day"), "date"),
        ),
        default_sort="-day",
        export_name="plan-deviations" if ui.may(request, ("sources", "export")) else "",
        empty=EmptyState(
            gettext_lazy("Nothing departed from the plan"),
            gettext_lazy(
                "Once the plan is kept, each event, property and value that it does not know is"
                " counted here by day, whether it is stored, left out or in quarantine."
            ),
        ),
    )


def show(request: HttpRequest, source_id: int) -> HttpResponseBase:
    source = source_card(source_id)
    spec = deviation_spec(request, source.name)
    state = ui.list_state(request, spec)
    found = deviations(source_id, state)
    if ui.wants_csv(request):
        by = accounts.actor_of(request)
        accounts.authorise(by, "export", "sources")
        now, asked = clock.now(), state.asked_by
        accounts.record(by, "exported", "sources", source_id, at=now, query=asked)
        values = found.values_list(*HEADER)
        return ui.csv_stream(spec.export_name, HEADER, _exported(values.iterator(CHUNK)))
    rows = [_row(row) for row in found[state.offset : state.offset + state.limit]]
    back = Action(_("Tracking plan"), reverse("timeline:plan", args=[source_id]), "clipboard-check")
    return ui.render_list(request, spec, state, rows, found.count(), second=back)


def _row(row: PlanDeviation) -> Row:
    problem = str(Problem(row.problem).label)
    return Row(
        row.pk,
        event_url(row.source_id, row.event) if row.event else "",
        {
            "event": row.event or _("other names"),
            "property": row.property,
            "problem": problem,
            "done": Cell(str(DONE[row.done]), tag=TAGS[Doing(row.done)]),
            "events": row.events,
            "day": row.day,
        },
        beneath=problem,
    )


def _exported(rows: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
    yield from rows
