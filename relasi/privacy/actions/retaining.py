"""What is due to go by the catalogue goes: each store by its term, some rows at a time."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import F

from relasi.kernel.catalogue import Store, stores
from relasi.privacy.models import RetentionRun
from relasi.privacy.queries.tables import table_of

AT_ONCE = 10_000
logger = logging.getLogger(__name__)
DUE = """
DELETE FROM {table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM {table} t WHERE {since} < %s{only} LIMIT %s
))
"""


def let_go(now: datetime) -> dict[str, int]:
    """Delete what is past its term; how many rows by store, those without any left out."""
    gone = {}
    for store in stores():
        if store.kept.since and (rows := _patiently(store, now)):
            gone[store.key] = rows
    return gone


def _patiently(store: Store, now: datetime) -> int:
    """One that fails holds up no other; the page says so, and the next night tries again."""
    try:
        rows, problem = _let_go(store, now), ""
    except DatabaseError as error:
        logger.exception("What is due in %s could not be deleted", store.key)
        rows, problem = 0, type(error).__name__
    _note(store.key, rows, problem, now)
    return rows


def _let_go(store: Store, now: datetime) -> int:
    kept = store.kept
    statement = DUE.format(
        table=table_of(store), since=kept.since, only=f" AND {kept.only}" if kept.only else ""
    )
    before, total = now - timedelta(days=kept.days), 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [before, AT_ONCE])
            rows = int(cursor.rowcount)
        total += rows
        if rows < AT_ONCE:
            return total


def _note(key: str, rows: int, problem: str, now: datetime) -> None:
    RetentionRun.objects.update_or_create(
        pk=key,
        defaults={
            "ran_at": now,
            "rows": rows,
            "problem": problem,
            "rows_ever": F("rows_ever") + rows,
        },
        create_defaults={"ran_at": now, "rows": rows, "problem": problem, "rows_ever": rows},
    )
