"""Today: how the house stands, what needs doing, and the first steps in an empty one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.audience import public as audience
from relasi.campaigns import public as campaigns
from relasi.kernel import clock
from relasi.messaging import public as messaging
from relasi.project.today_figures import Counts, counts, exists
from relasi.reports import public as reports
from relasi.ui import public as ui
from relasi.ui.public import formats

WEEKS = 9  # of the spark under the orders
RESULTS = 4
UNFINISHED = ("draft", "scheduled", "preparing", "paused")
LAUNCHED = ("running", "paused", "done", "cancelled")


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: int
    url: str
    change: str = ""
    css: str = "flat"
    spark: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    icon: str
    title: str
    note: str
    url: str
    at: Any = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    note: str
    url: str
    done: bool
    is_next: bool = False


def show(request: HttpRequest) -> HttpResponse:
    actor = accounts.actor_of(request)
    now = clock.now()
    organisation = accounts.organisation()
    span = reports.period(weeks=WEEKS, zone=organisation.time_zone, now=now)
    sees_campaigns = ui.may(request, ("campaigns", "view"))
    steps = first_steps(request)
    context: dict[str, Any] = {
        "greeting": _greeting(actor),
        "day": _day(),
        "figures": figures(request, counts(span), actor),
        "tasks": tasks(actor) if sees_campaigns else [],
        "results": results(actor) if sees_campaigns else [],
        "currency": organisation.currency,
        "panels": ui.panels("today.main", request, 0),
        "steps": steps,
        "steps_done": sum(step.done for step in steps),
        "shows_race": ui.may(request, ("reports", "view")),
        "sees_campaigns": sees_campaigns,
    }
    return render(request, "project/today.html", context)


def figures(request: HttpRequest, counted: Counts, actor: Actor) -> list[Figure]:
    """What this person may see of: customers, orders, who is at risk, campaigns under way."""
    people, found = reverse("contacts:contact_list"), []
    if ui.may(request, ("contacts", "view")):
        label = _("Customers, about") if counted.customers_about else _("Customers")
        found.append(Figure(label, counted.customers, people))
    if ui.may(request, ("orders", "view")):
        change, css = _moved(counted.orders_moved)
        found.append(
            Figure(
                _("Orders this week"),
                counted.orders[-1],
                reverse("commerce:order_list"),
                change,
                css,
                counted.orders,
            )
        )
    if ui.may(request, ("insight", "view")):
        at_risk = f"{people}?f=lifecycle:is:at_risk"
        found.append(Figure(_("Customers at risk"), counted.at_risk, at_risk))
    if ui.may(request, ("campaigns", "view")):
        owners = accounts.visible_owners(actor, "view", "campaigns")
        running = len(campaigns.in_states(("running",), owners=owners))
        page = f"{reverse('campaigns:campaign_list')}?f=state:is:running"
        found.append(Figure(_("Campaigns running"), running, page))
    return found


def _moved(by: float | None) -> tuple[str, str]:
    """Against last week, by the days that are over."""
    if by is None:
        return "", "flat"
    text = formats.number(abs(by) * 100, get_language() or "en", digits=1)
    sign = "+" if by >= 0 else formats.MINUS
    return f"{sign}{text}{formats.NBSP}%", "up" if by > 0 else "down" if by < 0 else "flat"


def tasks(actor: Actor) -> list[Task]:
    """Campaigns that wait for somebody."""
    owners = accounts.visible_owners(actor, "view", "campaigns")
    found = campaigns.in_states(UNFINISHED, owners=owners)
    return [_task(campaign) for campaign in found[:8]]


def _task(campaign: campaigns.CampaignCard) -> Task:
    url = reverse("campaigns:campaign", args=[campaign.id])
    told = {
        "draft": ("file-pen-line", _("Finish “%(name)s”"), _("draft")),
        "scheduled": ("calendar-clock", _("“%(name)s” begins by itself"), _("scheduled")),
        "preparing": ("loader", _("“%(name)s” is being prepared"), _("preparing")),
        "paused": ("pause", _("“%(name)s” is paused"), _("go on or stop it")),
    }
    icon, title, note = told[campaign.state]
    return Task(
        icon=icon,
        title=title % {"name": campaign.name},
        note=campaign.problem or note,
        url=url,
        at=campaign.starts_at if campaign.state == "scheduled" else campaign.created_at,
        mark="bad" if campaign.problem else "",
    )


def results(actor: Actor) -> list[dict[str, Any]]:
    """The newest campaigns against their hold-out, on one scale."""
    now = clock.now()
    owners = accounts.visible_owners(actor, "view", "campaigns")
    newest = campaigns.in_states(LAUNCHED, owners=owners)[:RESULTS]
    earned = [(campaign, campaigns.earned_by(campaign, now=now)) for campaign in newest]
    intervals = [e.effect.revenue for _campaign, e in earned if e.effect]
    least = min([0.0, *(interval.low for interval in intervals)])
    most = max([0.0, *(interval.high for interval in intervals)])
    return [
        {
            "campaign": campaign,
            "people": e.contacted.people,
            "interval": e.effect.revenue if e.effect else None,
            "is_clear": bool(e.effect and e.effect.revenue.tells_apart),
            "verdict": e.verdict,
            "least": least,
            "most": most,
        }
        for campaign, e in earned
    ]


def first_steps(request: HttpRequest) -> list[Step]:
    """From an empty house to the first campaign; nothing once all of it is done."""
    organisation = accounts.organisation()
    plan = [
        (
            ("settings", "edit"),
            _("Say who you are"),
            _("name and postal address, as the law asks for in each mail"),
            "accounts:organisation",
            bool(organisation.postal_address.strip()),
        ),
        (
            ("imports", "edit"),
            _("Bring in your customers and what they bought"),
            _("a file from your shop: CSV or Excel"),
            "contacts:import_list",
            exists("contacts") and exists("orders"),
        ),
        (
            ("segments", "edit"),
            _("Make a segment"),
            _("the people worth writing to"),
            "audience:segment_new",
            bool(audience.segments()),
        ),
        (
            ("templates", "edit"),
            _("Write a template"),
            _("a mail made for each of them"),
            "messaging:template_list",
            bool(messaging.templates()),
        ),
        (
            ("campaigns", "send"),
            _("Send your first campaign"),
            _("hold a few people out, and see what it earned"),
            "campaigns:campaign_new",
            bool(campaigns.in_states((*LAUNCHED, "preparing", "scheduled"), owners=None)),
        ),
    ]
    allowed = [row[1:] for row in plan if ui.may(request, row[0])]
    if all(done for *_rest, done in allowed):
        return []
    first = next(title for title, _note, _url, done in allowed if not done)
    return [
        Step(title, note, reverse(url), done, is_next=title == first)
        for title, note, url, done in allowed
    ]


def _greeting(actor: Actor) -> str:
    hour = timezone.localtime(clock.now()).hour
    name = actor.name.partition(" ")[0]
    if hour < 11:  # noqa: PLR2004 - how people greet
        return _("Good morning, %(name)s") % {"name": name}
    if hour < 18:  # noqa: PLR2004
        return _("Good day, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def _day() -> str:
    return formats.day(timezone.localdate(clock.now()), get_language() or "en")
