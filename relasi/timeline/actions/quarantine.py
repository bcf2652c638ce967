"""Events in quarantine go through again, or away."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from relasi.accounts.public import Actor, record
from relasi.timeline.models import Quarantined

# Rows go back as they came, with the time they were received, and are no longer counted as in
# quarantine: they will be counted again for whatever becomes of them.
AGAIN = """
    WITH gone AS (
        DELETE FROM timeline_quarantined WHERE id IN ({chosen}) RETURNING *
    ), back AS (
        INSERT INTO timeline_arrival
            (source_id, family, kind, received_at, ip, agent, shared, body, gpc)
        SELECT source_id, family, kind, received_at, ip, agent, shared, body, gpc
        FROM gone ORDER BY id
    ), counted AS (
        INSERT INTO timeline_intake (source_id, minute, outcome, reason, events)
        SELECT source_id, date_trunc('minute', quarantined_at), 'quarantined', reason, -count(*)
        FROM gone GROUP BY 1, 2, 4 ORDER BY 1, 2, 4
        ON CONFLICT (source_id, minute, outcome, reason)
            DO UPDATE SET events = timeline_intake.events + excluded.events
    )
    SELECT count(*) FROM gone
"""


@transaction.atomic
def send_again(*, rows: QuerySet[Quarantined], by: Actor, now: datetime) -> int:
    """Put the rows back among what waits to be processed, all or none; how many they were."""
    chosen, params = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(AGAIN.format(chosen=chosen), params)
        count = int(cursor.fetchone()[0])
    if count:
        record(by, "sent through again", "quarantine", at=now, events=count)
    return count


@transaction.atomic
def delete_quarantined(*, rows: QuerySet[Quarantined], by: Actor, now: datetime) -> int:
    """Throw the rows away; the counts keep saying that there were so many."""
    count, _by_model = rows.order_by().delete()
    if count:
        record(by, "deleted", "quarantine", at=now, events=count)
    return count
