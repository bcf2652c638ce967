"""What the tracking script asks about the cookie, and the cookie's own words."""

import re

import msgspec

PATH = "/r/"
# Thirteen months, as long as France's CNIL lets such a cookie live; Chromium cuts at 400 days.
SECONDS = 395 * 24 * 3600
GRANTED = "granted"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Asked(msgspec.Struct):
    """`id` is what the browser calls itself; `explicit`: somebody said yes here, themselves.

    `reset`: somebody signed out, so that the cookie's id must give way. `forget`: consent was
    withdrawn.
    """

    id: str = ""
    explicit: bool = False
    reset: bool = False
    forget: bool = False


def allows(asked: Asked, consent_mode: str, *, gpc: bool) -> bool:
    """Whether the browser may be known again: the signal yields only to somebody's own yes."""
    return asked.explicit or (consent_mode == GRANTED and not gpc)


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def name_of(source_id: int) -> str:
    """Of the source and not of its key, so that a new key makes no new visitors."""
    return f"relasi_{source_id}"


def id_in(header: bytes, name: str) -> str:
    """The id in a Cookie header, "" for none. What else stands there may be anybody's."""
    for pair in header.decode("latin-1").split(";"):
        own, _, value = pair.strip().partition("=")
        if own == name and is_id(value):
            return value
    return ""


def remembering(name: str, own: str, *, is_secure: bool) -> str:
    return _cookie(name, own, SECONDS, is_secure=is_secure)


def forgetting(name: str, *, is_secure: bool) -> str:
    return _cookie(name, "", 0, is_secure=is_secure)


def _cookie(name: str, value: str, seconds: int, *, is_secure: bool) -> str:
    secure = "; Secure" if is_secure else ""
    return f"{name}={value}; Max-Age={seconds}; Path={PATH}; HttpOnly; SameSite=Lax{secure}"
