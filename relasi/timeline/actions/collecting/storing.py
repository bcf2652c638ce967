"""The events themselves, by COPY into the months they belong to."""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

from relasi.kernel.copying import NULL, SINCE_1970, Texts, text
from relasi.timeline.registry import is_told_by_us, known_products
from relasi.timeline.rules.arriving import OF_CLIENTS, Incoming

from .copying import copy_rows

COLUMNS = (
    "contact_id", "at", "by_machine", "name", "channel", "source", "session", "product_id", "url",
    "properties",
)  # fmt: skip
# What a client may say in our words: it is what clients are for.
FOR_CLIENTS = OF_CLIENTS | {"page viewed", "screen viewed", "identified", "group joined"}
LONGEST_NAME, AT_ONCE = 60, 250
CHANNEL = text("web")
_WHOSE = struct.Struct("!hiqiqi?")  # the number of columns; profile, moment, machine
_NUMBER = struct.Struct("!iq")
_LENGTH = struct.Struct("!i")
_JSON = struct.Struct("!ib")  # its length, and the version of jsonb's layout
_JSON_VERSION = 1
Placed = tuple[int, int | None, str, Incoming]


def store(events: Sequence[Placed]) -> None:
    """Each event with the contact or visitor it belongs to, its visit, and where that came from.
    Months without a table of their own get one by the hour (jobs.py), not here: that takes a
    lock for which a batch would have to wait.
    """
    if not events:
        return
    products = known_products({event[3].sku for event in events if event[3].sku})
    lines = _rows(events, {sku: _NUMBER.pack(8, number) for sku, number in products.items()})
    copy_rows("timeline_event", COLUMNS, lines, at_once=AT_ONCE)


def _rows(events: Iterable[Placed], products: Mapping[str, bytes]) -> Iterator[bytes]:
    names, words = _Names(), Texts()
    whose, number, length, as_json = _WHOSE.pack, _NUMBER.pack, _LENGTH.pack, _JSON.pack
    for profile, visit_id, source, incoming in events:
        url, properties = incoming.url.encode(), incoming.properties
        moment = incoming.tick - SINCE_1970
        yield b"".join(
            (
                whose(len(COLUMNS), 8, profile, 8, moment, 1, bool(incoming.machine)),
                names[incoming.name],
                words[source],
                NULL if visit_id is None else number(8, visit_id),
                products.get(incoming.sku, NULL),
                length(len(url)),
                url,
                as_json(len(properties) + 1, _JSON_VERSION),
                properties,
            )
        )


class _Names(dict[str, bytes]):
    """By an event's own name, what it is stored as, and its channel after it."""

    def __missing__(self, name: str) -> bytes:
        said = self[name] = text(_named(name)) + CHANNEL
        return said


def named(incoming: Incoming) -> str:
    """A client cannot say in our words what only the house knows: an order, a consent."""
    return _named(incoming.name)


def _named(name: str) -> str:
    if name in FOR_CLIENTS or not is_told_by_us(name):
        return name
    return f"web: {name}"[:LONGEST_NAME]
