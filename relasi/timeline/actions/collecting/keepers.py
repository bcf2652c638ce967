"""Tracking plans made ready for judging: each version is read once by a process."""

from collections.abc import Mapping

import msgspec
from django.db import connection

from relasi.timeline.rules.planning import Handling, Keeper, Plan

MOST = 256
PLANS = """
SELECT source_id, version, document::text, unplanned_event, unplanned_property, wrong_value,
    kept_since IS NOT NULL
FROM timeline_plan WHERE source_id = ANY(%s)
"""
_DECODER = msgspec.json.Decoder(Plan)
_ready: dict[int, tuple[int, Keeper]] = {}


def keepers_of(versions: Mapping[int, int]) -> dict[int, Keeper]:
    """By source, of plans in these versions."""
    news = [
        source_id
        for source_id, version in versions.items()
        if source_id not in _ready or _ready[source_id][0] != version
    ]
    if news:
        _read(news)
    return {source_id: _ready[source_id][1] for source_id in versions if source_id in _ready}


def _read(source_ids: list[int]) -> None:
    if len(_ready) + len(source_ids) > MOST:
        _ready.clear()
    with connection.cursor() as cursor:
        cursor.execute(PLANS, [source_ids])
        for source_id, version, document, *doings, is_kept in cursor.fetchall():
            keeper = Keeper(_DECODER.decode(document), Handling(*doings), is_kept=is_kept)
            _ready[source_id] = version, keeper
