"""Scores for a million people, computed anew: reading, computing and writing back."""

import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from .population import AS_OF, company

Row = dict[str, Any]
BAR_SECONDS = 10.0

# The same three scores as somebody would write them in SQL, without lifecycle and categories.
PLAIN = """
CREATE TEMP TABLE plain AS
SELECT contact_id, ntile(5) OVER (ORDER BY last, contact_id) AS r,
  ntile(5) OVER (ORDER BY n, contact_id) AS f, ntile(5) OVER (ORDER BY revenue, contact_id) AS m
FROM (SELECT contact_id, max(placed_at) AS last, count(*) AS n,
        sum(total_base - returned_base) AS revenue
      FROM commerce_order WHERE status = 'completed' AND placed_at <= %s GROUP BY 1) x
"""
PLAIN_LINES = """
CREATE TEMP TABLE plain_lines AS
SELECT l.contact_id, count(DISTINCT p.category_id) AS categories, sum(l.quantity) AS items
FROM commerce_orderline l JOIN commerce_product p ON p.id = l.product_id
JOIN commerce_order o ON o.id = l.order_id
WHERE o.status = 'completed' AND l.placed_at <= %s GROUP BY 1
"""


def run() -> list[Row]:
    with company() as address:
        prepare(address)
        return measure()


def prepare(address: str) -> None:
    """Django on the benchmark's database, as the worker runs it."""
    os.environ.update(
        RELASI_DATABASE_URL=address,
        RELASI_SECRET="a-secret-for-benchmarks-only",
        DJANGO_SETTINGS_MODULE="relasi.project.settings",
    )
    import django

    django.setup()


def measure() -> list[Row]:
    from django.db import connection

    from relasi.accounts.public import SYSTEM
    from relasi.insight.public import recompute

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insight_score, insight_scorerun")
        plain = timed(lambda: [cursor.execute(sql, [AS_OF]) for sql in (PLAIN, PLAIN_LINES)])
    first = timed(lambda: recompute(now=AS_OF, by=SYSTEM))
    again = timed(lambda: recompute(now=AS_OF + timedelta(days=1), by=SYSTEM))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        row("scores anew, one day later", again, "scores only, plain SQL", plain, BAR_SECONDS),
        row("scores, the very first time", first, "scores only, plain SQL", plain, None),
        row("peak memory of the worker", peak, None, None, 2500.0, unit="MB"),
    ]


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def row(  # noqa: PLR0913
    name: str,
    value: float,
    peer: str | None,
    peer_value: float | None,
    bar: float | None,
    *,
    unit: str = "s",
    group: str = "insight",
) -> Row:
    return {
        "group": group,
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "bar": bar,
        "holds": None if bar is None else value <= bar,
    }
