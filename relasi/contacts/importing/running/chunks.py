"""A file in chunks, and a chunk in lanes."""

from collections.abc import Iterator, Sequence
from itertools import islice
from zlib import crc32

from relasi.contacts.importing.batches import Batch, Remark
from relasi.contacts.importing.reading import Row

SIZE = 20_000
# The first chunk is small: see settling.py.
FIRST = 500
LONGEST_GROUP = 5 * SIZE


def chunks(rows: Iterator[Row], after: int, together: Sequence[int]) -> Iterator[list[Row]]:
    """Rows after row number `after`. Neighbours with the same cells in the columns of
    `together` stay in one chunk.
    """
    rest = (row for row in rows if row.number > after)
    waiting: list[Row] = []
    size = FIRST
    while True:
        chunk = waiting + list(islice(rest, size - len(waiting)))
        waiting, size = [], SIZE
        if not chunk:
            return
        if together:
            for row in rest:
                if len(chunk) < LONGEST_GROUP and _same(chunk[-1], row, together):
                    chunk.append(row)
                else:
                    waiting = [row]
                    break
        yield chunk


def _same(one: Row, other: Row, together: Sequence[int]) -> bool:
    try:
        return all(one.cells[place] == other.cells[place] for place in together)
    except IndexError:
        return False


def in_lanes(batch: Batch, keys: list[str], lanes: int) -> list[tuple[Batch, list[Remark]]]:
    """The rows and remarks of each lane: the same key, the same lane, on every machine."""
    if lanes == 1:
        return [(batch, batch.remarks)]
    places: list[list[int]] = [[] for _lane in range(lanes)]
    for place, key in enumerate(keys):
        places[crc32(key.encode()) % lanes].append(place)
    parts = [batch.only(mine) for mine in places]
    for lane, part in enumerate(parts):
        part.remarks = [r for r in batch.remarks if r.number % lanes == lane]
    return [(part, part.remarks) for part in parts]
