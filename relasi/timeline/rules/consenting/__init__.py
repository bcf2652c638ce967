"""What an event says was allowed, and what may therefore be done with it."""

from .disguise import anonymous, day_id, disguised, plain
from .gate import Allowed, Answer, Mode, allowed, newest
from .stating import NOTHING_SAID, Stated, stated
from .tcf import purposes_of

__all__ = [
    "NOTHING_SAID",
    "Allowed",
    "Answer",
    "Mode",
    "Stated",
    "allowed",
    "anonymous",
    "day_id",
    "disguised",
    "newest",
    "plain",
    "purposes_of",
    "stated",
]
