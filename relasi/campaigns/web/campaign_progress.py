"""How far the sending has come: a strip that redraws itself while something moves."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts import public as accounts
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.campaigns.queries.progress import Progress, progress

from . import words


@dataclass(frozen=True, slots=True)
class Strip:
    """`moves` while the page should ask again."""

    campaign: CampaignCard
    progress: Progress

    @property
    def moves(self) -> bool:
        return self.campaign.state in {"preparing", "running"} and not self.campaign.problem

    @property
    def starts(self) -> str:
        """When a scheduled campaign draws its people, by the clock of the reader."""
        return words.moment(self.campaign.starts_at)

    @property
    def is_shown(self) -> bool:
        return self.campaign.state in {"scheduled", "preparing", "running", "paused"}


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The strip alone; when the sending is over, the whole page is to be loaded again."""
    strip = strip_of(card_for(accounts.actor_of(request), campaign_id))
    if not strip.is_shown:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "campaigns/campaign_result.html#progress", {"strip": strip})


def strip_of(campaign: CampaignCard) -> Strip:
    return Strip(campaign, progress(campaign))
