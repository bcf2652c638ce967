"""JSON as clients write it: cut emoji, NUL characters and numbers nobody can hold."""

import json
import re
from typing import Any, TypeVar

import msgspec

from .incoming import Unreadable

T = TypeVar("T")
_encode = msgspec.json.encode
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def decoded(text: str, decoder: "msgspec.json.Decoder[T]") -> T:
    """What the text says. Raises Unreadable."""
    if "\\u0000" in text:  # PostgreSQL's jsonb holds none
        text = _NUL.sub(r"\1", text)
    try:
        return decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeEncodeError):
        return _decoded_with_care(text, decoder)
    except RecursionError:
        raise Unreadable("bad_shape", "too deep") from None


def _decoded_with_care(text: str, decoder: "msgspec.json.Decoder[T]") -> T:
    """Halves of characters, which a cut emoji leaves, become a question mark."""
    try:
        value = json.loads(text)
        plain = json.dumps(value, ensure_ascii=False, allow_nan=False)
        return decoder.decode(plain.encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("bad_shape", str(error)) from None


def encoded(value: Any) -> bytes:
    """JSON for a jsonb column. Raises Unreadable."""
    try:
        return _encode(value)
    except (OverflowError, RecursionError, ValueError):
        pass
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise Unreadable("bad_shape", str(error)) from None


def mapping(raw: Any) -> dict[str, Any]:
    """An object, or an empty one where something else stands."""
    return raw if isinstance(raw, dict) else {}


def text_of(raw: Any) -> str:
    return raw.strip() if isinstance(raw, str) else ""
