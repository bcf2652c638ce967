"""The list of campaigns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.campaigns.queries import listing
from relasi.kernel import clock
from relasi.ui import public as ui
from relasi.ui.public import Action, Cell, Column, EmptyState, Filter, ListSpec, Row

from . import words


def segment_choices() -> list[tuple[str, str]]:
    return [(str(segment.id), segment.name) for segment in audience.segments()]


def spec(request: HttpRequest) -> ListSpec:
    new = Action(_("Campaign"), reverse("campaigns:campaign_new"), "plus")
    return ListSpec(
        key="campaigns",
        title=_("Campaigns"),
        columns=(
            Column("name", _("Campaign")),
            Column("state", _("State"), figure=True),
            Column("segment", _("To"), sortable=False, wide_only=True),
            Column("contacted", _("Contacted"), "number", sortable=False),
            Column("held_out", _("Held out"), "number", sortable=False, wide_only=True),
            Column("launched", _("Launched"), "date", wide_only=True),
            Column("created", _("Made"), "date", wide_only=True, default=False),
            Column("owner", _("Owner"), sortable=False, wide_only=True),
        ),
        filters=(
            Filter("state", _("State"), "choice", words.state_choices),
            Filter("segment", _("To"), "choice", segment_choices),
            Filter("launched", _("Launched"), "date"),
        ),
        default_sort="-created",
        export_name="campaigns" if ui.may(request, ("campaigns", "export")) else "",
        empty=EmptyState(
            _("Write to the people it is worth writing to"),
            _("Choose a segment and a template, hold a few people out, and see what it earned."),
            new if ui.may(request, ("campaigns", "edit")) else None,
        ),
    )


def show(request: HttpRequest) -> HttpResponseBase:
    asked = spec(request)
    state = ui.list_state(request, asked)
    actor = accounts.actor_of(request)
    if ui.wants_csv(request):
        return _export(actor, state)
    owners = accounts.visible_owners(actor, "view", "campaigns")
    rows, total = listing.page(state, owners=owners)
    new = Action(_("Campaign"), reverse("campaigns:campaign_new"), "plus")
    response: HttpResponse = ui.render_list(
        request,
        asked,
        state,
        [_row(row) for row in rows],
        total,
        primary=new if ui.may(request, ("campaigns", "edit")) else None,
    )
    return response


def _row(row: listing.CampaignRow) -> Row:
    page = reverse("campaigns:campaign", args=[row.id])
    rows = f"{page}rows/"
    return Row(
        row.id,
        page,
        {
            "name": row.name,
            "state": Cell(row.state_label, tag=words.STATE_TAGS[row.state]),
            "segment": row.segment,
            "contacted": Cell(row.contacted, url=f"{rows}contacted/") if row.contacted else None,
            "held_out": Cell(row.held_out, url=f"{rows}held_out/") if row.held_out else None,
            "launched": row.launched_at,
            "created": row.created_at,
            "owner": row.owner,
        },
        selectable=False,
    )


def _export(actor: accounts.Actor, state: ui.ListState) -> HttpResponseBase:
    owners = accounts.visible_owners(actor, "export", "campaigns")
    accounts.record(actor, "exported", "campaigns", at=clock.now(), query=state.asked_by)
    keys = ("id", "name", "state", "segment", "contacted", "held_out", "launched_at", "created_at")

    def lines() -> Any:
        for row in listing.every(state, owners=owners):
            yield [getattr(row, key) for key in keys]

    return ui.csv_stream("campaigns", keys, lines())
