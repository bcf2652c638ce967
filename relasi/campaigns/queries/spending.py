"""What the two groups of a campaign bought since their mail was due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from relasi.campaigns.rules.spending import Purchase
from relasi.engine import relations

from .cards import CampaignCard


@dataclass(frozen=True, slots=True)
class Observed:
    """`people` counts by (group, variant) those whose mail was due; `last_due` is the latest."""

    people: dict[tuple[str, str], int]
    purchases: tuple[Purchase, ...]
    last_due: datetime | None

    def headcount(self, group: str, variant: str | None = None) -> int:
        return sum(
            count
            for (of_group, of_variant), count in self.people.items()
            if of_group == group and variant in {None, of_variant}
        )

    def bought(self, group: str, variant: str | None = None) -> list[Purchase]:
        return [
            row for row in self.purchases if row.group == group and variant in {None, row.variant}
        ]


def observed(campaign: CampaignCard, *, now: datetime) -> Observed:
    """Everybody counts in the group drawn for them, whether or not a mail arrived."""
    values: dict[str, Any] = {
        "campaign": campaign.id,
        "window": timedelta(days=campaign.window_days),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        people = cursor.fetchall()
        cursor.execute(_purchases_sql(), values)
        purchases = tuple(Purchase(*row) for row in cursor.fetchall())
    return Observed(
        people={(group, variant): count for group, variant, count, _ in people},
        purchases=purchases,
        last_due=max((row[3] for row in people), default=None),
    )


_PEOPLE = """
    SELECT r."group", r.variant, count(*), max(r.due_at) FROM campaigns_recipient r
    WHERE r.campaign_id = %(campaign)s AND r.due_at <= %(now)s GROUP BY 1, 2
"""


def _purchases_sql() -> str:
    """One row per person and day: group, variant, contact_id, day, amount, orders."""
    return f"""
        SELECT r."group", r.variant, r.contact_id,
            floor(extract(epoch FROM o.placed_at - r.due_at) / 86400)::int,
            sum(o.total_base - o.returned_base)::float8, count(*)
        FROM campaigns_recipient r
        JOIN {relations.physical("orders")} o ON o.contact_id = r.contact_id
            AND o.placed_at >= r.due_at AND o.placed_at < r.due_at + %(window)s
        WHERE r.campaign_id = %(campaign)s AND r.due_at <= %(now)s
            AND o.status = 'completed' AND o.placed_at < %(now)s
        GROUP BY 1, 2, 3, 4 ORDER BY 3, 4
    """  # noqa: S608 - names of tables only
