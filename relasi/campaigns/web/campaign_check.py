"""The check of every mail: begun by a button, looked at while it runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts import public as accounts
from relasi.campaigns.actions.checking import check_mails
from relasi.campaigns.queries.cards import card_for
from relasi.kernel import clock
from relasi.kernel.errors import Refused

from .campaign_review import report_of, review


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The panel alone, for the page that waits."""
    campaign = card_for(accounts.actor_of(request), campaign_id)
    context = {"campaign": campaign, "check": report_of(campaign)}
    return render(request, "campaigns/campaign_review.html#check", context)


def create(request: HttpRequest, campaign_id: int) -> HttpResponse:
    by = accounts.actor_of(request)
    campaign = card_for(by, campaign_id, action="edit")
    try:
        check_mails(campaign_id=campaign_id, by=by, now=clock.now())
    except Refused as refusal:
        return review(request, campaign, problem=refusal.sentence, status=422)
    return redirect("campaigns:campaign_review", campaign_id)
