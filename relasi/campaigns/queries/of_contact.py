"""The campaigns of one person: why they got a mail, or why not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from relasi.engine import relations


@dataclass(frozen=True, slots=True)
class Decision:
    """`state` is of the mail, '' without one; `reason` why there is none or it failed."""

    campaign_id: int
    name: str
    group: str
    state: str
    reason: str
    detail: str
    at: datetime


def decisions_of(contact_id: int, *, owners: frozenset[int] | None, limit: int) -> list[Decision]:
    """The newest first; `owners` as `accounts.visible_owners` gives them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT k.id, k.name, r."group", COALESCE(d.state, ''),
                COALESCE(NULLIF(r.reason, ''), d.reason, ''), COALESCE(d.detail, ''),
                COALESCE(d.sent_at, r.due_at, r.assigned_at)
            FROM campaigns_recipient r JOIN campaigns_campaign k ON k.id = r.campaign_id
            LEFT JOIN {relations.physical("deliveries")} d ON d.mailing_id = k.mailing_id
                AND d.contact_id = r.contact_id AND d.channel = 'email'
            WHERE r.contact_id = %(contact)s
                AND (%(owners)s::bigint[] IS NULL OR k.owner_id = ANY(%(owners)s))
            ORDER BY 7 DESC, k.id DESC LIMIT %(limit)s
            """,  # noqa: S608 - names of tables only
            {
                "contact": contact_id,
                "owners": None if owners is None else sorted(owners),
                "limit": limit,
            },
        )
        return [Decision(*row) for row in cursor.fetchall()]
