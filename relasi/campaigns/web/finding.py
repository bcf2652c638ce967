"""The finding of a result: the figure, the verdict in words, and how we know."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.campaigns.queries.results import Earned, Result
from relasi.campaigns.rules import verdict as verdicts
from relasi.campaigns.rules.intervals import Interval
from relasi.ui.public import formats


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` is '' when nothing can be said; `scale` is (least, low, high, most) to draw."""

    label: str
    value: str
    headline: str
    sentence: str
    interval: Interval | None
    least: float
    most: float
    low: str
    high: str
    is_clear: bool


def finding(result: Result, currency: str) -> Finding:
    earned, days = result.everyone, result.campaign.window_days
    effect = earned.effect
    interval = effect.revenue if effect else None
    headline, sentence = _said(earned, result, currency)
    return Finding(
        label=_("Extra sales per person, %(days)s days") % {"days": days},
        value=money(interval.middle, currency) if interval else "",
        headline=headline,
        sentence=sentence,
        interval=interval,
        least=min(0.0, interval.low) if interval else 0,
        most=max(0.0, interval.high) if interval else 1,
        low=money(interval.low, currency) if interval else "",
        high=money(interval.high, currency) if interval else "",
        is_clear=interval.tells_apart if interval else False,
    )


def _said(earned: Earned, result: Result, currency: str) -> tuple[str, str]:
    """The verdict and what follows it."""
    if earned.effect is None:
        return _unsaid(earned.verdict, result)
    revenue = earned.effect.revenue
    values = {
        "extra": money(abs(revenue.middle), currency),
        "low": money(revenue.low, currency),
        "high": money(revenue.high, currency),
        "days": min(max(result.days_over, 1), result.campaign.window_days),
    }
    sure = _("We are 95 %% sure the true figure lies between %(low)s and %(high)s.") % values
    if earned.verdict == verdicts.EARNED:
        told = _(
            "Each person written to bought for %(extra)s more in %(days)s days"
            " than the people held out."
        )
        return _("It earned more than no e-mail would have."), f"{told % values} {sure}"
    if earned.verdict == verdicts.LOST:
        told = _(
            "Each person written to bought for %(extra)s less in %(days)s days"
            " than the people held out."
        )
        return _("It sold less than no e-mail would have."), f"{told % values} {sure}"
    told = _(
        "Per person the difference lies between %(low)s and %(high)s (95 %%), and nothing at all"
        " lies between them too."
    )
    return _("Not distinguishable from no e-mail at all."), told % values


def _unsaid(verdict: str, result: Result) -> tuple[str, str]:
    if verdict == verdicts.NO_HOLDOUT:
        return (
            _("No one was held out: this cannot say what the mail earned."),
            _("Those written to might have bought anyway. Hold out 10 % next time to know."),
        )
    if verdict == verdicts.TOO_FEW:
        return (
            _("Too few people to compare."),
            _("Each of the two groups needs at least two people."),
        )
    if result.campaign.problem:
        return _("Nothing was measured."), result.campaign.problem
    return (
        _("Too early to say."),
        _("The figure appears when the first day after sending is over for everybody."),
    )


def method(result: Result, currency: str) -> dict[str, Any] | None:
    """How we know: which interval is shown, the other one, and the share of buyers."""
    effect = result.everyone.effect
    if effect is None:
        return None
    return {
        "is_bootstrap": effect.method == "bootstrap",
        "other_low": money(effect.other.low, currency),
        "other_high": money(effect.other.high, currency),
        "contacted": money(effect.contacted.mean, currency),
        "held_out": money(effect.held_out.mean, currency),
        "people": effect.contacted.people,
        "people_held_out": effect.held_out.people,
        "buying": points(effect.buying.middle),
        "buying_low": points(effect.buying.low),
        "buying_high": points(effect.buying.high),
        "extra_total": money(result.everyone.extra_total or 0, currency, brief=True),
    }


def money(value: float, currency: str, *, brief: bool = False) -> str:
    return formats.money(round(value, 2), currency, get_language() or "en", brief=brief)


def number(value: int) -> str:
    return formats.number(value, get_language() or "en")


def percent(share: float) -> str:
    return formats.percent(share, get_language() or "en")


def points(difference: float) -> str:
    """A difference of two shares, with its sign: "+18.5 pt"."""
    figure = formats.number(difference * 100, get_language() or "en", digits=1)
    sign = "+" if difference > 0 else ""
    return f"{sign}{figure}{formats.NBSP}{_('pt')}"
