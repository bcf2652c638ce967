"""PostgreSQL's binary COPY: neither side writes or reads numbers and moments as text.

The layout is that of "Binary Format" in PostgreSQL's documentation of COPY: the header; for each
row the number of columns, then each value after its length in bytes, -1 for none; the trailer.
"""

import struct

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack("!ii", 0, 0)
TRAILER = struct.pack("!h", -1)
NULL = struct.pack("!i", -1)
# PostgreSQL counts microseconds from 2000, everybody else from 1970.
SINCE_1970 = 946_684_800_000_000
_LENGTH = struct.Struct("!i")


def text(value: str | None) -> bytes:
    """A value of a column of text."""
    if value is None:
        return NULL
    said = value.encode()
    return _LENGTH.pack(len(said)) + said


class Texts(dict[str | None, bytes]):
    """The same for words that come again and again; for one batch, as it forgets none."""

    def __missing__(self, value: str | None) -> bytes:
        said = self[value] = text(value)
        return said
