"""The lake: filled from PostgreSQL beside DuckDB's bare COPY, and its bytes.

Events are told as clients of a shop send them (a visit is five pages on one device, its browser
and where it came from in each), processed, and brought over; bytes are counted after compaction.
"""

import os
import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .contacts_import import _house
from .rows import Row, row
from .timeline import _process, _source

ARRIVALS = int(os.environ.get("RELASI_BENCH_ARRIVALS", "200000"))
VISITORS, SEED, BYTES = 20_000, 7, 30
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0"
SITE = "https://shop.example/products/"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="relasi-bench-lake-") as name, _house(Path(name)):
        os.environ["RELASI_LAKE"] = f"{name}/lake"
        from relasi.timeline.actions.lake.rounds import bring_over

        bring_over(datetime.now(UTC))
        _process(_source(), _visits(ARRIVALS))
        began = time.monotonic()
        done = bring_over(datetime.now(UTC))
        rate = ARRIVALS / (time.monotonic() - began)
        assert done is not None
        assert done.added == ARRIVALS
        bare = _bare_copy(Path(name))
        size = _bytes_each()
    peer = ("DuckDB’s COPY to Parquet", bare)
    return [
        row("lake", "PostgreSQL → lake", rate, "events/s", peer=peer),
        row("lake", "Parquet, after compaction", size, "bytes/event", at_most=BYTES),
    ]


def _bare_copy(folder: Path) -> float:
    """The same rows by DuckDB alone: unsorted, without catalogue, mark or notes."""
    from relasi import engine
    from relasi.timeline.actions.lake.table import told

    cursor = engine.session().cursor()
    began = time.monotonic()
    cursor.execute(
        f"COPY (SELECT * FROM {told('true')}) TO '{folder}/bare.parquet'"
        " (FORMAT parquet, COMPRESSION zstd)"
    )
    return ARRIVALS / (time.monotonic() - began)


def _bytes_each() -> float:
    from relasi import engine
    from relasi.timeline.actions.lake.tidying import compact_lake
    from relasi.timeline.queries.lake import lake_card

    compact_lake(datetime.now(UTC))
    card = lake_card()
    engine.close()
    assert card.events == ARRIVALS
    return card.bytes / card.events


def _visits(count: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(SEED)
    ids = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(VISITORS)]
    for number in range(count):
        if number % 5 == 0:
            visitor = rng.randrange(VISITORS)
        yield _told(f"m{number}", ids[visitor], visitor, rng.randrange(500), rng.random())


def _told(message: str, device: str, visitor: int, product: int, chance: float) -> dict[str, Any]:
    url = f"{SITE}{product}"
    page = {"url": url, "path": f"/products/{product}", "title": f"Coffee {product} | Kopi Lereng"}
    put = {"sku": f"C-{product}", "price": 45_000, "currency": "IDR", "quantity": 1}
    context = {
        "page": page | {"referrer": "https://www.google.com/"},
        "userAgent": AGENT.format(80 + visitor % 60),
        "library": {"name": "analytics.js", "version": "next-1.84.3"},
    }
    said = {"type": "page", "properties": page} if chance < 0.8 else {
        "type": "track", "event": "Product Added", "properties": page | put
    }  # fmt: skip
    return said | {"messageId": message, "anonymousId": device, "context": context}
