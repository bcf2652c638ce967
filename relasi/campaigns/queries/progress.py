"""How far the sending has come, and how the people were drawn."""

from dataclasses import dataclass

from django.db import connection

from relasi.messaging import public as messaging

from .cards import CampaignCard


@dataclass(frozen=True, slots=True)
class Progress:
    """The ledger in the words of the page; `total` is everybody who was to get a mail."""

    total: int
    waiting: int
    delivered: int
    in_doubt: int
    failed: int
    held_back: int
    cancelled: int

    @property
    def over(self) -> int:
        return self.total - self.waiting


def progress(campaign: CampaignCard) -> Progress:
    """How far the sending has come."""
    counts = messaging.counts(campaign.mailing_id) if campaign.mailing_id else {}
    waiting = ("queued", "claimed", "sending", "deferred")
    return Progress(
        total=sum(counts.values()),
        waiting=sum(counts.get(state, 0) for state in waiting),
        delivered=counts.get("sent", 0),
        in_doubt=counts.get("in_doubt", 0),
        failed=counts.get("failed", 0),
        held_back=counts.get("suppressed", 0),
        cancelled=counts.get("cancelled", 0),
    )


def drawn(campaign_id: int) -> dict[tuple[str, str], int]:
    """How many people are in each group, the unreachable by their reason: (group, reason)."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "group", reason, count(*) FROM campaigns_recipient'
            " WHERE campaign_id = %s GROUP BY 1, 2",
            [campaign_id],
        )
        return {(group, reason): count for group, reason, count in cursor.fetchall()}
