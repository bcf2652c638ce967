"""A page of a timeline when a hundred million events lie in the lake alone.

They are of a million people over five years, five pages a visit, made once and kept
(RELASI_BENCH_LAKE_EVENTS makes fewer), without PostgreSQL ever having them; asked for is the
first page of people drawn by lot.
"""

import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime

from .contacts_import import _house
from .lake import AGENT, SEED, SITE
from .population import HOME, _schema
from .rows import Row, row

EVENTS = int(os.environ.get("RELASI_BENCH_LAKE_EVENTS", "100000000"))
PEOPLE, MONTHS = 1_000_000, 60
PAGE, LOOKS, SHOWN = 0.3, 200, 31

# Five pages a visit; a month of a person is one or two visits at most.
MONTH = """
INSERT INTO lake.events
SELECT {first} + i, profile, happened_at, CASE WHEN kind < 80 THEN 'page viewed' ELSE
    'Product Added' END, 'web', '', {first} + i // 5, CASE WHEN kind < 80 THEN url ELSE '' END,
  NULL, NULL, NULL, NULL, hash(profile, 'machine') % 50 = 0,
  '{{"url": "' || url || '", "path": "/products/' || product || '", "title": "Coffee ' || product
    || ' | Kopi Lereng"' || CASE WHEN kind < 80 THEN '' ELSE ', "sku": "C-' || product
    || '", "price": 45000, "currency": "IDR", "quantity": 1' END
    || ', "context": {{"agent": "{agent}' || 80 + profile % 60
    || '.0.0.0", "referrer": "https://www.google.com/"}}, "source_id": 1, "anonymous_id": "'
    || word[1:8] || '-' || word[9:12] || '-4' || word[13:15] || '-a' || word[16:18] || '-'
    || word[19:30] || '"}}', NULL, false
FROM (
  SELECT i, profile, product, kind, md5(profile::VARCHAR) AS word, '{site}' || product AS url,
    '{since}'::TIMESTAMPTZ + to_microseconds(
      (hash(profile, {first}) % 2300000)::BIGINT * 1000000 + i % 5 * 47000000
      + (hash(i) % 30000000)::BIGINT) AS happened_at
  FROM (SELECT i, (1 + hash(i // 5, {first}) % {people})::BIGINT AS profile,
          (hash(i, 'p') % 500)::INT AS product, (hash(i, 'k') % 100)::INT AS kind
        FROM range({rows}) AS t (i))
)
"""


def run() -> list[Row]:
    home = HOME / f"lake-{EVENTS}-{_schema()}"
    home.mkdir(parents=True, exist_ok=True)
    with _house(home):
        os.environ["RELASI_LAKE"] = str(home / "lake")
        from relasi.timeline.models import LakeState

        if not LakeState.objects.filter(hot_since__isnull=False).exists():
            _make()
        times = _looks()
    name = f"timeline page, {EVENTS // 1_000_000} million events in the lake"
    return [
        row("lake", f"{name}, p50", statistics.median(times)),
        row("lake", f"{name}, p95", sorted(times)[int(len(times) * 0.95)], at_most=PAGE),
    ]


def _make(events: int = EVENTS) -> None:
    from django.db import connection

    from relasi.timeline.actions.lake.table import opened, writing
    from relasi.timeline.models import LakeState
    from relasi.timeline.rules import months

    lake, each = opened(), events // MONTHS
    lake.execute("DELETE FROM lake.events")
    spans = months(datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC))
    for number, month in enumerate(spans):
        words = {"first": 1 + number * each, "rows": each, "people": PEOPLE}
        began = time.monotonic()
        with writing(lake):
            lake.execute(
                MONTH.format(
                    since=month.isoformat(), site=SITE, agent=AGENT.partition("{")[0], **words
                )
            )
        print(f"  {month:%Y-%m} {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timeline_oldercount (profile_id, channel, events)"
            " SELECT n, 'web', 1 FROM generate_series(1, %s) n",
            [PEOPLE],
        )
    LakeState.objects.update_or_create(
        pk=1, defaults={"hot_since": datetime(2025, 1, 1, tzinfo=UTC)}
    )


def _looks() -> list[float]:
    """Each of somebody else; the first few open the lake and are not counted."""
    from relasi.timeline import public as timeline

    rng, times = random.Random(SEED), []
    for number in range(LOOKS + 10):
        began = time.monotonic()
        page = timeline.page_of(rng.randrange(1, PEOPLE + 1), limit=SHOWN)
        if number >= 10:
            times.append(time.monotonic() - began)
            assert len(page) > 10 or EVENTS < 20_000_000
    return times
