"""One campaign: its draft, or how it went and what it earned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.campaigns.actions.drafting import delete_campaign
from relasi.campaigns.queries.cards import card_for
from relasi.campaigns.queries.results import result
from relasi.kernel import clock
from relasi.ui import public as ui

from .result_page import result_page


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The result; a draft goes to its form, or to its review for those who may not edit."""
    campaign = card_for(accounts.actor_of(request), campaign_id)
    if campaign.is_draft:
        editable = ui.may(request, ("campaigns", "edit"))
        page = "campaigns:campaign_edit" if editable else "campaigns:campaign_review"
        return redirect(page, campaign_id)
    context = result_page(result(campaign_id, now=clock.now()))
    return render(request, "campaigns/campaign_result.html", context)


def destroy(request: HttpRequest, campaign_id: int) -> HttpResponse:
    by = accounts.actor_of(request)
    card_for(by, campaign_id, action="delete")
    delete_campaign(campaign_id=campaign_id, by=by, now=clock.now())
    ui.toast(request, _("The draft is thrown away."))
    return redirect("campaigns:campaign_list")
