"""What a contact allowed and refused, and the addresses nobody may write to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from relasi.consent.models import Channel, Consent, Permission, Purpose, Suppression
from relasi.consent.rules import ASKED, text_name
from relasi.kernel.arrays import array_of

STANDING = """
SELECT contact_id, channel, purpose, granted, stated_at, source FROM consent_permission
WHERE contact_id = ANY(%(ids)s::bigint[]) AND channel = %(channel)s
UNION ALL
SELECT contact_id, %(channel)s, 'restricted', false, restricted_at, '' FROM consent_restricted
WHERE contact_id = ANY(%(ids)s::bigint[])
ORDER BY purpose
"""
BROWSERS = """
SELECT DISTINCT ON (contact_id, purpose) contact_id, purpose, coalesce(proof->>'browser', '')
FROM consent_consent WHERE contact_id = ANY(%s::bigint[]) AND channel = %s
ORDER BY contact_id, purpose, stated_at DESC, granted, source COLLATE "C" DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class PermissionCard:
    """What holds now for one channel and purpose."""

    channel: str
    purpose: str
    granted: bool
    stated_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class StatementCard:
    """One line of the history, as it was said."""

    id: int
    channel: str
    purpose: str
    granted: bool
    stated_at: datetime
    source: str
    wording: str
    recorded_by: str
    recorded_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class SuppressionCard:
    id: int
    channel: str
    address: str
    reason: str
    reason_label: str
    detail: str
    suppressed_at: datetime
    suppressed_by: str
    lifted_at: datetime | None


def permissions_of(contact_id: int) -> tuple[PermissionCard, ...]:
    """What this contact allowed and refused; a channel that is missing was never asked for."""
    rows = Permission.objects.filter(contact_id=contact_id).order_by("channel", "purpose")
    return tuple(
        PermissionCard(row.channel, row.purpose, row.granted, row.stated_at, row.source)
        for row in rows
    )


def may(contact_id: int, *, channel: str, purpose: str) -> bool:
    """Whether the contact's newest statement is a yes. Addresses are checked by `suppressed`."""
    return Permission.objects.filter(
        contact_id=contact_id, channel=channel, purpose=purpose, granted=True
    ).exists()


def standing(contact_ids: Collection[int], channel: str) -> dict[int, tuple[PermissionCard, ...]]:
    """What holds for each of these people by one channel; who never said anything is not there.
    Whose data are kept and not used has a no for the purpose "restricted".
    """
    if not contact_ids:
        return {}
    found: dict[int, tuple[PermissionCard, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"ids": array_of(contact_ids), "channel": channel})
        for contact_id, *said in cursor.fetchall():
            found[contact_id] = (*found.get(contact_id, ()), PermissionCard(*said))
    return found


def browsers(contact_ids: Collection[int], channel: str) -> dict[tuple[int, str], str]:
    """The browser that said what holds, by person and purpose; "" where none did."""
    if not contact_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BROWSERS, [array_of(contact_ids), channel])
        return {(contact_id, purpose): said for contact_id, purpose, said in cursor.fetchall()}


def history(contact_id: int) -> tuple[StatementCard, ...]:
    """Every statement of this contact, newest first."""
    rows = Consent.objects.filter(contact_id=contact_id).select_related("text")
    return tuple(_statement_card(row) for row in rows.order_by("-stated_at", "-id"))


def suppressed(channel: str, addresses: tuple[str, ...]) -> tuple[SuppressionCard, ...]:
    """The suppressions that hold now for any of these (normalised) addresses."""
    rows = Suppression.objects.filter(channel=channel, address__in=addresses, lifted_at=None)
    return tuple(_suppression_card(row) for row in rows.order_by("address", "reason"))


def channels() -> list[tuple[str, str]]:
    """Every channel and its name in the reader's language."""
    return [(value, str(label)) for value, label in Channel.choices]


def purposes() -> list[tuple[str, str]]:
    """Every purpose and its name in the reader's language."""
    return [(value, str(label)) for value, label in Purpose.choices]


def asked() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What people are asked for: each channel with its name, and the purposes it is asked for."""
    names = dict(purposes())
    return [
        (channel, label, [(purpose, names[purpose]) for purpose in ASKED[channel]])
        for channel, label in channels()
    ]


def history_page(
    contact_id: int, *, before: Sequence[Any] | None, limit: int
) -> list[StatementCard]:
    """Statements newest first; `before` is [moment, id] of the last line of the page before."""
    rows = Consent.objects.filter(contact_id=contact_id).select_related("text")
    if before is not None:
        at, last = before
        rows = rows.filter(Q(stated_at__lt=at) | Q(stated_at=at, pk__lt=last))
    return [_statement_card(row) for row in rows.order_by("-stated_at", "-pk")[:limit]]


def _statement_card(row: Consent) -> StatementCard:
    """With the words of the version it was given to, where it names one."""
    text = row.text
    words = text.words if text else row.wording
    name = text_name(text.channel, text.purpose, text.language, text.version) if text else ""
    return StatementCard(
        row.pk,
        row.channel,
        row.purpose,
        row.granted,
        row.stated_at,
        row.source,
        words,
        row.recorded_by,
        row.recorded_at,
        name,
    )


def _suppression_card(row: Suppression) -> SuppressionCard:
    return SuppressionCard(
        row.pk,
        row.channel,
        row.address,
        row.reason,
        str(Suppression.Reason(row.reason).label),
        row.detail,
        row.suppressed_at,
        row.suppressed_by,
        row.lifted_at,
    )
