"""Somebody's events leave the lake at once, and with them the files they stood in."""

from collections.abc import Iterator, Mapping
from typing import Any

from relasi.kernel import clock
from relasi.kernel.catalogue import Busy, Person
from relasi.timeline.models import LakeNote
from relasi.timeline.queries.older import hot_since

from .rounds import bring_over
from .table import NAMES, opened
from .tidying import tidy_lake

AT_ONCE = 1_000


def count(person: Person) -> int:
    row = opened().execute(f"SELECT count(*) FROM lake.events WHERE {_theirs(person)}").fetchone()  # noqa: S608
    return int(row[0]) if row else 0


def read(person: Person) -> Iterator[Mapping[str, Any]]:
    """What lies in the lake alone; the rest is read from PostgreSQL."""
    border = hot_since()
    if border is None:
        return
    cursor = opened().cursor()
    cursor.execute(
        f"SELECT {NAMES} FROM lake.events WHERE {_theirs(person)} AND happened_at < ?"  # noqa: S608
        " ORDER BY happened_at, id",
        [border],
    )
    names = NAMES.split(", ")
    while rows := cursor.fetchmany(AT_ONCE):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def erase(person: Person) -> None:
    """Bring over what PostgreSQL noted, then write the files anew in which something of them
    stood. Raises Busy while somebody else writes to the lake, or a transaction is open that
    began before theirs went: a round does not reach past it.
    """
    del person  # what goes was noted in the transaction in which it went
    newest = LakeNote.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if bring_over(clock.now()) is None or LakeNote.objects.filter(pk__lte=newest).exists():
        raise Busy
    if not tidy_lake(clock.now(), at_once=True):
        raise Busy


def _theirs(person: Person) -> str:
    return f"profile_id IN ({', '.join(map(str, person.profiles))})"
