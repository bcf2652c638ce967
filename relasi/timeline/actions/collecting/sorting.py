"""A batch sorted into what can be read, what came before, and what cannot be taken in."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from relasi.contacts import public as contacts
from relasi.kernel.arrays import array_of
from relasi.kernel.copying import SINCE_1970
from relasi.timeline.registry import order_problems
from relasi.timeline.rules.arriving import (
    Arrived,
    Incoming,
    Unreadable,
    digest_of,
    read,
    tick_of,
    without_blocked,
)
from relasi.timeline.rules.consenting import stated
from relasi.timeline.rules.planning import QUARANTINE

from .copying import copy_rows
from .known_sources import Known
from .planned import Looked, look

# Each is looked up by index by itself, however few or many there are (OFFSET 0 says so).
REPEATED = """
SELECT replace(digest::text, '-', '') FROM unnest(%s::uuid[]) AS new (digest)
WHERE EXISTS (SELECT FROM timeline_message m WHERE m.digest = new.digest OFFSET 0)
"""
_MESSAGE = struct.Struct("!hi16siq")  # the number of columns; digest, moment
Readable = tuple[str, Arrived, Incoming]


@dataclass(slots=True)
class Sorted:
    """Each arrival is in exactly one of the five lists, in the order in which they came.

    Those withheld and omitted have a word for why. `disguised` are the arrivals of which less was
    kept than came; `unused` are those with an id or an address that nobody was known by, and why.
    `looked` is what the plan of their source says of those that were read.
    """

    fresh: list[tuple[Arrived, Incoming]] = field(default_factory=list)
    withheld: list[tuple[Arrived, Incoming | Unreadable, str]] = field(default_factory=list)
    omitted: list[tuple[Arrived, Incoming, str]] = field(default_factory=list)
    repeated: list[tuple[Arrived, Incoming]] = field(default_factory=list)
    refused: list[tuple[Arrived, Unreadable]] = field(default_factory=list)
    disguised: set[int] = field(default_factory=set)
    unused: list[tuple[Arrived, str]] = field(default_factory=list)
    looked: dict[int, Looked] = field(default_factory=dict)


def sort(arrivals: Iterable[Arrived], sources: Mapping[int, Known], now: datetime) -> Sorted:
    """Read each; remember the messages, so that each is taken in once.

    What is refused is not remembered: it may be sent through again.
    """
    found = Sorted()
    blocks = contacts.identifying().blocks
    readable: list[Readable] = []
    for arrived in arrivals:
        try:
            incoming = without_blocked(_read(arrived, sources, found), blocks)
        except Unreadable as problem:
            found.refused.append((arrived, problem))
        else:
            readable.append((digest_of(arrived.source_id, incoming.message_id), arrived, incoming))
    readable = _without_bad_orders(readable, found)
    news = _news({digest for digest, *_pair in readable})
    fresh = []
    for digest, arrived, incoming in readable:
        if digest not in news:
            found.repeated.append((arrived, incoming))
            continue
        news.discard(digest)
        if found.looked and _waits(arrived, incoming, found):
            continue
        if incoming.some_blocked:
            found.unused.append((arrived, "id_blocked"))
        fresh.append(digest)
        found.fresh.append((arrived, incoming))
    _remember(fresh, now)
    return found


def _waits(arrived: Arrived, incoming: Incoming, found: Sorted) -> bool:
    """Whether the plan of its source sends it to quarantine."""
    looked = found.looked.get(arrived.id)
    if looked is None or looked.verdict is None or looked.verdict.done != QUARANTINE:
        return False
    found.refused.append((arrived, looked.verdict.complaint(incoming.name)))
    return True


def _read(arrived: Arrived, sources: Mapping[int, Known], found: Sorted) -> Incoming:
    source = sources.get(arrived.source_id)
    if source is None:
        raise Unreadable("no_source", str(arrived.source_id))
    incoming = read(arrived)
    if source.keeper is not None:
        incoming, found.looked[arrived.id] = look(arrived, incoming, source.keeper)
    if incoming.order and incoming.order.doing != "completed" and not source.is_server:
        raise Unreadable("order_needs_server", incoming.order.number)
    return incoming


def _without_bad_orders(readable: list[Readable], found: Sorted) -> list[Readable]:
    """Orders that were read but cannot be kept, as one in a currency without a rate, wait in
    quarantine until they can. What may not be kept does not wait either.
    """
    told = [one for one in readable if one[2].order and stated(one[2].context).collect is not False]
    if not told:
        return readable
    problems = order_problems([(said.order, said.at) for _d, _a, said in told if said.order])
    bad = {id(told[place][2]): problem for place, problem in problems.items()}
    found.refused += [
        (arrived, Unreadable(*bad[id(said)])) for _digest, arrived, said in told if id(said) in bad
    ]
    return [one for one in readable if id(one[2]) not in bad]


def _news(digests: set[str]) -> set[str]:
    """Those that were not there before. Nobody else adds any meanwhile (taking.LOCK). Asking
    first costs less than letting the database find out, as nearly all are new.
    """
    if not digests:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(REPEATED, [array_of(sorted(digests))])
        return digests.difference(digest for (digest,) in cursor.fetchall())


def _remember(news: list[str], now: datetime) -> None:
    """Ordered, so that the index grows page by page."""
    if not news:
        return
    tick = tick_of(now) - SINCE_1970
    rows = (_MESSAGE.pack(2, 16, bytes.fromhex(digest), 8, tick) for digest in sorted(news))
    copy_rows("timeline_message", ("digest", "at"), rows)
