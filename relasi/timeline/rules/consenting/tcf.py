"""Which purposes a TC string consents to.

IAB Europe's Transparency and Consent Framework 2: base64url text, parts separated by dots, the
first of them the core. Its consents to purposes are 24 bits from bit 152 on (version 6, created
36, updated 36, CMP 12 + 12, screen 6, language 12, vendor list 12, policy 6, two flags, special
features 12).
"""

import base64
import binascii

_VERSION = 2
_FIRST, _PURPOSES = 152, 24
LONGEST = 10_000


def purposes_of(text: str) -> frozenset[int]:
    """The numbers, from 1, of the purposes consented to. Raises ValueError when it is none."""
    core = text[:LONGEST].partition(".")[0].encode("ascii", "replace")
    try:
        data = base64.b64decode(core + b"=" * (-len(core) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(f"not a TC string: {error}") from None
    if len(data) * 8 < _FIRST + _PURPOSES or data[0] >> 2 != _VERSION:
        raise ValueError("not a TC string of version 2")
    bits = int.from_bytes(data[_FIRST // 8 : (_FIRST + _PURPOSES) // 8], "big")
    return frozenset(n + 1 for n in range(_PURPOSES) if bits >> (_PURPOSES - 1 - n) & 1)
