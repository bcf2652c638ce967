"""Settings, Scheduled exports: what goes out by itself."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relasi.connectors.exports.queries.exports import ExportCard, RunCard, export_cards, last_runs
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, ListSpec, Row

TAGS = {"done": "good", "failed": "bad", "cancelled": "warn", "running": "info", "waiting": "info"}


def export_spec(request: HttpRequest) -> ListSpec:
    return ListSpec(
        key="exports",
        title=gettext_lazy("Scheduled exports"),
        columns=(
            Column("name", gettext_lazy("Name")),
            Column("segment", gettext_lazy("Who"), sortable=False, wide_only=True),
            Column("place", gettext_lazy("Where to"), sortable=False, wide_only=True),
            Column("last", gettext_lazy("Last time"), sortable=False),
            Column("next", gettext_lazy("Next"), "date", sortable=False, wide_only=True),
        ),
        default_sort="name",
        empty=EmptyState(
            gettext_lazy("Let others work with what you know"),
            gettext_lazy(
                "A segment with the fields you choose, as a file or a table of another database,"
                " every few hours or daily: whole each time, and without who did not allow it."
            ),
            _new(request),
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    spec = export_spec(request)
    state = ui.list_state(request, spec)
    found = [
        card
        for card in export_cards()
        if state.search.casefold() in f"{card.name} {card.segment} {card.place}".casefold()
    ]
    found.sort(key=lambda card: card.name.casefold(), reverse=state.descending)
    last = last_runs()
    page = [
        _row(card, last.get(card.id)) for card in found[state.offset : state.offset + state.limit]
    ]
    return ui.render_list(request, spec, state, page, len(found), primary=_new(request))


def _new(request: HttpRequest) -> Action | None:
    if not ui.may(request, ("settings", "edit")):
        return None
    return Action(_("New export"), reverse("exports:export_new"), "plus")


def _row(card: ExportCard, run: RunCard | None) -> Row:
    return Row(
        card.id,
        reverse("exports:export", args=[card.id]),
        {
            "name": card.name,
            "segment": card.segment,
            "place": card.place,
            "last": Cell(run.state_label, tag=TAGS[run.state]) if run else "",
            "next": card.next_at,
        },
        beneath=card.place,
    )
