"""Makers for our tests and for those above."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from relasi.accounts.public import SYSTEM
from relasi.accounts.testing import make_organisation
from relasi.audience import public as audience
from relasi.consent.testing import grant
from relasi.contacts.testing import make_contact
from relasi.messaging import public as messaging
from relasi.messaging.testing import make_content

from . import public
from .actions.launching import prepare

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_numbers = itertools.count(1)


def make_reader(**fields: Any) -> int:
    """A person who has an e-mail address and agreed to be written to."""
    contact_id = make_contact(**fields)
    grant(contact_id)
    return contact_id


def make_segment(name: str = "", *conditions: dict[str, Any], now: datetime = NOON) -> int:
    """Everybody who meets all conditions (audience.rules); without any, everybody."""
    tree = audience.parse_tree({"v": 1, "all": list(conditions)})
    name = name or f"Segment {next(_numbers)}"
    return audience.add_segment(name=name, tree=tree, by=SYSTEM, now=now)


def make_template(
    subject: str = "News", text: str = "Hello {{ contact.name }}", *, now: datetime = NOON
) -> int:
    return messaging.add_template(
        name=f"Template {next(_numbers)}",
        content=make_content(subject, text),
        by=SYSTEM,
        now=now,
    )


def make_campaign(
    name: str = "",
    *,
    segment_id: int | None = None,
    variants: Sequence[public.VariantIn] = (),
    holdout: str = "10",
    now: datetime = NOON,
    **values: Any,
) -> int:
    """A draft that is ready to be launched, to everybody unless said otherwise."""
    make_organisation(
        name="Kopi Lereng",
        postal_address="Jalan Lereng 7, Bandung",
        time_zone="Asia/Jakarta",
        currency="IDR",
    )
    campaign_id = public.add_campaign(
        name=name or f"Campaign {next(_numbers)}",
        segment_id=segment_id or make_segment(),
        holdout_percent=Decimal(holdout),
        sender_name="Kopi Lereng",
        sender_address="halo@kopilereng.example",
        by=values.pop("by", SYSTEM),
        now=now,
        **values,
    )
    chosen = variants or (public.VariantIn(make_template()),)
    public.choose_contents(campaign_id=campaign_id, variants=chosen, by=SYSTEM, now=now)
    return campaign_id


def mailing_of(campaign_id: int) -> int:
    """The mailing of a launched campaign."""
    mailing_id = public.card(campaign_id).mailing_id
    assert mailing_id is not None
    return mailing_id


def make_launched(*, now: datetime = NOON, **values: Any) -> int:
    """A campaign whose people are drawn and whose mails wait in the ledger."""
    campaign_id = make_campaign(now=now, **values)
    public.launch(campaign_id=campaign_id, by=SYSTEM, now=now)
    prepare(campaign_id=campaign_id, now=now)
    return campaign_id
