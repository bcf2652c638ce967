"""How many a segment holds and how many of them can be written to: redrawn when it changes."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relasi.accounts import public as accounts
from relasi.audience import public as audience
from relasi.campaigns.queries.cards import CampaignCard, card_for
from relasi.campaigns.queries.people import NO_CONTENT, People, people
from relasi.kernel import clock
from relasi.kernel.numbers import row_number

from . import words

STALE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Reach:
    """`left_out` are (why, how many), the most first."""

    segment: str
    total: int
    reachable: int
    left_out: tuple[tuple[str, str, int], ...]


def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """For the segment the form has now (`segment_id`), saved or not."""
    campaign = card_for(accounts.actor_of(request), campaign_id)
    segment_id = row_number(request.GET.get("segment_id", ""))
    reach = reach_of(replace(campaign, segment_id=segment_id, variants=()), any_content=True)
    context = {"reach": reach, "campaign": campaign}
    return render(request, "campaigns/campaign_edit.html#reach", context)


def reach_of(campaign: CampaignCard, *, any_content: bool = False) -> Reach | None:
    """None without a segment. Members older than STALE are brought up to date first.

    With `any_content` nobody is left out for want of a content.
    """
    known = {segment.id: segment for segment in audience.segments()}
    segment = known.get(campaign.segment_id or 0)
    if segment is None:
        return None
    _freshen([segment.id, *(v.segment_id for v in campaign.variants if v.segment_id)])
    found = people(campaign)
    return Reach(
        segment=segment.name,
        total=found.total,
        reachable=found.reachable + (found.by_reason.get(NO_CONTENT, 0) if any_content else 0),
        left_out=left_out(found, any_content=any_content),
    )


def left_out(found: People, *, any_content: bool = False) -> tuple[tuple[str, str, int], ...]:
    """(reason, its words, how many), the most first."""
    rows = [
        (reason, words.reason(reason), count)
        for reason, count in found.by_reason.items()
        if not (any_content and reason == NO_CONTENT)
    ]
    return tuple(sorted(rows, key=lambda row: -row[2]))


def _freshen(segment_ids: list[int]) -> None:
    now = clock.now()
    for segment in audience.segments():
        stale = segment.refreshed_at is None or now - segment.refreshed_at > STALE
        if segment.id in segment_ids and stale:
            audience.refresh(segment.id, now)
