"""What an event says was allowed, and what may therefore be done with it."""

from .gate import Allowed, Held, Mode, allowed
from .stating import NOTHING_SAID, Stated, stated
from .tcf import purposes_of

__all__ = [
    "NOTHING_SAID",
    "Allowed",
    "Held",
    "Mode",
    "Stated",
    "allowed",
    "purposes_of",
    "stated",
]
