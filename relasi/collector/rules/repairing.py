r"""Two things JSON allows and no database keeps: U+0000 and half of a surrogate pair.

Both come from real clients: a text cut in the middle of an emoji, a buffer copied whole. One
of them in one event must not cost the hundred others of its batch, so they are replaced here:
\u0000 is left away, half a pair becomes U+FFFD. Everything else stays byte by byte.
"""

import re

# Whatever is escaped is matched, so that the backslash of \\u0000 is not taken for another's.
_ESCAPES = re.compile(
    rb"\\(?:u0000|(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[^u]|u)"
)


def repair(text: bytes) -> bytes:
    """The same JSON text without them; valid JSON stays valid JSON."""
    return _ESCAPES.sub(_replaced, text)


def may_need_repair(text: bytes) -> bool:
    """Quickly: False is certain."""
    return b"\\u0000" in text or b"\\ud" in text or b"\\uD" in text


def _replaced(match: "re.Match[bytes]") -> bytes:
    if match[0] == b"\\u0000":
        return b""
    return b"\\ufffd" if match[2] else match[0]
