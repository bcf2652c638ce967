"""What an event says was allowed, and what may therefore be done with it."""

from .disguise import anonymous, day_id, disguised, plain
from .gate import Allowed, Answer, Mode, allowed, believed, newest
from .stating import NOTHING_SAID, Stated, stated
from .tcf import purposes_of
from .unread import Unread, unread

__all__ = [
    "NOTHING_SAID",
    "Allowed",
    "Answer",
    "Mode",
    "Stated",
    "Unread",
    "allowed",
    "anonymous",
    "believed",
    "day_id",
    "disguised",
    "newest",
    "plain",
    "purposes_of",
    "stated",
    "unread",
]
