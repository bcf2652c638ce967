"""Doing a campaign again: a copy that can be changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from relasi.accounts import public as accounts
from relasi.campaigns.actions.drafting import clone_campaign
from relasi.campaigns.queries.cards import card_for
from relasi.kernel import clock


def create(request: HttpRequest, campaign_id: int) -> HttpResponse:
    by = accounts.actor_of(request)
    card_for(by, campaign_id)
    new_id = clone_campaign(campaign_id=campaign_id, by=by, now=clock.now())
    return redirect("campaigns:campaign_edit", new_id)
