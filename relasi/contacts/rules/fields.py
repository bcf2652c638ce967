"""Custom fields: the key a label gets, and which values fit a kind."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from .addresses import Unfit

LONGEST_TEXT = 2000
LARGEST_NUMBER = 1e15
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_COMMA_NUMBER = re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})")
_YES = {"true", "yes", "ya", "1", "on"}
_NO = {"false", "no", "tidak", "0", "off"}


def field_key(label: str) -> str:
    """A key for a label: "Brews with" → "brews_with"; "" when no letter is left."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")


def field_value(kind: str, choices: Sequence[str], raw: Any) -> Any:
    """The JSON value of a custom field, or None for "nothing". Raises Unfit.

    Takes what a form, a file or the API holds: text, number or boolean. Dates are kept as
    ISO text, numbers as numbers.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if kind == "choice":
        return _choice(choices, raw)
    return {"text": _text, "number": _number, "date": _date, "boolean": _boolean}[kind](raw)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Unfit("text", str(raw))
    if len(raw.strip()) > LONGEST_TEXT:
        raise Unfit("text_long", raw)
    if "\x00" in raw:
        raise Unfit("text_nul", raw)
    return raw.strip()


def _number(raw: Any) -> int | float:
    """A comma before three digits is refused: 1,234 may mean two things."""
    text = str(raw).strip()
    if isinstance(raw, str):
        text = text.replace(",", ".") if _COMMA_NUMBER.fullmatch(text) else text
        if not _NUMBER.fullmatch(text):
            raise Unfit("number", raw)
    elif isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Unfit("number", text)
    number = float(text)
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise Unfit("number_large", text)
    return int(number) if number.is_integer() else number


def _date(raw: Any) -> str:
    try:
        return date.fromisoformat(str(raw).strip()).isoformat()
    except ValueError:
        raise Unfit("date", str(raw)) from None


def _boolean(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word not in _YES | _NO:
        raise Unfit("boolean", str(raw))
    return word in _YES


def _choice(choices: Sequence[str], raw: Any) -> str:
    word = str(raw).strip()
    for choice in choices:
        if choice.casefold() == word.casefold():
            return choice
    raise Unfit("choice", word)
