"""Members are brought up to date: the difference is found and written in one statement."""

import time
from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from relasi.audience.catalogue import check
from relasi.audience.compiling.people import people
from relasi.audience.compiling.running import text
from relasi.audience.events import SegmentChanged
from relasi.audience.models import Segment
from relasi.audience.queries.naming import catalogue, situation
from relasi.audience.rules.reading import BadTree, read
from relasi.audience.rules.tree import segments_used
from relasi.insight import public as insight
from relasi.kernel import bus
from relasi.kernel.errors import NotFound
from relasi.kernel.jobs import later

# EXCEPT compares sets whatever the statistics say: of a table that was just filled they know
# nothing, and a join may then be planned as one loop inside the other.
DIFFERENCE = """
WITH held AS MATERIALIZED ({people}),
gone AS (
    DELETE FROM audience_membership WHERE segment_id = %(segment)s AND contact_id = ANY (ARRAY(
        SELECT contact_id FROM audience_membership WHERE segment_id = %(segment)s
        EXCEPT SELECT contact_id FROM held)) RETURNING 1
),
came AS (
    INSERT INTO audience_membership (segment_id, contact_id, entered_at)
    SELECT %(segment)s, contact_id, %(now)s FROM (
        SELECT contact_id FROM held
        EXCEPT SELECT contact_id FROM audience_membership WHERE segment_id = %(segment)s) fresh
    RETURNING 1
)
SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM came), (SELECT count(*) FROM gone)
"""


def refresh(segment_id: int, now: datetime) -> int:
    """Bring the members up to date, those of the segments it asks for first; the new size.

    When the tree no longer holds (a tag is gone, here or in a segment it asks for) the members
    stay and `problem` says why; BadTree is raised.
    """
    row = Segment.objects.filter(pk=segment_id).first()
    if row is None:
        raise NotFound(_("This segment is gone. Look for it in the list of segments."))
    tree = read(row.tree)
    try:
        check(tree, catalogue(tree), itself=segment_id)
        for other in sorted(segments_used(tree)):
            refresh(other, now)
    except BadTree as bad:
        Segment.objects.filter(pk=segment_id).update(problem=bad.sentence)
        raise
    return _write(segment_id, now)


@transaction.atomic
def _write(segment_id: int, now: datetime) -> int:
    began = time.monotonic()
    row = Segment.objects.select_for_update().get(pk=segment_id)
    compiled = text(people(read(row.tree), around := situation(now)), around).replace("%", "%%")
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCE.format(people=compiled), {"segment": segment_id, "now": now})
        size, came, gone = cursor.fetchone() or (0, 0, 0)
    row.size, row.refreshed_at, row.problem = size, now, ""
    row.refresh_seconds = time.monotonic() - began
    row.save(update_fields=["size", "refreshed_at", "refresh_seconds", "problem"])
    if came or gone:
        bus.publish(SegmentChanged(segment_id, entered=came, left=gone, size=size))
    return int(size)


def refresh_all_soon() -> None:
    """Let the worker count every segment, after the scores that are awaited by now."""
    later("audience.refresh_all", lock=insight.SCORING)


def refresh_all(now: datetime) -> int:
    """Every segment in use; one whose tree no longer holds keeps its members and its problem.
    Returns how many were brought up to date.
    """
    done = 0
    for segment_id in Segment.objects.filter(archived_at=None).values_list("pk", flat=True):
        with suppress(BadTree):
            refresh(segment_id, now)
            done += 1
    return done
