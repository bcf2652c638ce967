"""One lane: batches in order, each a transaction that also says how far it came."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected

from relasi.contacts.importing.batches import Batch, Remark, Tally
from relasi.contacts.importing.copying import copy_values
from relasi.contacts.importing.parsing import shown_cells
from relasi.contacts.importing.targets import extras_of, get_target
from relasi.contacts.importing.withholding import blanked, without_erased
from relasi.contacts.staying import keep_people

from .settling import collect_more

ATTEMPTS = 5
_PROGRESS = """
UPDATE contacts_importrun SET
  lanes = jsonb_set(lanes, ARRAY[%(lane)s], to_jsonb(%(upto)s::bigint)),
  rows_read = rows_read + %(read)s, rows_created = rows_created + %(created)s,
  rows_updated = rows_updated + %(updated)s, rows_unchanged = rows_unchanged + %(unchanged)s,
  rows_repeated = rows_repeated + %(repeated)s, rows_refused = rows_refused + %(refused)s
WHERE id = %(run)s AND state = 'running' AND (lanes ->> %(lane)s)::bigint = %(since)s
RETURNING cancel_requested
"""


class Superseded(Exception):
    """Another worker has taken this run over, or it was stopped."""


class Lane:
    """Writes its share of each chunk. `done` is the last row number it has committed."""

    def __init__(self, number: int, done: int) -> None:
        self.name = str(number)
        self.done = done
        self.cancelled = False
        self._failed = False
        self._memory: dict[str, bool] = {}

    def write(self, batch: Batch, upto: int) -> None:
        """The rows of `batch` after `done`, once. Raises Superseded.

        When a batch fails, those that wait behind it are not written: `done` would pass over
        its rows, and nobody would come back for them.
        """
        if self._failed or upto <= self.done:
            return
        if batch.numbers and batch.numbers[0] <= self.done:
            remarks = [remark for remark in batch.remarks if remark.number > self.done]
            batch = batch.only([p for p, n in enumerate(batch.numbers) if n > self.done])
            batch.remarks = remarks
        self._failed = True
        patiently(lambda: self._commit(batch, upto), self._memory)
        self._failed, self.done = False, upto

    @transaction.atomic
    def _commit(self, batch: Batch, upto: int) -> None:
        """On a copy, so that a second attempt begins with the rows as they were."""
        collect_more()
        refused = len({r.number for r in batch.remarks if r.kind == "refused"})
        own = replace(batch, values=dict(batch.values), raw=dict(batch.raw), memory=self._memory)
        own.remarks = list(batch.remarks)
        target = get_target(batch.run.target)
        if target.about_people:
            # First, so that who is erased from now on waits for these rows.
            keep_people()
            own = without_erased(own)
        tally = target.write(own) if own.numbers else Tally()
        for extra in extras_of(batch.run.target):
            brought = own.brought or own
            extra.write(brought)
            own.remarks = brought.remarks
        if target.about_people:
            own.remarks = blanked(own.remarks, own.run.country)
        _copy_remarks(own.run.id, own.remarks)
        self._progress(own, tally, upto, len(batch) + refused)

    def _progress(self, batch: Batch, tally: Tally, upto: int, read: int) -> None:
        with connection.cursor() as cursor:
            # Foreign keys are checked now, not while the run's row is locked.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                _PROGRESS,
                {
                    "run": batch.run.id,
                    "lane": self.name,
                    "since": self.done,
                    "upto": upto,
                    "read": read,
                    "created": tally.created,
                    "updated": tally.updated,
                    "unchanged": tally.unchanged,
                    "repeated": tally.repeated,
                    "refused": len({r.number for r in batch.remarks if r.kind == "refused"}),
                },
            )
            row = cursor.fetchone()
        if row is None:
            raise Superseded
        self.cancelled = bool(row[0])


def patiently(attempt: Callable[[], None], memory: dict[str, bool]) -> None:
    """Again, when somebody brought the same address at the same moment."""
    for number in range(1, ATTEMPTS + 1):
        try:
            return attempt()
        except (IntegrityError, OperationalError) as error:
            deadlock = isinstance(error.__cause__, DeadlockDetected)
            if number == ATTEMPTS or not (deadlock or isinstance(error, IntegrityError)):
                raise
            memory["hopeful"] = False
    return None


def _copy_remarks(run_id: int, remarks: Sequence[Remark]) -> None:
    if not remarks:
        return
    copy_values(
        "contacts_importrefusal",
        ("run_id", "kind", "row_number", '"column"', "reason", "cells"),
        (
            (run_id, r.kind, r.number, r.column[:120], r.reason, json.dumps(shown_cells(r.cells)))
            for r in remarks
        ),
    )
