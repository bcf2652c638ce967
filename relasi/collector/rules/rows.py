"""Rows of `timeline_arrival` as PostgreSQL's binary COPY wants them (kernel/copying.py)."""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from relasi.kernel.copying import text

TABLE = "timeline_arrival"
COLUMNS = ("source_id", "family", "kind", "received_at", "gpc", "ip", "agent", "shared", "body")
COPY = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)"
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
    return b"".join(
        (
            _FIRST.pack(len(COLUMNS), 4, source_id),
            text(family),
            text(kind),
            _STAMP.pack(8, (received_at - _EPOCH) // _MICROSECOND, 1, gpc),
            text(ip),
            text(agent),
            _LENGTH.pack(len(shared)),
            shared,
        )
    )
