"""What an event is called on the timeline."""

from typing import Any

from .incoming import Unreadable
from .json import text_of
from .reserved import RESERVED

LONGEST = 60
NAMES = {
    "page": "page viewed",
    "screen": "screen viewed",
    "identify": "identified",
    "alias": "identified",
    "group": "group joined",
}


def name_of(kind: str, event: Any) -> tuple[str, str]:
    """The name for the row, and the client's own where that is another. Raises Unreadable."""
    if kind in NAMES:
        return NAMES[kind], ""
    own = text_of(event)
    if not own:
        raise Unreadable("no_name")
    name = RESERVED.get(own.casefold(), own)[:LONGEST].strip()
    return name, "" if name == own else own
