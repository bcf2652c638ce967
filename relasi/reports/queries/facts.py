"""The rows that the measures are counted from, as relations over what happened.

Each has the columns at, contact_id, source, ref (the id of an event or order), value, again
and bought. Parameters: since, until, name (of an event). A relation is the same whether it is
counted or shown, so a figure always opens the rows it was counted from.
"""

from relasi.engine import relations
from relasi.reports.rules import Facts

# A visit counts as bringing an order when one is placed within this time.
BUYS_WITHIN = "interval '7 days'"
# Somebody returns who was here within this time before; buys again within this time after.
COMES_BACK_WITHIN = "interval '90 days'"


def facts_sql(facts: Facts) -> str:
    """A SELECT of the facts with since <= at < until."""
    return {"visits": _visits, "events": _events, "orders": _orders, "repeats": _repeats}[facts]()


def _visits() -> str:
    """One row a visit: a session, or where none is known all that somebody looked at in a day.

    `again`: they had visited within 90 days before. `bought`: they placed an order within
    7 days after the visit began. Both windows grow row by row, so that they stay linear.
    """
    return f"""
        SELECT at, contact_id, source, NULL::bigint AS ref, pages::numeric AS value,
            COALESCE(at - earlier <= {COMES_BACK_WITHIN}, false) AS again,
            COALESCE(ordered_at - at < {BUYS_WITHIN}, false) AS bought
        FROM (
            SELECT step.*,
                max(at) FILTER (WHERE visit) OVER (PARTITION BY contact_id ORDER BY at
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier,
                min(at) FILTER (WHERE NOT visit) OVER (PARTITION BY contact_id
                    ORDER BY at DESC) AS ordered_at
            FROM (
                SELECT contact_id, min(at) AS at, max(source) AS source,
                    count(*) AS pages, true AS visit
                FROM {relations.physical("events")}
                WHERE name IN ('page viewed', 'product viewed') AND NOT by_machine
                    AND at >= %(since)s - {COMES_BACK_WITHIN} AND at < %(until)s
                GROUP BY contact_id, COALESCE(session, -extract(epoch FROM
                    date_trunc('day', at, %(zone)s))::bigint)
                UNION ALL
                SELECT contact_id, placed_at, '', 0, false FROM {relations.physical("orders")}
                WHERE status = 'completed' AND placed_at >= %(since)s
                    AND placed_at < %(until)s + {BUYS_WITHIN}
            ) step
        ) course
        WHERE visit AND at >= %(since)s
    """  # noqa: S608 - names of tables only


def _events() -> str:
    """One row an event; hits of machines are left out."""
    return f"""
        SELECT at, contact_id, source, id AS ref, 1::numeric AS value, false AS again,
            false AS bought, name
        FROM {relations.physical("events")}
        WHERE name IN ('product viewed', 'signed up', 'consent granted', 'link clicked')
            AND NOT by_machine AND at >= %(since)s AND at < %(until)s
    """  # noqa: S608 - names of tables only


def _orders() -> str:
    """One row a completed order; goods that came back count off."""
    return f"""
        SELECT placed_at AS at, contact_id, source, id AS ref,
            total_base - returned_base AS value, false AS again, true AS bought
        FROM {relations.physical("orders")}
        WHERE status = 'completed' AND placed_at >= %(since)s AND placed_at < %(until)s
    """  # noqa: S608 - names of tables only


def _repeats() -> str:
    """One row an order whose 90 days ended in the period; `at` is when they ended."""
    return f"""
        SELECT placed_at + {COMES_BACK_WITHIN} AS at, contact_id, source, id AS ref,
            value, COALESCE(next_at <= placed_at + {COMES_BACK_WITHIN}, false) AS again,
            true AS bought
        FROM (
            SELECT id, contact_id, placed_at, source, total_base - returned_base AS value,
                lead(placed_at) OVER (PARTITION BY contact_id ORDER BY placed_at, id) AS next_at
            FROM {relations.physical("orders")}
            WHERE status = 'completed' AND placed_at < %(until)s
                AND placed_at >= %(since)s - {COMES_BACK_WITHIN}
        ) course
        WHERE placed_at < %(until)s - {COMES_BACK_WITHIN}
    """  # noqa: S608 - names of tables only
