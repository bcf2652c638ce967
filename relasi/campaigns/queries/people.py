"""Whom a campaign is for, and whom of them it can reach: as relations and as counts."""

from dataclasses import dataclass

from django.db import connection

from relasi.audience import public as audience
from relasi.consent import public as consent
from relasi.contacts import public as contacts
from relasi.engine import relations

from .cards import CampaignCard

CHANNEL = "email"
PURPOSE = "marketing"
# Why somebody cannot be reached; the other words come from `consent`.
NO_ADDRESS = "no_address"
NO_CONTENT = "no_content"


@dataclass(frozen=True, slots=True)
class People:
    """`by_reason` counts those who cannot be reached; `by_variant` those who can."""

    total: int
    by_reason: dict[str, int]
    by_variant: dict[str, int]

    @property
    def reachable(self) -> int:
        return sum(self.by_variant.values())


def people_sql(campaign: CampaignCard) -> str:
    """Everybody the campaign is for: contact_id, zone, address, variant, reason ('' = reachable).

    No value of a user enters the text: ids and the keys a to j only.
    """
    if campaign.segment_id is None:
        raise ValueError(f"Campaign {campaign.id} has no segment.")
    joins, variant = _variants_sql(campaign)
    reason = consent.reason_not_sql("m.contact_id", "a.value", CHANNEL, PURPOSE)
    return f"""
        SELECT m.contact_id, c.time_zone AS zone, a.value AS address, {variant} AS variant,
            CASE WHEN a.value IS NULL THEN '{NO_ADDRESS}'
                 WHEN {reason} <> '' THEN {reason}
                 WHEN {variant} = '' THEN '{NO_CONTENT}'
                 ELSE '' END AS reason
        FROM ({audience.members_sql(campaign.segment_id)}) m
        JOIN {relations.physical("contacts")} c ON c.id = m.contact_id
        LEFT JOIN ({contacts.primary_addresses_sql(CHANNEL)}) a ON a.contact_id = m.contact_id
        {joins}
    """  # noqa: S608 - relations and ids only


def _variants_sql(campaign: CampaignCard) -> tuple[str, str]:
    """Joins to the variants' segments, and the expression that picks the first that fits."""
    joins, cases, otherwise = "", "", ""
    for variant in campaign.variants:
        if variant.segment_id is None:
            otherwise = variant.key
            break
        name = f"in_{variant.key}"
        members = audience.members_sql(variant.segment_id)
        joins += f" LEFT JOIN ({members}) {name} ON {name}.contact_id = m.contact_id"
        cases += f" WHEN {name}.contact_id IS NOT NULL THEN '{variant.key}'"
    return joins, f"CASE{cases} ELSE '{otherwise}' END" if cases else f"'{otherwise}'"


def mails_sql(campaign: CampaignCard) -> str:
    """Who would get which content: contact_id, variant; for the check of every mail."""
    return f"SELECT contact_id, variant FROM ({people_sql(campaign)}) p WHERE reason = ''"  # noqa: S608


def people(campaign: CampaignCard) -> People:
    """How many the campaign would reach now and why not the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT reason, variant, count(*) FROM ({people_sql(campaign)}) p GROUP BY 1, 2"  # noqa: S608
        )
        rows = cursor.fetchall()
    by_reason: dict[str, int] = {}
    by_variant: dict[str, int] = {}
    for reason, variant, count in rows:
        counts, key = (by_reason, reason) if reason else (by_variant, variant)
        counts[key] = counts.get(key, 0) + count
    return People(sum(row[2] for row in rows), by_reason, by_variant)


def zones(campaign: CampaignCard) -> frozenset[str]:
    """The time zones the members have, as they are written; '' is not known."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT zone FROM ({people_sql(campaign)}) p")  # noqa: S608
        return frozenset(row[0] for row in cursor.fetchall())
