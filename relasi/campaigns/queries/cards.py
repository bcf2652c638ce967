"""One campaign as values, and which campaigns there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.campaigns.models import Campaign
from relasi.kernel.errors import NotFound
from relasi.messaging import public as messaging


@dataclass(frozen=True, slots=True)
class VariantCard:
    """`segment_id` None is everybody whom no earlier variant is for."""

    key: str
    template_id: int
    segment_id: int | None


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """`send_at_local` is what clocks show; None is at once."""

    id: int
    name: str
    state: str
    state_label: str
    segment_id: int | None
    variants: tuple[VariantCard, ...]
    holdout_percent: Decimal
    sender_name: str
    sender_address: str
    reply_to: str
    send_at_local: datetime | None
    zone: str
    window_days: int
    mailing_id: int | None
    seed: int
    owner_id: int | None
    is_sample: bool
    problem: str
    preflight_id: int | None
    created_at: datetime
    starts_at: datetime | None
    drawn_at: datetime | None
    launched_at: datetime | None
    finished_at: datetime | None
    version: int

    @property
    def is_draft(self) -> bool:
        return self.state == Campaign.State.DRAFT


def card(campaign_id: int) -> CampaignCard:
    """Raises NotFound."""
    return _card(get_row(campaign_id))


def card_for(actor: Actor, campaign_id: int, *, action: str = "view") -> CampaignCard:
    """As `card`, for somebody who may `action` it. Others' campaigns are not there for them."""
    found = card(campaign_id)
    owners = accounts.visible_owners(actor, "view", "campaigns")
    if owners is not None and found.owner_id not in owners:
        raise _gone()
    accounts.authorise(actor, action, "campaigns", owner_id=found.owner_id)
    return found


def cards(ids: Collection[int]) -> dict[int, CampaignCard]:
    rows = Campaign.objects.filter(pk__in=ids).prefetch_related("variants")
    return {row.pk: _card(row) for row in rows}


def names(ids: Collection[int]) -> dict[int, str]:
    return dict(Campaign.objects.filter(pk__in=ids).values_list("pk", "name"))


def in_states(
    states: Collection[str], *, owners: frozenset[int] | None
) -> tuple[CampaignCard, ...]:
    """The newest first; `owners` as `accounts.visible_owners` gives them."""
    rows = Campaign.objects.filter(state__in=states).prefetch_related("variants").order_by("-pk")
    if owners is not None:
        rows = rows.filter(owner_id__in=owners)
    return tuple(_card(row) for row in rows)


def get_row(campaign_id: int, *, lock: bool = False) -> Campaign:
    """The row, for the verbs of this package; `lock` holds it until the transaction ends.

    Its mailing is held before it, as when a mailing finishes: one order, so no deadlock.
    """
    rows = Campaign.objects.filter(pk=campaign_id)
    if lock:
        mailing_id = rows.values_list("mailing_id", flat=True).first()
        if mailing_id is not None:
            messaging.hold_mailing(mailing_id)
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise _gone()
    return found


def _gone() -> NotFound:
    return NotFound(_("This campaign is gone. Look for it in the list of campaigns."))


def _card(row: Campaign) -> CampaignCard:
    variants = sorted(row.variants.all(), key=lambda v: (v.position, v.pk))
    return CampaignCard(
        id=row.pk,
        name=row.name,
        state=row.state,
        state_label=row.get_state_display(),
        segment_id=row.segment_id,
        variants=tuple(VariantCard(v.key, v.template_id, v.segment_id) for v in variants),
        holdout_percent=row.holdout_percent,
        sender_name=row.sender_name,
        sender_address=row.sender_address,
        reply_to=row.reply_to,
        send_at_local=row.send_at_local,
        zone=row.zone,
        window_days=row.window_days,
        mailing_id=row.mailing_id,
        seed=row.seed,
        owner_id=row.owner_id,
        is_sample=row.is_sample,
        problem=row.problem,
        preflight_id=row.preflight_id,
        created_at=row.created_at,
        starts_at=row.starts_at,
        drawn_at=row.drawn_at,
        launched_at=row.launched_at,
        finished_at=row.finished_at,
        version=row.version,
    )
