"""Signed tokens that travel in links: opaque to the reader, useless when changed."""

from typing import Any

from django.core import signing

from .errors import Refused


class BadToken(Refused):
    """The token was changed, is too old, or was made for another purpose."""

    code = "bad_token"


def sign(purpose: str, payload: Any) -> str:
    """Sign a small JSON value for one purpose; a token for another purpose is refused."""
    return signing.dumps(payload, salt=f"relasi.{purpose}", compress=False)


def unsign(purpose: str, token: str, *, max_age: int | None = None) -> Any:
    """The value that was signed. `max_age` in seconds. Raises BadToken."""
    try:
        return signing.loads(token, salt=f"relasi.{purpose}", max_age=max_age)
    except signing.BadSignature as error:
        raise BadToken("This link is not valid any more. Ask for a new one.") from error
