"""Which two people must not become one without being looked at, for what they allowed."""

from collections.abc import Sequence

from django.db import connection

# What one allowed would hold for the addresses of the other too: of who refused it, and of who
# never said anything and has an address of that kind.
WIDENED = """
WITH pairs AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS p(a, b)),
sides AS (SELECT a, b, a AS one, b AS other FROM pairs UNION ALL SELECT a, b, b, a FROM pairs)
SELECT DISTINCT s.a, s.b FROM sides s
JOIN consent_permission g ON g.contact_id = s.one AND g.granted
LEFT JOIN consent_permission o
    ON o.contact_id = s.other AND o.channel = g.channel AND o.purpose = g.purpose
WHERE NOT coalesce(o.granted, false) AND (o.id IS NOT NULL OR EXISTS (
    SELECT FROM contacts_identity i WHERE i.contact_id = s.other
    AND i.kind = CASE WHEN g.channel = 'email' THEN 'email' ELSE 'phone' END))
"""


def widened(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of these pairs, those where one allowed what the other did not."""
    with connection.cursor() as cursor:
        cursor.execute(WIDENED, [[a for a, _b in pairs], [b for _a, b in pairs]])
        return {(a, b) for a, b in cursor.fetchall()}
