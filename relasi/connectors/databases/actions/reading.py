"""A feed is read: its rows are kept as those of a file, and go the way that files go."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relasi.accounts import public as accounts
from relasi.connectors.databases.clients.asking import AT_ONCE, Question, Unanswered
from relasi.connectors.databases.clients.kinds import ask
from relasi.connectors.databases.models import Feed, Reading
from relasi.connectors.databases.queries.databases import newest_import, template_of, where_of
from relasi.connectors.databases.rules import cell, next_reading
from relasi.contacts import public as contacts
from relasi.kernel.errors import NotFound, Refused
from relasi.kernel.jobs import later

from .standing import Standing

importing = contacts.importing
OURS = importing.Shape("text", "utf-8", ",", has_header=True, exact=True)
UNDER_WAY = frozenset({"mapped", "running", "reverting"})


@transaction.atomic
def read_soon(*, feed_id: int, by: accounts.Actor) -> None:
    """Read it as a job."""
    accounts.authorise(by, "edit", "settings")
    if not Feed.objects.filter(pk=feed_id).exists():
        raise NotFound(_("This feed is not here any more. Choose one in the list."))
    later("databases.read", lock=f"feed-{feed_id}", feed_id=feed_id)


@transaction.atomic
def read_due(now: datetime) -> int:
    """Let every feed whose time has come be read; how many."""
    zone = accounts.organisation().time_zone
    due = Feed.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
    for feed in due:
        feed.next_at = next_reading(
            every_hours=feed.every_hours, daily_at=feed.daily_at, zone=zone, now=now
        )
        feed.save(update_fields=["next_at"])
        later("databases.read", lock=f"feed-{feed.pk}", feed_id=feed.pk)
    return len(due)


def read_feed(*, feed_id: int, now: datetime) -> int | None:
    """Read what is new and let it come in; the reading's id. None for a feed that is gone.

    The cursor stays where it is until the import is done: whatever happens in between, the same
    rows are read again, and who is known is not added twice.
    """
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None:
        return None
    reading = Reading.objects.create(feed=feed, began_at=now, cursor_before=feed.cursor)
    try:
        _refuse_meanwhile(feed_id)
        _read(feed, reading, now)
    except (Unanswered, Refused) as why:
        reading.problem = why.sentence if isinstance(why, Refused) else str(why)
    reading.ended_at = now
    reading.save()
    return reading.pk


def _refuse_meanwhile(feed_id: int) -> None:
    last = newest_import(feed_id)
    if last is not None and last.state in UNDER_WAY:
        raise Refused(_("The rows of the last time are still coming in. They go first."))
    if last is not None and last.state == "uploaded":
        raise Refused(_("The rows of the last time wait: say what their columns are, first."))


def _read(feed: Feed, reading: Reading, now: datetime) -> None:
    question = Question(feed.statement, feed.cursor_column, feed.cursor)
    with ask(where_of(feed.database_id), question) as answer:
        standing = Standing(answer, feed.cursor_column, feed.cursor)
        rows = standing.fresh()
        first = next(rows, None)
        if first is None:
            return
        written = _Written(answer.header, chain([first], rows))
        reading.import_id = importing.begin_import(
            name=f"{feed.name} {now:%Y-%m-%d %H.%M}.csv",
            chunks=written.chunks(),
            target=feed.target,
            by=accounts.SYSTEM,
            now=now,
            shape=OURS,
        )
    reading.rows, reading.cursor_after = written.rows, standing.cursor
    _go_on(feed, reading, now)


@transaction.atomic
def _go_on(feed: Feed, reading: Reading, now: datetime) -> None:
    """As the last time, where there was one and the columns are the same."""
    reading.save()
    before = template_of(feed.pk)
    assert reading.import_id is not None
    if before is None:
        return
    if list(before.header) != list(importing.import_card(reading.import_id).header):
        raise Refused(_("The query gives other columns than the last time. Look at them again."))
    importing.set_columns(
        run_id=reading.import_id,
        mapping=before.mapping,
        mode=before.mode,
        match_by=before.match_by,
        options=before.options,
    )
    importing.start_import(run_id=reading.import_id, by=accounts.SYSTEM, now=now)


class _Written:
    """Rows as CSV, part by part; counts them."""

    def __init__(self, header: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
        self.rows = 0
        self._header, self._every = header, rows

    def chunks(self) -> Iterator[bytes]:
        part = io.StringIO(newline="")
        writer = csv.writer(part)
        writer.writerow(self._header)
        for row in self._every:
            writer.writerow([cell(value) for value in row])
            self.rows += 1
            if self.rows % AT_ONCE == 0:
                yield part.getvalue().encode("utf-8", "replace")
                part.seek(0)
                part.truncate()
        yield part.getvalue().encode("utf-8", "replace")
