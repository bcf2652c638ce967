"""Where a request says whose it is: headers first, then the address; the body comes last."""

import binascii
from base64 import b64decode
from collections.abc import Mapping

IN_ADDRESS = ("writeKey", "writekey", "api_key", "token")


def key_of(headers: Mapping[bytes, bytes], query: Mapping[str, str]) -> str:
    """The write key, or "" when only the body can tell."""
    return (
        _of_authorisation(headers.get(b"authorization", b""))
        or _before_colon(headers.get(b"x-write-key", b"").decode("latin-1"))
        or next((query[name].strip() for name in IN_ADDRESS if query.get(name)), "")
    )


def _of_authorisation(header: bytes) -> str:
    scheme, _, value = header.partition(b" ")
    if scheme.lower() == b"bearer":
        return value.decode("latin-1").strip()
    if scheme.lower() != b"basic":
        return ""
    try:
        return _before_colon(b64decode(value.strip(), validate=True).decode("latin-1"))
    except binascii.Error:
        return ""


def _before_colon(text: str) -> str:
    """The user of `user:password`; most clients send the key with an empty password."""
    return text.partition(":")[0].strip()
