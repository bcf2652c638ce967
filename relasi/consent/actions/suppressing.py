"""Addresses nobody may write to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts.public import Actor
from relasi.consent.events import AddressSuppressed, SuppressionLifted
from relasi.consent.models import Channel, Suppression
from relasi.consent.rules import ADDRESSED
from relasi.contacts import public as contacts
from relasi.kernel import bus
from relasi.kernel.errors import NotFound, Refused


@transaction.atomic
def suppress(  # noqa: PLR0913 - a verb, all by name
    *,
    channel: str,
    address: str,
    reason: str,
    detail: str = "",
    by: Actor,
    now: datetime,
    is_sample: bool = False,
) -> int:
    """Forbid an address and return the suppression's id; the same reason twice is once."""
    if reason not in Suppression.Reason.values:
        raise Refused(
            _("“%(word)s” is not a reason. Choose one of: %(words)s.")
            % {"word": reason, "words": ", ".join(Suppression.Reason.values)},
            field="reason",
        )
    address = normalise(channel, address)
    row, created = Suppression.objects.get_or_create(
        channel=channel,
        address=address,
        reason=reason,
        lifted_at=None,
        defaults={
            "detail": detail,
            "suppressed_at": now,
            "suppressed_by": by.label,
            "is_sample": is_sample,
        },
    )
    if created:
        bus.publish(AddressSuppressed(channel, address, reason))
    return row.pk


@transaction.atomic
def lift(*, suppression_id: int, by: Actor, now: datetime) -> None:
    """Allow the address again, for this reason. The row stays, with who lifted it and when."""
    row = Suppression.objects.select_for_update().filter(pk=suppression_id).first()
    if row is None:
        raise NotFound(_("This suppression is gone."))
    if row.lifted_at is not None:
        raise Refused(_("%(address)s may be written to again already.") % {"address": row.address})
    row.lifted_at, row.lifted_by = now, by.label
    row.save(update_fields=["lifted_at", "lifted_by"])
    bus.publish(SuppressionLifted(row.channel, row.address, row.reason))


def normalise(channel: str, address: str) -> str:
    """The form in which an address is compared; raises Refused when it is none."""
    if channel not in ADDRESSED:
        raise Refused(
            _("“%(word)s” is not a channel. Choose one of: %(words)s.")
            % {"word": channel, "words": ", ".join(ADDRESSED)},
            field="channel",
        )
    if channel == Channel.EMAIL:
        return contacts.normalise_email(address)
    if channel == Channel.PUSH:
        return address.strip()
    return contacts.normalise_phone(address)
