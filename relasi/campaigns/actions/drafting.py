"""Making a campaign ready: everything that may change before it is launched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.accounts.public import Actor
from relasi.audience import public as audience
from relasi.campaigns.models import Campaign, Variant
from relasi.campaigns.queries.cards import get_row
from relasi.campaigns.rules import stages
from relasi.kernel.errors import Refused
from relasi.messaging import public as messaging

# What of a draft may be changed by name; the order is that of the form.
CHANGEABLE = (
    "name",
    "segment_id",
    "holdout_percent",
    "sender_name",
    "sender_address",
    "reply_to",
    "send_at_local",
    "zone",
    "window_days",
)
MOST_VARIANTS = 10
LONGEST_WINDOW = 180
LATEST_YEAR = 2199


@dataclass(frozen=True, slots=True)
class VariantIn:
    """The template for the people of `segment_id`; None is everybody else."""

    template_id: int
    segment_id: int | None = None


@transaction.atomic
def add_campaign(*, name: str, by: Actor, now: datetime, **values: Any) -> int:
    """A new draft; `values` as in `change_campaign`. The id."""
    accounts.authorise(by, "edit", "campaigns", owner_id=by.staff_id)
    row = Campaign(owner_id=by.staff_id, created_at=now, name=_named(name))
    _apply(row, values)
    row.save()
    accounts.record(by, "added", "campaigns", row.pk, at=now, name=row.name)
    return row.pk


@transaction.atomic
def change_campaign(
    *,
    campaign_id: int,
    changes: Mapping[str, Any],
    by: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> int:
    """Change a draft (CHANGEABLE says what). Refused once it is launched."""
    row = _draft(campaign_id, by, expected_version)
    _apply(row, changes)
    _become_new(row)
    row.save()
    accounts.record(by, "changed", "campaigns", row.pk, at=now, fields=sorted(changes))
    return row.pk


@transaction.atomic
def choose_contents(
    *, campaign_id: int, variants: Sequence[VariantIn], by: Actor, now: datetime
) -> int:
    """Which template whom: the first variant whose segment a person is in is theirs."""
    row = _draft(campaign_id, by, None)
    _check_contents(variants)
    row.variants.all().delete()
    Variant.objects.bulk_create(
        Variant(
            campaign=row,
            key="abcdefghij"[position],
            position=position,
            template_id=chosen.template_id,
            segment_id=chosen.segment_id,
        )
        for position, chosen in enumerate(variants)
    )
    _become_new(row)
    row.save(update_fields=["version", "preflight_id"])
    accounts.record(by, "changed", "campaigns", row.pk, at=now, fields=["contents"])
    return row.pk


@transaction.atomic
def clone_campaign(*, campaign_id: int, by: Actor, now: datetime) -> int:
    """A new draft like this one, to do it again; without its time, its draw and its result.

    A segment or template that was put away since is left open, to be chosen anew.
    """
    old = get_row(campaign_id)
    accounts.authorise(by, "view", "campaigns", owner_id=old.owner_id)
    kept = {key: getattr(old, key) for key in CHANGEABLE if key not in {"name", "send_at_local"}}
    segments = {None, *(segment.id for segment in audience.segments())}
    templates = {template.id for template in messaging.templates()}
    if kept["segment_id"] not in segments:
        kept["segment_id"] = None
    name = _("%(name)s again") % {"name": old.name}
    new_id = add_campaign(name=name[:120], by=by, now=now, **kept)
    chosen = [
        VariantIn(variant.template_id, variant.segment_id)
        for variant in old.variants.order_by("position", "pk")
        if variant.template_id in templates and variant.segment_id in segments
    ]
    if chosen:
        choose_contents(campaign_id=new_id, variants=chosen, by=by, now=now)
    return new_id


@transaction.atomic
def delete_campaign(*, campaign_id: int, by: Actor, now: datetime) -> None:
    """Throw a draft away. What was launched stays: it is part of what happened."""
    row = get_row(campaign_id, lock=True)
    accounts.authorise(by, "delete", "campaigns", owner_id=row.owner_id)
    _refuse_launched(row)
    _become_new(row)
    row.delete()
    accounts.record(by, "deleted", "campaigns", campaign_id, at=now, name=row.name)


def _draft(campaign_id: int, by: Actor, expected_version: int | None) -> Campaign:
    row = get_row(campaign_id, lock=True)
    accounts.authorise(by, "edit", "campaigns", owner_id=row.owner_id)
    _refuse_launched(row)
    if expected_version is not None and expected_version != row.version:
        raise Refused(
            _(
                "This campaign was changed meanwhile. Save again to put yours in its place, or load"
                " it again to see the change."
            )
        )
    return row


def _become_new(row: Campaign) -> None:
    """What was checked of the one before says nothing about this one; the caller saves."""
    if row.preflight_id is not None:
        messaging.drop_preflight(row.preflight_id)
    row.version, row.preflight_id = row.version + 1, None


def _refuse_launched(row: Campaign) -> None:
    if row.state not in stages.EDITABLE:
        raise Refused(
            _("“%(name)s” is launched and stays as it is. “Do again” makes a copy you can change.")
            % {"name": row.name}
        )


def _apply(row: Campaign, changes: Mapping[str, Any]) -> None:
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"A campaign has no {sorted(unknown)}.")
    for key, value in changes.items():
        setattr(row, key, CLEANED[key](value) if key in CLEANED else value)


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise Refused(_("Give the campaign a name."), field="name")
    if len(name) > 120:  # noqa: PLR2004 - the column's length
        raise Refused(_("The name is longer than 120 characters. Shorten it."), field="name")
    return name


def _segment(segment_id: int | None) -> int | None:
    if segment_id is not None and segment_id not in {s.id for s in audience.segments()}:
        raise Refused(_("This segment is gone. Choose another one."), field="segment_id")
    return segment_id


def _holdout(percent: Decimal) -> Decimal:
    if not percent.is_finite() or not 0 <= percent <= 50:  # noqa: PLR2004 - see the sentence
        raise Refused(
            _("Hold out between 0 and 50 percent; 10 is a good start."), field="holdout_percent"
        )
    return percent.quantize(Decimal("0.01"))


def _window(days: int) -> int:
    if not 1 <= days <= LONGEST_WINDOW:
        raise Refused(
            _("Measure for 1 to %(most)s days after sending.") % {"most": LONGEST_WINDOW},
            field="window_days",
        )
    return days


def _wall(wall: datetime | None) -> datetime | None:
    if wall is not None and not 2000 <= wall.year <= LATEST_YEAR:  # noqa: PLR2004 - see the sentence
        raise Refused(
            _("Choose a day between 2000 and %(latest)s.") % {"latest": LATEST_YEAR},
            field="send_at_local",
        )
    return wall


def _zone(zone: str) -> str:
    if zone not in Campaign.Zone.values:
        raise Refused(_("Choose our time zone or each person's."), field="zone")
    return zone


def _sender_name(name: str) -> str:
    name = name.strip()
    if any(character in name for character in "\r\n\0"):
        raise Refused(
            _("The sender's name is one line. Remove the line break."), field="sender_name"
        )
    if len(name) > 120:  # noqa: PLR2004 - the column's length
        raise Refused(
            _("The sender's name is longer than 120 characters. Shorten it."), field="sender_name"
        )
    return name


def _address(field: str, address: str) -> str:
    address = address.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise Refused(
            _("“%(address)s” is not an e-mail address.") % {"address": address}, field=field
        ) from error
    return address


CLEANED: dict[str, Any] = {
    "name": _named,
    "segment_id": _segment,
    "holdout_percent": _holdout,
    "window_days": _window,
    "zone": _zone,
    "send_at_local": _wall,
    "sender_name": _sender_name,
    "sender_address": lambda value: _address("sender_address", value),
    "reply_to": lambda value: _address("reply_to", value),
}


def _check_contents(variants: Sequence[VariantIn]) -> None:
    if len(variants) > MOST_VARIANTS:
        raise Refused(
            _("A campaign holds at most %(most)s contents. Remove one.") % {"most": MOST_VARIANTS},
            field="variants",
        )
    templates = {template.id for template in messaging.templates()}
    if any(chosen.template_id not in templates for chosen in variants):
        raise Refused(_("This template is gone. Choose another one."), field="variants")
    for chosen in variants:
        _segment(chosen.segment_id)
    if any(chosen.segment_id is None for chosen in variants[:-1]):
        raise Refused(
            _("The content for everybody else comes last, or those after it reach nobody."),
            field="variants",
        )
