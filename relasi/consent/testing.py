"""Makers for the tests of this package and of every package above it."""

from datetime import UTC, datetime

from relasi.accounts.public import SYSTEM

from . import public

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def grant(contact_id: int, *, channel: str = "email", purpose: str = "marketing") -> int:
    """A yes, said on 1 January 2025 on a sign-up form."""
    return public.grant(
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        source="sign-up form",
        wording="Yes, write to me.",
        by=SYSTEM,
        now=LONG_AGO,
    )


def withdraw(contact_id: int, *, channel: str = "email", purpose: str = "marketing") -> int:
    """A no, said a day after `grant`."""
    return public.withdraw(
        contact_id=contact_id,
        channel=channel,
        purpose=purpose,
        source="a call",
        by=SYSTEM,
        now=LONG_AGO.replace(day=2),
    )


def suppress(address: str, *, channel: str = "email", reason: str = "bounced") -> int:
    return public.suppress(channel=channel, address=address, reason=reason, by=SYSTEM, now=LONG_AGO)
