"""The draw: who is written to, who is held out, who cannot be reached; in one statement."""

import json
from datetime import datetime

from django.db import connection

from relasi.accounts import public as accounts
from relasi.campaigns.models import Campaign, Recipient
from relasi.campaigns.queries.cards import CampaignCard
from relasi.campaigns.queries.people import CHANNEL, NO_ADDRESS, people_sql, zones
from relasi.campaigns.rules import draw, schedule
from relasi.contacts import public as contacts
from relasi.engine import relations


def draw_people(campaign: CampaignCard, *, now: datetime) -> int:
    """Put everybody of the segment into a group, once. Returns how many were added.

    Only the reachable can be held out, so both groups could have been written to.
    """
    own = accounts.organisation().time_zone
    due = due_by_zone(campaign, own=own, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO campaigns_recipient
                (campaign_id, contact_id, "group", variant, reason, due_at, assigned_at)
            SELECT %(campaign)s, p.contact_id,
                CASE WHEN p.reason <> '' THEN 'unreachable'
                     WHEN {draw.draw_sql("p.contact_id")} THEN 'held_out'
                     ELSE 'contacted' END,
                p.variant, p.reason,
                CASE WHEN p.reason = '' THEN COALESCE(due.at::timestamptz, %(own_due)s) END,
                %(now)s
            FROM ({people_sql(campaign)}) p
            LEFT JOIN jsonb_each_text(%(due)s::jsonb) due (zone, at) ON due.zone = p.zone
            ON CONFLICT (campaign_id, contact_id) DO NOTHING
            """,  # noqa: S608 - relations and ids only
            {
                "campaign": campaign.id,
                "seed": campaign.seed,
                "threshold": draw.threshold(float(campaign.holdout_percent)),
                "own_due": due[own],
                "due": json.dumps({zone: at.isoformat() for zone, at in due.items()}),
                "now": now,
            },
        )
        return int(cursor.rowcount)


def note_unwritten(campaign_id: int, mailing_id: int) -> None:
    """Whoever was drawn and has no message says why: their address went since the draw."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE campaigns_recipient r SET reason = '{NO_ADDRESS}'
            WHERE r.campaign_id = %s AND r."group" = '{Recipient.Group.CONTACTED}'
                AND NOT EXISTS (SELECT FROM {relations.physical("deliveries")} d
                    WHERE d.mailing_id = %s AND d.contact_id = r.contact_id)
            """,  # noqa: S608 - names and words of our own
            [campaign_id, mailing_id],
        )


def due_by_zone(campaign: CampaignCard, *, own: str, now: datetime) -> dict[str, datetime]:
    """When the mail is due for people of each zone; a moment that is gone by becomes now."""
    if campaign.send_at_local is None:
        return {own: now}
    due = schedule.due_by_zone(
        campaign.send_at_local,
        zones(campaign),
        own=own,
        everywhere=campaign.zone == Campaign.Zone.RECIPIENT,
    )
    return {zone: max(at, now) for zone, at in due.items()}


def contacted_sql() -> str:
    """Those to write to, as the ledger takes them; parameter `campaign`."""
    return f"""
        SELECT r.contact_id, a.value AS address, r.variant, r.due_at
        FROM campaigns_recipient r
        JOIN ({contacts.primary_addresses_sql(CHANNEL)}) a ON a.contact_id = r.contact_id
        WHERE r.campaign_id = %(campaign)s AND r."group" = '{Recipient.Group.CONTACTED}'
    """  # noqa: S608 - relations only
