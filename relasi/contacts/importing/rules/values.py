"""Text, lists and yes-or-no cells."""

import re

from relasi.contacts.rules import Unfit, printable

YES = frozenset({"yes", "y", "true", "1", "on", "x", "ya", "iya", "setuju", "benar", "ja", "oui"})
NO = frozenset({"no", "n", "false", "0", "off", "-", "tidak", "tdk", "tak", "bukan", "nein", "non"})
_SEPARATORS = re.compile(r"[;,|\n]+")


def line(text: str, longest: int) -> str:
    """Text on one line. Raises Unfit for what cannot be stored, or is too long."""
    word = " ".join(text.split())
    if len(word) > longest:
        raise Unfit(f"longer_than_{longest}", word)
    if not printable(word):
        raise Unfit(unstorable(word), word)
    return word


def unstorable(text: str) -> str:
    """Why a text cannot be stored: "nul", "encoding" (bytes of another one) or "unprintable"."""
    if "\x00" in text:
        return "nul"
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return "encoding"
    return "unprintable"


def several(text: str) -> list[str]:
    """The entries of a cell that lists some: split at ; , | and line ends."""
    return [part for piece in _SEPARATORS.split(text) if (part := piece.strip())]


def yes_or_no(text: str) -> bool:
    """Raises Unfit for anything that is neither."""
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unfit("yes_or_no", text)
