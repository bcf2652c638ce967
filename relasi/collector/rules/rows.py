"""Rows of `timeline_arrival` as PostgreSQL's binary COPY wants them.

The layout is that of "Binary Format" in PostgreSQL's documentation of COPY: the number of
columns, then each value after its length in bytes.
"""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

TABLE = "timeline_arrival"
COLUMNS = ("source_id", "family", "kind", "received_at", "gpc", "ip", "agent", "shared", "body")
COPY = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"
HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)
TRAILER = struct.pack("!h", -1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = struct.Struct("!hii")
_LENGTH = struct.Struct("!i")
_STAMP = struct.Struct("!iqi?")  # when, and the signal


class Envelope(NamedTuple):
    """What the events of one request have in common. `gpc`: it came with `Sec-GPC: 1`."""

    source_id: int
    family: str
    kind: str
    received_at: datetime
    ip: str
    agent: str
    shared: bytes
    gpc: bool = False


def rows(envelope: Envelope, events: Iterable[bytes]) -> list[bytes]:
    """One row an event; the event comes last, so that all else is written once."""
    length = _LENGTH.pack
    start = _start(envelope)
    return [b"".join((start, length(len(event)), event)) for event in events]


def _start(envelope: Envelope) -> bytes:
    source_id, family, kind, received_at, ip, agent, shared, gpc = envelope
    texts = [part.encode() for part in (family, kind)]
    more = [ip.encode(), agent.encode(), shared]
    return b"".join(
        (
            _FIRST.pack(len(COLUMNS), 4, source_id),
            *(_LENGTH.pack(len(text)) + text for text in texts),
            _STAMP.pack(8, (received_at - _EPOCH) // _MICROSECOND, 1, gpc),
            *(_LENGTH.pack(len(text)) + text for text in more),
        )
    )
