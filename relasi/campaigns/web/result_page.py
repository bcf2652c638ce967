"""A result in the words and shapes of its page: the finding first, proof after it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relasi.accounts import public as accounts
from relasi.campaigns.queries import rows
from relasi.campaigns.queries.progress import drawn
from relasi.campaigns.queries.results import Result
from relasi.campaigns.rules.intervals import Interval
from relasi.kernel import clock
from relasi.ui.public import charts

from . import words
from .campaign_progress import strip_of
from .campaign_review import contents_of
from .finding import finding, method, money, number, percent


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the row under the finding; `share` is of what it is a part of."""

    label: str
    value: int
    url: str
    share: float | None
    note: str
    note_url: str = ""


def result_page(result: Result) -> dict[str, Any]:
    """Everything `campaign_result.html` shows."""
    campaign = result.campaign
    currency = accounts.organisation().currency
    found = rows.tally(campaign, now=clock.now())
    base = reverse("campaigns:campaign", args=[campaign.id]) + "rows/"
    return {
        "campaign": campaign,
        "state_tag": words.STATE_TAGS[campaign.state],
        "strip": strip_of(campaign),
        "sent_words": words.moment(campaign.launched_at),
        "result": result,
        "currency": currency,
        "finding": finding(result, currency),
        "figures": figures(result, found, base),
        "groups": groups_of(result, base),
        "chart": course_chart(result, currency) if result.course else None,
        "by_content": by_content(result, currency),
        "others": others(drawn(campaign.id), found, base),
        "buyers": _first_buyers(result),
        "rows_url": base,
        "until": result.until,
        "method": method(result, currency),
    }


def figures(result: Result, found: dict[str, int], base: str) -> list[Figure]:
    """Sent, accepted, opened, clicked, bought, left: each opens its rows, and so does its note."""
    held_out = result.everyone.held_out.people
    share = percent(found["bought_held_out"] / held_out) if held_out else ""

    def figure(label: str, key: str, whole: str, note: str, note_key: str = "") -> Figure:
        note_url = f"{base}{note_key}/" if note_key else ""
        part = _share(found[key], found[whole]) if whole else None
        return Figure(label, found[key], f"{base}{key}/", part, note, note_url)

    def noted(pattern: str, key: str) -> str:
        return pattern % {"n": number(found[key])}

    bought = _("Bought in %(days)s days") % {"days": result.campaign.window_days}
    not_bought = _("hold-out %(share)s") % {"share": share} if share else _("no hold-out")
    failed = ngettext("%(n)s failed", "%(n)s failed", found["failed"])
    machines = _("%(n)s machine opens left out")
    return [
        figure(_("Sent"), "sent", "", noted(_("%(n)s more held out"), "held_out"), "held_out"),
        figure(_("Accepted"), "delivered", "sent", noted(failed, "failed"), "failed"),
        figure(_("Opened by a person"), "opened", "delivered", noted(machines, "machine_opens"),
               "machine_opens"),
        figure(_("Clicked"), "clicked", "delivered", _("by people")),
        figure(bought, "bought", "measured_contacted", not_bought,
               "bought_held_out" if share else ""),
        figure(_("Left the list"), "left", "delivered", _("by a link in the mail")),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupLine:
    """What one group bought in the window; people, and those who bought, open their rows."""

    label: str
    people: int
    people_url: str
    bought: int
    orders: int
    revenue: float
    each: float
    bought_url: str


def groups_of(result: Result, base: str) -> list[GroupLine]:
    """Orders and revenue of the contacted beside those of the held out."""
    earned = result.everyone
    return [
        GroupLine(label, group.people, f"{base}{people}/", group.buyers, group.orders,
                  group.total, group.mean, f"{base}{bought}/")
        for label, group, people, bought in (
            (_("Contacted"), earned.contacted, "measured_contacted", "bought"),
            (_("Hold-out"), earned.held_out, "measured_held_out", "bought_held_out"),
        )
        if group.people
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


def others(
    groups: dict[tuple[str, str], int], found: dict[str, int], base: str
) -> list[dict[str, Any]]:
    """Everybody who got no mail, and why: label, count, address of the rows."""
    kinds = {
        "waiting": _("Waiting"),
        "in_doubt": _("In doubt: the server did not say whether it took the mail"),
        "failed": _("Failed"),
        "held_back": _("Held back at the last moment"),
        "cancelled": _("Cancelled before sending"),
        "held_out": _("Held out to compare"),
    }
    lines = [
        *((label, found[key], f"{base}{key}/") for key, label in kinds.items()),
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
