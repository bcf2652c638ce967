"""The result of a campaign: what was sent, what people did, what it earned."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from relasi.campaigns.rules.effect import Effect, Spending, effect
from relasi.campaigns.rules.intervals import Interval
from relasi.campaigns.rules.spending import CONTACTED, HELD_OUT, course, spending
from relasi.campaigns.rules.verdict import verdict

from .cards import CampaignCard, card
from .spending import Observed, observed


@dataclass(frozen=True, slots=True)
class Earned:
    """One comparison of contacted and held out; `effect` is None when it cannot be made."""

    variant: str
    contacted: Spending
    held_out: Spending
    effect: Effect | None
    verdict: str

    @property
    def extra_total(self) -> float | None:
        """Revenue that would not have come without the campaign, as far as can be said."""
        return self.effect.revenue.middle * self.contacted.people if self.effect else None


@dataclass(frozen=True, slots=True)
class Day:
    """Revenue per person up to the end of day `number` (1 is the first 24 hours)."""

    number: int
    contacted: Interval | None
    held_out: Interval | None


@dataclass(frozen=True, slots=True)
class Result:
    """`days_over` of `window_days` have passed for everybody; `until` is when it is complete."""

    campaign: CampaignCard
    everyone: Earned
    by_variant: tuple[Earned, ...]
    course: tuple[Day, ...]
    days_over: int
    until: datetime | None

    @property
    def is_complete(self) -> bool:
        return self.days_over >= self.campaign.window_days


def result(campaign_id: int, *, now: datetime) -> Result:
    """What the campaign earned until `now`."""
    campaign = card(campaign_id)
    seen = observed(campaign, now=now)
    days = _days_over(campaign, seen, now)
    keys = [variant.key for variant in campaign.variants]
    return Result(
        campaign=campaign,
        everyone=_earned(campaign, seen, None, days),
        by_variant=tuple(_earned(campaign, seen, key, days) for key in keys if len(keys) > 1),
        course=_course(seen, days),
        days_over=days,
        until=seen.last_due + timedelta(days=campaign.window_days) if seen.last_due else None,
    )


def earned_by(campaign: CampaignCard, *, now: datetime) -> Earned:
    """The comparison alone, for a line in a list."""
    seen = observed(campaign, now=now)
    return _earned(campaign, seen, None, _days_over(campaign, seen, now))


def _days_over(campaign: CampaignCard, seen: Observed, now: datetime) -> int:
    if seen.last_due is None:
        return 0
    return min(campaign.window_days, (now - seen.last_due).days)


def _earned(campaign: CampaignCard, seen: Observed, variant: str | None, days: int) -> Earned:
    contacted = spending(seen.headcount(CONTACTED, variant), seen.bought(CONTACTED, variant))
    held_out = spending(seen.headcount(HELD_OUT, variant), seen.bought(HELD_OUT, variant))
    found = effect(contacted, held_out, seed=campaign.seed) if days else None
    return Earned(
        variant=variant or "",
        contacted=contacted,
        held_out=held_out,
        effect=found,
        verdict=verdict(
            contacted=contacted.people, held_out=held_out.people, effect=found, days=days
        ),
    )


def _course(seen: Observed, days: int) -> tuple[Day, ...]:
    lines = {}
    for group in (CONTACTED, HELD_OUT):
        people = seen.headcount(group)
        points = course(people, seen.bought(group), days=days) if people else ()
        lines[group] = points or (None,) * days
    pairs = zip(lines[CONTACTED], lines[HELD_OUT], strict=True)
    return tuple(Day(n, a, b) for n, (a, b) in enumerate(pairs, start=1))
