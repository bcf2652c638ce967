"""A result in the words and shapes of its page: the finding first, proof after it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts import public as accounts
from relasi.campaigns.queries import rows
from relasi.campaigns.queries.reactions import drawn, progress, reactions
from relasi.campaigns.queries.results import Result
from relasi.campaigns.rules.intervals import Interval
from relasi.kernel import clock
from relasi.ui.public import charts

from . import words
from .campaign_progress import Strip
from .campaign_review import contents_of
from .finding import finding, method, money, number, percent


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the row under the finding; `share` is of what was delivered."""

    label: str
    value: int
    url: str
    share: float | None
    note: str


def result_page(result: Result) -> dict[str, Any]:
    """Everything `campaign_result.html` shows."""
    campaign = result.campaign
    currency = accounts.organisation().currency
    groups = drawn(campaign.id)
    sent, page = progress(campaign), reverse("campaigns:campaign", args=[campaign.id])
    return {
        "campaign": campaign,
        "state_tag": words.STATE_TAGS[campaign.state],
        "strip": Strip(campaign, sent),
        "sent_words": words.moment(campaign.launched_at),
        "result": result,
        "currency": currency,
        "finding": finding(result, currency),
        "figures": figures(result, groups),
        "chart": course_chart(result, currency) if result.course else None,
        "by_content": by_content(result, currency),
        "others": others(groups, sent, page),
        "buyers": _first_buyers(result),
        "rows_url": f"{page}rows/",
        "until": result.until,
        "method": method(result, currency),
    }


def figures(result: Result, groups: dict[tuple[str, str], int]) -> list[Figure]:
    """Sent, accepted, opened, clicked, bought, left: each opens its rows."""
    campaign, earned = result.campaign, result.everyone
    sent, did = progress(campaign), reactions(campaign)
    base = reverse("campaigns:campaign", args=[campaign.id]) + "rows/"
    held_out = groups.get(("held_out", ""), 0)
    opened, clicked, left, machines = (
        (did.opened_by_people, did.clicked_by_people, did.unsubscribed, did.opened_by_machines_only)
        if did
        else (0, 0, 0, 0)
    )
    share_held_out = (
        earned.held_out.buyers / earned.held_out.people if earned.held_out.people else None
    )
    people = earned.contacted.people
    bought = _("Bought in %(days)s days") % {"days": campaign.window_days}
    not_bought = (
        _("hold-out %(share)s") % {"share": percent(share_held_out)}
        if share_held_out is not None
        else _("no hold-out")
    )
    failed = ngettext("%(n)s failed", "%(n)s failed", sent.failed) % {"n": number(sent.failed)}
    return [
        Figure(_("Sent"), sent.sent, f"{base}sent/", None,
               _("%(n)s more held out") % {"n": number(held_out)}),
        Figure(_("Accepted"), sent.delivered, f"{base}delivered/",
               _share(sent.delivered, sent.sent), failed),
        Figure(_("Opened by a person"), opened, f"{base}opened/", _share(opened, sent.delivered),
               _("%(n)s machine opens left out") % {"n": number(machines)}),
        Figure(_("Clicked"), clicked, f"{base}clicked/", _share(clicked, sent.delivered),
               _("by people")),
        Figure(bought, earned.contacted.buyers, f"{base}bought/",
               _share(earned.contacted.buyers, people), not_bought),
        Figure(_("Left the list"), left, f"{base}left/", _share(left, sent.delivered),
               _("by a link in the mail")),
    ]  # fmt: skip


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def course_chart(result: Result, currency: str) -> charts.Chart:
    """Revenue per person since sending, both groups with their bands."""
    labels = [_("sent"), *(_("%(n)s d") % {"n": day.number} for day in result.course)]
    lines = (
        (_("Contacted"), "c1", False, [day.contacted for day in result.course]),
        (_("Hold-out"), "rest", True, [day.held_out for day in result.course]),
    )
    series = [
        charts.Series(
            name,
            [0.0, *(point.middle for point in points if point)],
            colour=colour,
            dashed=dashed,
            label=f"{name} {money(points[-1].middle, currency, brief=True)}",
            band=[(0.0, 0.0), *((point.low, point.high) for point in points if point)],
        )
        for name, colour, dashed, points in lines
        if points[-1] is not None
    ]
    drawn_chart = charts.lines(
        labels, series, form=f"money:{currency}", from_zero=True, first_column=_("Day")
    )
    return charts.Chart(drawn_chart.option, _course_table(result, labels, currency))


