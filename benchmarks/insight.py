"""Scores for a million people: from all purchases, and a day of trade later."""

import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta

from .population import AS_OF, company, settle
from .rows import Row, row

BAR = 10.0

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

# A day of trade after AS_OF: one in seventy buys three things.
DAY = """
INSERT INTO commerce_order (external_id, contact_id, status, placed_at, currency, total,
  total_base, returned_base, coupon, source, is_sample, version)
SELECT 'day/' || id, id, 'completed', %s::timestamptz + id %% 1440 * interval '1 minute', 'IDR',
  30000, 30000, 0, '', 'day', false, 1 FROM contacts_contact WHERE id %% 70 = 3
"""
DAY_LINES = """
INSERT INTO commerce_orderline (order_id, contact_id, product_id, placed_at, quantity, amount,
  amount_base, number)
SELECT o.id, contact_id, 1 + (contact_id * n) % 2000, placed_at, 1, 10000, 10000, n
FROM commerce_order o, generate_series(1, 3) n WHERE source = 'day'
"""
END_OF_DAY = """
DELETE FROM commerce_orderline l USING commerce_order o
WHERE o.id = l.order_id AND o.source = 'day';
DELETE FROM commerce_order WHERE source = 'day'
"""


def run() -> list[Row]:
    with company() as address:
        prepare(address)
        return measure(address)


def prepare(address: str) -> None:
    """Django on the benchmark's database, as the worker runs it."""
    os.environ.update(
        RELASI_DATABASE_URL=address,
        RELASI_SECRET="a-secret-for-benchmarks-only",
        DJANGO_SETTINGS_MODULE="relasi.project.settings",
    )
    import django

    django.setup()


def measure(address: str) -> list[Row]:
    from django.db import connection

    from relasi.accounts.public import SYSTEM
    from relasi.insight.public import recompute

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE insight_score, insight_scorerun, insight_purchasechange")
        first = timed(lambda: recompute(now=AS_OF, by=SYSTEM))
        cursor.execute("SET work_mem = '256MB'; SET jit = off")  # as the engine has it
        plain = timed(lambda: [cursor.execute(sql, [AS_OF]) for sql in (PLAIN, PLAIN_LINES)])
        everything = timed(lambda: recompute(now=AS_OF, by=SYSTEM, whole=True))
        try:
            cursor.execute(DAY, [AS_OF])
            cursor.execute(DAY_LINES)
            settle(address)
            day = timed(lambda: recompute(now=AS_OF + timedelta(days=1), by=SYSTEM))
        finally:
            cursor.execute(END_OF_DAY)
            recompute(now=AS_OF, by=SYSTEM)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peer = ("r, f, m, range; plain SQL", plain)
    return [
        row("insight", "everybody, a day of trade later", day, peer=peer, at_most=BAR),
        row("insight", "everybody, all purchases read", everything, peer=peer, at_most=BAR),
        row("insight", "the same, the very first time", first),
        row("insight", "peak memory of the worker", peak, "MB", at_most=2500),
    ]


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
