"""Pressing the button: the campaign begins, or is set to begin at its time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.campaigns.actions.launching import launch
from relasi.campaigns.actions.steering import prepare_again
from relasi.campaigns.queries.cards import card_for
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.ui import public as ui

from .campaign_review import review


def create(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Launch a draft; take up a start that stopped at a problem."""
    by, now = accounts.actor_of(request), clock.now()
    campaign = card_for(by, campaign_id, action="send")
    if campaign.state == "preparing":
        prepare_again(campaign_id=campaign_id, by=by, now=now)
        return redirect("campaigns:campaign", campaign_id)
    try:
        launch(campaign_id=campaign_id, by=by, now=now)
    except Refused as refusal:
        if not campaign.is_draft:
            raise
        return review(request, campaign, problem=refusal.sentence, status=422)
    ui.toast(request, _("“%(name)s” is launched.") % {"name": campaign.name})
    return redirect("campaigns:campaign", campaign_id)
