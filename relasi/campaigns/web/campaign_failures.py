"""Everybody for whom the mail could not be made when it was last checked."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from relasi.accounts import public as accounts
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.kernel import clock
from relasi.kernel.errors import NotFound
from relasi.messaging import public as messaging
from relasi.ui import public as ui
from relasi.ui.public import Cell, Column, ListSpec, Row

from .campaign_rows import PAGE, content_choices

HEADER = ("contact_id", "name", "content", "block", "reason")


def spec(request: HttpRequest, campaign: CampaignCard) -> ListSpec:
    exports = ui.may(request, ("campaigns", "export"))
    return ListSpec(
        key="campaign-failures",
        title=_("Mails that cannot be made"),
        columns=(
            Column("name", _("Name"), sortable=False),
            Column("content", _("Content"), sortable=False, wide_only=True),
            Column("block", _("Where"), sortable=False, wide_only=True),
            Column("reason", _("Why"), sortable=False),
        ),
        export_name=f"campaign-{campaign.id}-check" if exports else "",
        search=False,
    )


def show(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    campaign = card_for(accounts.actor_of(request), campaign_id)
    if campaign.preflight_id is None:
        raise NotFound(_g("The mails were not checked since the campaign was last changed."))
    asked = spec(request, campaign)
    state = ui.list_state(request, asked)
    if ui.wants_csv(request):
        return _export(request, campaign, campaign.preflight_id)
    found = messaging.preflight_failures(
        campaign.preflight_id, offset=state.offset, limit=state.limit
    )
    contents = dict(content_choices(campaign))
    partial = request.headers.get("HX-Request-Type") == "partial"
    response: HttpResponse = ui.render_list(
        request,
        asked,
        state,
        [_row(failure, contents) for failure in found],
        messaging.preflight_report(campaign.preflight_id, first=0).failed,
        template="ui/list.html" if partial else PAGE,
        extra_context={"campaign": campaign},
    )
    return response


def _row(failure: messaging.Failure, contents: dict[str, str]) -> Row:
    return Row(
        failure.contact_id,
        reverse("contacts:contact", args=[failure.contact_id]),
        {
            "name": Cell(failure.name or _g("No name"), who="person"),
            "content": contents.get(failure.variant, failure.variant),
            "block": failure.block,
            "reason": failure.reason,
        },
        selectable=False,
    )


def _export(request: HttpRequest, campaign: CampaignCard, preflight_id: int) -> HttpResponseBase:
    actor = accounts.actor_of(request)
    accounts.authorise(actor, "export", "campaigns", owner_id=campaign.owner_id)
    accounts.record(
        actor, "exported", "campaigns", campaign.id, at=clock.now(), measure="failing mails"
    )
    contents = dict(content_choices(campaign))

    def lines() -> Iterator[tuple[object, ...]]:
        for one in messaging.every_failure(preflight_id):
            content = contents.get(one.variant, one.variant)
            yield one.contact_id, one.name, content, one.block, one.reason

    return ui.csv_stream(f"campaign-{campaign.id}-check", HEADER, lines())
