"""Campaigns through the API."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from relasi.accounts.public import actor_of, authorise, visible_owners
from relasi.kernel import clock
from relasi.kernel.errors import Refused
from relasi.kernel.rest import Cursor, Id, Limit, Page, Strict, page_of, read_cursor

from . import public as campaigns
from .queries.api import newest_campaigns
from .queries.cards import CampaignCard, card_for
from .queries.rows import tally
from .rules.intervals import Interval

router = Router(tags=["campaigns"])

State = Literal["draft", "scheduled", "preparing", "running", "paused", "cancelled", "done"]
Zone = Literal["sender", "recipient"]
Verdict = Literal["too_early", "no_holdout", "too_few", "earned", "lost", "same"]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$")]
Line = Annotated[str, Field(max_length=120, pattern=r"^[^\r\n]*$")]
Address = Annotated[str, Field(max_length=254)]
Percent = Annotated[Decimal, Field(ge=0, le=50, max_digits=4, decimal_places=2)]
Days = Annotated[int, Field(ge=1, le=180)]
Wall = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]


class ContentIn(Strict):
    """`segment_id` null is everybody whom no content before it is for; it comes last."""

    template_id: Id
    segment_id: Id | None = None


class CampaignIn(Strict):
    """`send_at_local` is what clocks show (2026-11-24T08:00); null is as soon as launched."""

    name: Name
    segment_id: Id | None = None
    holdout_percent: Percent = Decimal(10)
    sender_name: Line = ""
    sender_address: Address = ""
    reply_to: Address = ""
    send_at_local: Wall | None = None
    zone: Zone = "sender"
    window_days: Days = 14
    contents: list[ContentIn] = Field(default=[], max_length=10)


class CampaignChange(Strict):
    """Only what is sent is changed; `version` refuses a change of what you have not seen."""

    name: Name | None = None
    segment_id: Id | None = None
    holdout_percent: Percent | None = None
    sender_name: Line | None = None
    sender_address: Address | None = None
    reply_to: Address | None = None
    send_at_local: Wall | None = None
    zone: Zone | None = None
    window_days: Days | None = None
    contents: list[ContentIn] | None = Field(default=None, max_length=10)
    version: Id | None = None


class ContentOut(Strict):
    key: str
    template_id: int
    segment_id: int | None


class CampaignOut(Strict):
    id: int
    name: str
    state: State
    segment_id: int | None
    contents: list[ContentOut]
    holdout_percent: Decimal
    sender_name: str
    sender_address: str
    reply_to: str
    send_at_local: str | None
    zone: Zone
    window_days: int
    problem: str
    created_at: datetime
    launched_at: datetime | None
    finished_at: datetime | None
    version: int


class IntervalOut(Strict):
    """An estimate and its 95 % interval."""

    low: float
    estimate: float
    high: float


class ResultOut(Strict):
    """Revenue is in the organisation's currency, per person, contacted less held out."""

    days_over: int
    window_days: int
    sent: int
    accepted: int
    waiting: int
    failed: int
    in_doubt: int
    held_back: int
    opened: int
    clicked: int
    unsubscribed: int
    contacted: int
    held_out: int
    buyers: int
    buyers_held_out: int
    orders: int
    orders_held_out: int
    revenue: float
    revenue_held_out: float
    verdict: Verdict
    method: Literal["welch", "bootstrap"] | None
    revenue_per_person: IntervalOut | None
    share_of_buyers: IntervalOut | None


@router.get("/campaigns", response=Page[CampaignOut], operation_id="list_campaigns")
def list_campaigns(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 50, state: State | None = None
) -> Any:
    """Campaigns, newest first."""
    owners = visible_owners(actor_of(request), "view", "campaigns")
    before = read_cursor("campaigns", cursor)
    found = newest_campaigns(owners=owners, state=state, before=before, limit=limit + 1)
    return page_of("campaigns", found, limit=limit, item=_shown, position=lambda card: card.id)


@router.post("/campaigns", response={201: CampaignOut}, operation_id="add_campaign")
def add_campaign(request: HttpRequest, body: CampaignIn) -> Any:
    """Make a draft."""
    by, now = actor_of(request), clock.now()
    authorise(by, "edit", "campaigns")
    values = body.model_dump(exclude={"contents", "send_at_local"})
    with transaction.atomic():
        campaign_id = campaigns.add_campaign(
            **values, send_at_local=_wall(body.send_at_local), by=by, now=now
        )
        _choose(campaign_id, body.contents, by, now)
    return Status(201, _shown(campaigns.card(campaign_id)))


@router.get("/campaigns/{campaign_id}", response=CampaignOut, operation_id="get_campaign")
def get_campaign(request: HttpRequest, campaign_id: Id) -> Any:
    """One campaign."""
    return _shown(card_for(actor_of(request), campaign_id))