def _course_table(result: Result, labels: list[str], currency: str) -> charts.Table:
    header = [_("Day"), _("Contacted"), _("95 % interval"), _("Hold-out"), _("95 % interval")]
    table = [
        [label, *_cells(day.contacted, currency), *_cells(day.held_out, currency)]
        for label, day in zip(labels[1:], result.course, strict=True)
    ]
    return charts.Table(header, table)


def _cells(point: Interval | None, currency: str) -> list[str]:
    if point is None:
        return ["", ""]
    low, high = money(point.low, currency), money(point.high, currency)
    return [money(point.middle, currency), f"{low} … {high}"]


def by_content(result: Result, currency: str) -> list[dict[str, Any]]:
    """Everyone and each content on one scale: extra per person against their own hold-out."""
    contents = {content["key"]: content for content in contents_of(result.campaign)}
    lines = [(_("Everyone"), result.everyone)]
    for earned in result.by_variant:
        template = contents[earned.variant]["template"]
        lines.append((template.name if template else earned.variant, earned))
    found = [earned.effect.revenue for _name, earned in lines if earned.effect]
    least = min([0.0, *(interval.low for interval in found)])
    most = max([0.0, *(interval.high for interval in found)])
    return [
        {
            "name": name,
            "people": earned.contacted.people,
            "value": money(earned.effect.revenue.middle, currency) if earned.effect else "",
            "interval": earned.effect.revenue if earned.effect else None,
            "shade": "1" if earned.effect and earned.effect.revenue.tells_apart else "0",
            "variant": earned.variant,
            "least": least,
            "most": most,
        }
        for name, earned in lines
    ]


def others(groups: dict[tuple[str, str], int], sent: Any, page: str) -> list[dict[str, Any]]:
    """Everybody who got no mail, and why: label, count, address of the rows."""
    base = f"{page}rows/"
    lines = [
        (_("Waiting"), sent.waiting, f"{base}waiting/"),
        (_("In doubt: the server did not say whether it took the mail"), sent.in_doubt,
         f"{base}in_doubt/"),
        (_("Failed"), sent.failed, f"{base}failed/"),
        (_("Held back at the last moment"), sent.held_back, f"{base}held_back/"),
        (_("Cancelled before sending"), sent.cancelled, f"{base}cancelled/"),
        (_("Held out to compare"), groups.get(("held_out", ""), 0), f"{base}held_out/"),
        *(
            (_("Not reachable: %(why)s") % {"why": words.reason(reason)}, count,
             f"{base}unreachable/?f=why:is:{reason}")
            for (group, reason), count in sorted(groups.items(), key=lambda item: -item[1])
            if group == "unreachable"
        ),
        *(
            (_("Not reachable any more: %(why)s") % {"why": words.reason(reason)}, count,
             f"{base}contacted/?f=why:is:{reason}")
            for (group, reason), count in sorted(groups.items())
            if group == "contacted" and reason
        ),
    ]  # fmt: skip
    return [{"label": label, "count": count, "url": url} for label, count, url in lines if count]


def _first_buyers(result: Result) -> list[rows.PersonRow]:
    question = rows.Question("buyers", sort="amount", descending=True)
    return rows.page(result.campaign, question, now=clock.now(), offset=0, limit=5)
