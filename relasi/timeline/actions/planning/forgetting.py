"""Names that only somebody who goes ever sent: nobody knows what a client put into them."""

from collections.abc import Sequence

from django.db import connection, transaction

from relasi.timeline.actions.collecting.taking import wait_for_batch

# Their own events, of whoever was joined with them, and of the visitors they alone were.
ONLY_THEIRS = """
WITH whose AS (
    SELECT unnest(%(ids)s::bigint[]) AS id
    UNION SELECT profile_id FROM timeline_alias WHERE contact_id = ANY(%(ids)s)
    UNION SELECT id FROM timeline_visitor WHERE contact_id = ANY(%(ids)s)
), sent AS (
    SELECT e.name, count(*) AS events FROM timeline_event e
    WHERE e.contact_id IN (SELECT id FROM whose) AND EXISTS (SELECT FROM timeline_plan_seen)
    GROUP BY e.name
), theirs AS (
    SELECT sent.name FROM sent WHERE sent.events >= (
        SELECT sum(s.events) FROM timeline_plan_seen s
        WHERE s.event = sent.name AND s.property = '' AND s.kind = '')
), deviated AS (
    DELETE FROM timeline_plan_deviation d USING theirs WHERE d.event = theirs.name
)
DELETE FROM timeline_plan_seen s USING theirs WHERE s.event = theirs.name
"""


@transaction.atomic
def forget_names(contact_ids: Sequence[int]) -> None:
    """Before their events go: those tell which names were theirs alone."""
    wait_for_batch()
    with connection.cursor() as cursor:
        cursor.execute(ONLY_THEIRS, {"ids": list(contact_ids)})