@router.patch("/campaigns/{campaign_id}", response=CampaignOut, operation_id="change_campaign")
def change_campaign(request: HttpRequest, campaign_id: Id, body: CampaignChange) -> Any:
    """Change a draft; a launched campaign stays as it is."""
    by, now = actor_of(request), clock.now()
    card_for(by, campaign_id, action="edit")
    changes = body.model_dump(exclude_unset=True, exclude={"contents", "version"})
    if "send_at_local" in changes:
        changes["send_at_local"] = _wall(body.send_at_local)
    nullable = {"segment_id", "send_at_local"}
    kept = {k: v for k, v in changes.items() if v is not None or k in nullable}
    with transaction.atomic():
        campaigns.change_campaign(
            campaign_id=campaign_id,
            changes=kept,
            expected_version=body.version,
            by=by,
            now=now,
        )
        if body.contents is not None:
            _choose(campaign_id, body.contents, by, now)
    return _shown(campaigns.card(campaign_id))


@router.post(
    "/campaigns/{campaign_id}/launch", response=CampaignOut, operation_id="launch_campaign"
)
def launch_campaign(request: HttpRequest, campaign_id: Id) -> Any:
    """Freeze the contents and begin, at once or at its time."""
    return _steered(request, campaign_id, campaigns.launch)


@router.post("/campaigns/{campaign_id}/pause", response=CampaignOut, operation_id="pause_campaign")
def pause_campaign(request: HttpRequest, campaign_id: Id) -> Any:
    """Send no more for now."""
    return _steered(request, campaign_id, campaigns.pause)


@router.post(
    "/campaigns/{campaign_id}/resume", response=CampaignOut, operation_id="resume_campaign"
)
def resume_campaign(request: HttpRequest, campaign_id: Id) -> Any:
    """Go on where it was paused."""
    return _steered(request, campaign_id, campaigns.resume)


@router.post(
    "/campaigns/{campaign_id}/cancel", response=CampaignOut, operation_id="cancel_campaign"
)
def cancel_campaign(request: HttpRequest, campaign_id: Id) -> Any:
    """Stop for good; one that has not begun becomes a draft again."""
    return _steered(request, campaign_id, campaigns.cancel)


@router.get(
    "/campaigns/{campaign_id}/result", response=ResultOut, operation_id="get_campaign_result"
)
def get_campaign_result(request: HttpRequest, campaign_id: Id) -> Any:
    """What was sent, what people did, and what it earned against those held out."""
    card = card_for(actor_of(request), campaign_id)
    now = clock.now()
    found = campaigns.result(campaign_id, now=now)
    counted, earned = tally(card, now=now), found.everyone
    effect = earned.effect
    return {
        "days_over": found.days_over,
        "window_days": card.window_days,
        "sent": counted["sent"],
        "accepted": counted["delivered"],
        "waiting": counted["waiting"],
        "failed": counted["failed"],
        "in_doubt": counted["in_doubt"],
        "held_back": counted["held_back"],
        "opened": counted["opened"],
        "clicked": counted["clicked"],
        "unsubscribed": counted["left"],
        "contacted": earned.contacted.people,
        "held_out": earned.held_out.people,
        "buyers": earned.contacted.buyers,
        "buyers_held_out": earned.held_out.buyers,
        "orders": earned.contacted.orders,
        "orders_held_out": earned.held_out.orders,
        "revenue": earned.contacted.total,
        "revenue_held_out": earned.held_out.total,
        "verdict": earned.verdict,
        "method": effect.method if effect else None,
        "revenue_per_person": _interval(effect.revenue) if effect else None,
        "share_of_buyers": _interval(effect.buying) if effect else None,
    }


def _steered(request: HttpRequest, campaign_id: int, verb: Any) -> dict[str, Any]:
    by = actor_of(request)
    card_for(by, campaign_id, action="send")
    verb(campaign_id=campaign_id, by=by, now=clock.now())
    return _shown(campaigns.card(campaign_id))


def _choose(campaign_id: int, contents: list[ContentIn], by: Any, now: datetime) -> None:
    variants = [campaigns.VariantIn(c.template_id, c.segment_id) for c in contents]
    campaigns.choose_contents(campaign_id=campaign_id, variants=variants, by=by, now=now)


def _wall(text: str | None) -> datetime | None:
    """A time of the clock; Refused when there is no such day or hour."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused(
            _("“%(text)s” is no time of the clock.") % {"text": text}, field="send_at_local"
        ) from error


def _interval(interval: Interval) -> dict[str, float]:
    return {"low": interval.low, "estimate": interval.middle, "high": interval.high}


def _shown(card: CampaignCard) -> dict[str, Any]:
    wall = card.send_at_local
    contents = [
        {"key": v.key, "template_id": v.template_id, "segment_id": v.segment_id}
        for v in card.variants
    ]
    return {
        **{key: getattr(card, key) for key in CampaignOut.model_fields if hasattr(card, key)},
        "contents": contents,
        "send_at_local": wall.strftime("%Y-%m-%dT%H:%M") if wall else None,
    }
