"""Before the button: what will happen, who is left out and why, what is missing."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.campaigns.actions.launching import missing, starts_at
from relasi.campaigns.models import Campaign
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.campaigns.rules import schedule
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging
from relasi.ui import public as ui

from . import words
from .campaign_reach import reach_of


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    campaign = card_for(accounts.actor_of(request), campaign_id)
    if not campaign.is_draft:
        return redirect("campaigns:campaign", campaign_id)
    return review(request, campaign)


def review(
    request: HttpRequest, campaign: CampaignCard, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page; `problem` is why pressing the button did nothing."""
    now = clock.now()
    reach = reach_of(campaign)
    reachable = reach.reachable if reach else 0
    held_out = round(reachable * float(campaign.holdout_percent) / 100)
    organisation = accounts.organisation()
    lacking = missing(campaign, now=now)
    context: dict[str, Any] = {
        "campaign": campaign,
        "problem": problem,
        "missing": [sentence for _field, sentence in lacking],
        "server_problem": _server_problem(),
        "check": report_of(campaign),
        "reach": reach,
        "held_out": held_out,
        "to_write_to": reachable - held_out,
        "contents": contents_of(campaign),
        "organisation": organisation,
        "at": words.wall(campaign.send_at_local),
        "everywhere": campaign.zone == Campaign.Zone.RECIPIENT,
        "begins": starts_at(campaign, now=now) if campaign.send_at_local and not lacking else None,
        "passed": _passed(campaign, now=now),
        "can_launch": not lacking and reachable > 0 and ui.may(request, ("campaigns", "send")),
        "panels": ui.panels("campaign.review", request, campaign.id),
    }
    return render(request, "campaigns/campaign_review.html", context, status=status)


def contents_of(campaign: CampaignCard) -> list[dict[str, Any]]:
    """The contents in their order, with their templates, subjects in words, and segments."""
    templates = {template.id: template for template in messaging.templates()}
    segments = {segment.id: segment.name for segment in audience.segments()}
    return [
        {
            "key": variant.key,
            "template": template,
            "subject": messaging.spoken(template.subject) if template else "",
            "segment": segments.get(variant.segment_id or 0, ""),
        }
        for variant in campaign.variants
        for template in [templates.get(variant.template_id)]
    ]


def report_of(campaign: CampaignCard) -> messaging.PreflightReport | None:
    if campaign.preflight_id is None:
        return None
    return messaging.preflight_report(campaign.preflight_id, first=20)


def _server_problem() -> str:
    """Why nothing could leave now; '' when the way is open."""
    try:
        messaging.transport_for("email").ready()
    except Refused as refusal:
        return refusal.sentence
    return ""


def _passed(campaign: CampaignCard, *, now: datetime) -> bool:
    """Whether the hour is over already somewhere: people there get the mail at once."""
    if campaign.send_at_local is None or campaign.zone != Campaign.Zone.RECIPIENT:
        return False
    return schedule.moment(campaign.send_at_local, schedule.FIRST_ZONE) < now
