"""The events themselves, by COPY into the months they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection

from relasi.timeline.registry import is_told_by_us, known_products
from relasi.timeline.rules.arriving import OF_CLIENTS, Incoming, machine

from .visits_kept import Kept

COPY = """
COPY timeline_event (contact_id, at, name, channel, source, session, url, product_id, by_machine,
    properties) FROM STDIN
"""
# What a client may say in our words: it is what clients are for.
FOR_CLIENTS = OF_CLIENTS | {"page viewed", "screen viewed", "identified", "group joined"}
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
LONGEST_NAME, AT_ONCE = 60, 250
NULL = "\\N"
Placed = tuple[int, Kept | None, Incoming]


def store(events: Sequence[Placed]) -> None:
    """Each event with the contact or visitor it belongs to, and its visit.

    Months without a table of their own get one by the hour (jobs.py), not here: that takes a
    lock for which a batch would have to wait.
    """
    if not events:
        return
    products = known_products({incoming.sku for _whose, _visit, incoming in events if incoming.sku})
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(COPY) as copy,
    ):
        for start in range(0, len(events), AT_ONCE):  # it stores these while we write the next
            copy.write("".join(_lines(events[start : start + AT_ONCE], products)).encode())


def _lines(events: Iterable[Placed], products: Mapping[str, int]) -> Iterable[str]:
    for profile, visit, incoming in events:
        flag = "t" if machine(incoming.agent) else "f"
        source, session = (_escaped(visit.source), visit.id) if visit else ("", NULL)
        yield (
            f"{profile}\t{_moment(incoming.at)}\t{_escaped(named(incoming))}\tweb\t{source}\t"
            f"{session}\t{_escaped(incoming.url)}\t{products.get(incoming.sku, NULL)}\t"
            f"{flag}\t{_doubled(incoming.properties)}\n"
        )


def named(incoming: Incoming) -> str:
    """A client cannot say in our words what only the house knows: an order, a consent."""
    if incoming.name in FOR_CLIENTS or not is_told_by_us(incoming.name):
        return incoming.name
    return f"web: {incoming.name}"[:LONGEST_NAME]


def _moment(at: datetime) -> str:
    return at.isoformat()


def _escaped(text: str) -> str:
    return _doubled(text) if text.isprintable() else text.translate(_ESCAPES)


def _doubled(text: str) -> str:
    """JSON text holds no tabs nor line ends of its own, only backslashes."""
    return text.replace("\\", "\\\\")
