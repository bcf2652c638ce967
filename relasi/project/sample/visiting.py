"""What the sample company's people did before they bought: made up, from the seed.

Two orders in ten are preceded by a visit to the shop's pages that looks at goods of that
order; now and then people only look. Chances are drawn from a hash of the seed and the row,
so that they do not depend on the order of rows or on threads.
"""

from datetime import timedelta
from pathlib import Path

import duckdb

from relasi.timeline import public as timeline

from .copying import copy_query

# chance(what, ...) is a number in [0, 1) that depends on the seed and its arguments alone.
CHANCES = """
CREATE MACRO chance(what, one, two) AS
    (hash({seed}, what, one, two) % 1000003)::double / 1000003;
CREATE MACRO came_by(number) AS CASE WHEN number < .32 THEN 'search' WHEN number < .56 THEN 'direct'
    WHEN number < .70 THEN 'email' WHEN number < .83 THEN 'social' WHEN number < .94 THEN 'ads'
    ELSE 'partner' END;
"""

VISITED = """
CREATE TABLE visited AS
SELECT basket_id, household_id, came_by(chance('source', basket_id, 0)) AS source,
    (hash({seed}, 'session', basket_id) // 2)::bigint AS session,
    happened - to_seconds((600 + 170000 * chance('ahead', basket_id, 0) ** 2)::bigint) AS began
FROM baskets WHERE chance('visits', basket_id, 0) < .2
"""

BROWSED = """
CREATE TABLE browsed AS
SELECT c.household_id, came_by(chance('source', c.household_id, week)) AS source,
    (hash({seed}, 'browse', c.household_id, week) // 2)::bigint AS session,
    {today} - to_days((7 * week)::integer)
        - to_seconds((604800 * chance('when', c.household_id, week))::bigint) AS began
FROM contact_ids c, range(52) weeks (week)
WHERE chance('browses', c.household_id, week) < .07
"""

PEOPLE_EVENTS = """
SELECT c.id, c.signed_up_at - INTERVAL 4 MINUTE AS happened, 'page viewed', c.source, NULL,
    'https://shop.example.com/', NULL FROM contact_ids c
UNION ALL
SELECT c.id, c.signed_up_at, 'signed up', c.source, NULL, 'https://shop.example.com/join', NULL
FROM contact_ids c
"""

VISIT_EVENTS = """
WITH visits AS (
    SELECT session, household_id, source, began, basket_id FROM visited
    UNION ALL
    SELECT session, household_id, source, began, NULL FROM browsed
),
after AS (
    SELECT v.*, c.id AS contact_id FROM visits v JOIN contact_ids c USING (household_id)
    WHERE v.began > c.signed_up_at
),
looked AS (
    SELECT v.contact_id, v.began + to_seconds(40 * row_number() OVER (PARTITION BY v.session))
            AS happened,
        v.source, v.session, t.product_id
    FROM after v JOIN transactions t USING (basket_id)
    WHERE chance('looks', t.basket_id, t.product_id) < .2
    QUALIFY row_number() OVER (PARTITION BY v.session ORDER BY t.product_id) <= 4
    UNION ALL
    SELECT v.contact_id, v.began + INTERVAL 50 SECOND, v.source, v.session, p.product_id
    FROM after v JOIN popular p ON p.place = 1 + hash({seed}, 'liked', v.session) % 400
    WHERE v.basket_id IS NULL
)
SELECT contact_id, began AS happened, 'page viewed', source, session,
    'https://shop.example.com/', NULL
FROM after
UNION ALL
SELECT l.contact_id, l.happened, 'product viewed', l.source, l.session,
    'https://shop.example.com/products/S' || l.product_id, i.id
FROM looked l JOIN product_ids i USING (product_id)
"""

POPULAR = """
CREATE TABLE popular AS
SELECT product_id, row_number() OVER (ORDER BY count(*) DESC, product_id) AS place
FROM transactions GROUP BY product_id ORDER BY place LIMIT 400
"""

# What the shop posted to households, and the coupons that came back.
COUPON_EVENTS = """
SELECT c.id, moved_day(d.start_date) AS happened, 'coupons sent' AS name, 'mail' AS channel,
    json_object('campaign', d.campaign_id, 'type', d.campaign_type) AS properties
FROM campaigns m JOIN campaign_descriptions d USING (campaign_id)
JOIN contact_ids c USING (household_id)
UNION ALL
SELECT c.id, least(moved_day(r.redemption_date), {now}), 'coupon redeemed', 'orders',
    json_object('campaign', r.campaign_id, 'coupon', r.coupon_upc)
FROM coupon_redemptions r JOIN contact_ids c USING (household_id)
"""


def plan_visits(con: duckdb.DuckDBPyConnection, seed: int, today: str) -> None:
    """Which orders began on the web; the orders themselves name the same source."""
    for statement in (CHANCES, VISITED, BROWSED, POPULAR):
        con.execute(statement.format(seed=seed, today=today))


def load_events(con: duckdb.DuckDBPyConnection, folder: Path, seed: int, now: str) -> None:
    """Sign-ups, visits and coupons; orders are told by commerce."""
    made = VISIT_EVENTS.format(seed=seed)
    con.execute(
        "CREATE TABLE web_events AS SELECT * FROM"  # noqa: S608
        f" ({PEOPLE_EVENTS}) one (contact_id, happened, name, source, session, url, product_id)"
        f" UNION ALL SELECT * FROM ({made}) two"
    )
    span = con.execute("SELECT min(happened), max(happened) FROM web_events").fetchone()
    assert span is not None
    timeline.ensure_partitions(span[0], span[1] + timedelta(days=31))
    copy_query(
        con,
        folder,
        "timeline_event",
        "contact_id, at, name, channel, source, session, url, product_id, is_sample",
        "SELECT contact_id, happened, name, 'web', source, session, url, product_id, true"  # noqa: S608
        f" FROM web_events WHERE happened <= {now} ORDER BY happened",
    )
    copy_query(
        con,
        folder,
        "timeline_event",
        "contact_id, at, name, channel, properties, is_sample",
        f"SELECT *, true FROM ({COUPON_EVENTS.format(now=now)}) ORDER BY happened",  # noqa: S608
    )
