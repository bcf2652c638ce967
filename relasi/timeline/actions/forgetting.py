"""Events that go: of what did not happen after all, and of people who are deleted."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from .collecting.taking import wait_for_batch

# What lies in the lake alone is noted by its key; of the others the lake hears by itself.
FORGET = """
WITH gone AS (DELETE FROM timeline_eventkey WHERE key IN ({select}) RETURNING key, at),
noted AS (
    INSERT INTO timeline_lakenote (key, at)
    SELECT key, at FROM gone WHERE at < (SELECT hot_since FROM timeline_lakestate WHERE id = 1)
)
DELETE FROM timeline_event e USING gone WHERE e.key = gone.key AND e.at = gone.at
"""


def forget(keys: Sequence[str]) -> int:
    """Take the events with these keys off the timeline and return how many there were."""
    return forget_select("SELECT unnest(%s::text[])", [list(keys)])


def forget_select(sql: str, params: Sequence[Any] = ()) -> int:
    """The same for the keys that a query selects in one column."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET.format(select=sql), list(params))
        return int(cursor.rowcount)


# Their own, and of whoever was joined with them.
PROFILES = """
SELECT unnest(%(ids)s::bigint[]) AS id
UNION SELECT profile_id FROM timeline_alias WHERE contact_id = ANY(%(ids)s)
"""
FORGET_PEOPLE = (
    f"INSERT INTO timeline_lakenote (profile_id) {PROFILES}",
    f"""WITH gone AS (
        DELETE FROM timeline_event WHERE contact_id IN ({PROFILES}) RETURNING key
    )
    DELETE FROM timeline_eventkey k USING gone WHERE k.key = gone.key""",  # noqa: S608
    f"DELETE FROM timeline_oldercount WHERE profile_id IN ({PROFILES})",  # noqa: S608
    "DELETE FROM timeline_alias WHERE contact_id = ANY(%(ids)s)",
)


@transaction.atomic
def forget_people(contact_ids: Sequence[int]) -> None:
    """Everything that happened to these people, also long ago."""
    with connection.cursor() as cursor:
        for statement in FORGET_PEOPLE:
            cursor.execute(statement, {"ids": list(contact_ids)})


# What somebody did before they said who they are is theirs as much as what came after.
FORGET_VISITS = """
WITH gone AS (
    DELETE FROM timeline_event e USING timeline_visitor v
    WHERE v.contact_id = ANY(%(ids)s) AND e.contact_id = v.id RETURNING e.key
)
DELETE FROM timeline_eventkey k USING gone WHERE k.key = gone.key
"""
# Where others were seen too, what was done stays nobody's: it does not become the others'.
STAND_IN = """
UPDATE timeline_sighting s SET contact_id = 0, evidence = '{}'
WHERE s.id IN (
    SELECT DISTINCT ON (t.visitor_id) t.id
    FROM timeline_sighting t JOIN timeline_visitor v ON v.id = t.visitor_id
    WHERE t.contact_id = ANY(%(ids)s) AND t.undone_at IS NULL AND v.contact_id IS NULL
        AND NOT EXISTS (
            SELECT FROM timeline_sighting o
            WHERE o.visitor_id = t.visitor_id AND o.contact_id = 0 AND o.undone_at IS NULL
        )
    ORDER BY t.visitor_id, t.id
)
"""
OF_VISITORS = "SELECT id FROM timeline_visitor WHERE contact_id = ANY(%(ids)s)"
FORGET_VISITORS = (
    f"INSERT INTO timeline_lakenote (profile_id) {OF_VISITORS}",
    FORGET_VISITS,
    f"DELETE FROM timeline_oldercount WHERE profile_id IN ({OF_VISITORS})",  # noqa: S608
    STAND_IN,
    "DELETE FROM timeline_sighting WHERE contact_id = ANY(%(ids)s)",
    """DELETE FROM timeline_sighting s USING timeline_visitor v
    WHERE v.contact_id = ANY(%(ids)s) AND s.visitor_id = v.id""",
    """DELETE FROM timeline_glimpse g USING timeline_visitor v
    WHERE v.contact_id = ANY(%(ids)s) AND g.profile_id = v.id""",
    "DELETE FROM timeline_glimpse WHERE profile_id = ANY(%(ids)s)",
    """DELETE FROM timeline_session s USING timeline_visitor v
    WHERE v.contact_id = ANY(%(ids)s) AND s.visitor_id = v.id""",
    "DELETE FROM timeline_session WHERE contact_id = ANY(%(ids)s)",
    "DELETE FROM timeline_visitor WHERE contact_id = ANY(%(ids)s)",
)


@transaction.atomic
def forget_visitors(contact_ids: Sequence[int]) -> None:
    """The visitors these people alone were, with all they did, and that they were seen."""
    wait_for_batch()
    with connection.cursor() as cursor:
        for statement in FORGET_VISITORS:
            cursor.execute(statement, {"ids": list(contact_ids)})


REMOVE_SAMPLE = (
    "INSERT INTO timeline_lakenote (profile_id) VALUES (NULL)",
    "INSERT INTO timeline_lakenote (profile_id) SELECT id FROM contacts_contact WHERE is_sample",
    """WITH gone AS (
        DELETE FROM timeline_event e WHERE e.is_sample OR e.contact_id IN (
            SELECT id FROM contacts_contact WHERE is_sample
            UNION ALL SELECT a.profile_id FROM timeline_alias a
            JOIN contacts_contact c ON c.id = a.contact_id AND c.is_sample
        ) RETURNING key
    )
    DELETE FROM timeline_eventkey k USING gone WHERE k.key = gone.key""",
    """DELETE FROM timeline_alias a USING contacts_contact c
    WHERE c.id = a.contact_id AND c.is_sample""",
)


@transaction.atomic
def remove_sample() -> None:
    """Everything on the timeline of a sample contact, and sample events of anybody."""
    with connection.cursor() as cursor:
        for statement in REMOVE_SAMPLE:
            cursor.execute(statement)
