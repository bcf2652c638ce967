"""The list of imports."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.contacts.importing.own import EDIT
from relasi.contacts.importing.queries.runs import ImportCard, import_cards
from relasi.contacts.importing.targets import targets
from relasi.ui import public as ui

COLOURS = {
    "running": "info",
    "mapped": "info",
    "reverting": "info",
    "done": "good",
    "failed": "bad",
    "cancelled": "warn",
}


def list_spec(request: HttpRequest) -> ui.ListSpec:
    new = ui.Action(_("Import"), reverse("contacts:import_new"), "file-up")
    return ui.ListSpec(
        key="imports",
        title=_("Imports"),
        columns=(
            ui.Column("file", _("File")),
            ui.Column("target", _("Brought in as"), sortable=False, wide_only=True),
            ui.Column("state", _("State"), sortable=False, figure=True),
            ui.Column("rows", _("Rows"), "number"),
            ui.Column("created_rows", _("Added"), "number", sortable=False, wide_only=True),
            ui.Column("updated_rows", _("Changed"), "number", sortable=False, wide_only=True),
            ui.Column("refused_rows", _("Left out"), "number", sortable=False, wide_only=True),
            ui.Column("by", _("By"), sortable=False, wide_only=True),
            ui.Column("created", _("Uploaded"), "date", wide_only=True),
        ),
        filters=(
            ui.Filter(
                "target",
                _("Brought in as"),
                "choice",
                lambda: [(target.key, str(target.label)) for target in targets()],
            ),
        ),
        default_sort="-created",
        empty=ui.EmptyState(
            _("Bring in what you already know"),
            _("A list of people, last year's orders, a sheet of consents: from CSV or Excel, and "
              "the whole of it can be taken back."),
            new if ui.may(request, EDIT) else None,
        ),
    )  # fmt: skip


def show(request: HttpRequest) -> HttpResponse:
    spec = list_spec(request)
    state = ui.list_state(request, spec)
    target = next((f.value for f in state.filters if f.key == "target"), "")
    cards, total = import_cards(
        sort=state.sort,
        descending=state.descending,
        search=state.search,
        target=target,
        offset=state.offset,
        limit=state.limit,
    )
    new = ui.Action(_("Import"), reverse("contacts:import_new"), "file-up")
    return ui.render_list(
        request,
        spec,
        state,
        [_row(card) for card in cards],
        total,
        primary=new if ui.may(request, EDIT) else None,
    )


def _row(card: ImportCard) -> ui.Row:
    return ui.Row(
        card.id,
        reverse("contacts:import_run", args=[card.id]),
        {
            "file": card.file_name,
            "target": card.target_label,
            "state": ui.Cell(card.state_label, tag=COLOURS.get(card.state, "line")),
            "rows": card.rows_read,
            "created_rows": _figure(card, "created", card.created),
            "updated_rows": _figure(card, "updated", card.updated),
            "refused_rows": _figure(card, "refused", card.refused),
            "by": card.by,
            "created": card.created_at,
        },
    )


def _figure(card: ImportCard, figure: str, count: int) -> ui.Cell:
    """A figure opens its rows; what was taken back has none any more."""
    if not count or (card.state == "reverted" and figure != "refused"):
        return ui.Cell(count)
    return ui.Cell(count, url=reverse("contacts:import_rows", args=[card.id, figure]))
