"""What a TC string consents to, and when it was last changed.

IAB Europe's Transparency and Consent Framework 2: base64url text, parts separated by dots, the
first of them the core. It begins with version (6 bits), created (36), updated (36, tenths of a
second since 1970), CMP (12 + 12), screen (6), language (12), vendor list (12), policy (6), two
flags and special features (12); the consents to purposes are the 24 bits after that.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta

_VERSION = 2
_UPDATED, _PURPOSES, _LENGTH = 42, 152, 24
_MOMENT = 36
LONGEST = 10_000


def purposes_of(text: str) -> tuple[frozenset[int], datetime]:
    """The numbers, from 1, of the purposes consented to, and when. ValueError for no string."""
    core = text[:LONGEST].partition(".")[0].encode("ascii", "replace")
    try:
        data = base64.b64decode(core + b"=" * (-len(core) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(f"not a TC string: {error}") from None
    if len(data) * 8 < _PURPOSES + _LENGTH or data[0] >> 2 != _VERSION:
        raise ValueError("not a TC string of version 2")
    given = _bits(data, _PURPOSES, _LENGTH)
    tenths = _bits(data, _UPDATED, _MOMENT)
    numbers = frozenset(n + 1 for n in range(_LENGTH) if given >> (_LENGTH - 1 - n) & 1)
    return numbers, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=tenths / 10)


def _bits(data: bytes, first: int, length: int) -> int:
    whole = int.from_bytes(data, "big")
    return whole >> (len(data) * 8 - first - length) & ((1 << length) - 1)
