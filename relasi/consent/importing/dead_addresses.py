"""Addresses that another program knew to be dead: nobody writes to them from here either."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from relasi.contacts.public import importing

DEAD = "consent.dead"
# One that is suppressed for this reason already stays as it is.
SUPPRESS = """
INSERT INTO consent_suppression
    (channel, address, reason, detail, is_sample, suppressed_at, suppressed_by, lifted_by)
SELECT 'email', address, 'bounced', %(detail)s, false, %(at)s, %(by)s, ''
FROM (SELECT DISTINCT unnest(%(addresses)s::text[]) AS address) dead
ON CONFLICT (channel, address, reason) WHERE lifted_at IS NULL DO NOTHING
RETURNING id
"""
DEAD_ADDRESS = importing.UndoTable(
    "consent_suppression", _("Suppressed addresses"), "t.address", versioned=False
)


def suppress_dead(batch: importing.Batch) -> None:
    """Suppress the addresses of rows that say so. Taken back with the import."""
    if DEAD not in batch.values or "email" not in batch.values:
        return
    dead = [
        address
        for said, addresses in zip(batch.values[DEAD], batch.values["email"], strict=True)
        if said == "yes"
        for address in addresses.split()
    ]
    if not dead:
        return
    run = batch.run
    with connection.cursor() as cursor:
        cursor.execute(
            SUPPRESS,
            {"detail": f"import {run.id}", "at": run.at, "by": run.by, "addresses": sorted(dead)},
        )
        ids = [row[0] for row in cursor.fetchall()]
    importing.record_made(batch, "consent_suppression", ids)
