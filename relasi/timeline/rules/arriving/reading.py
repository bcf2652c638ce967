"""Reading one arrival, of whichever family."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from .incoming import Arrived, Incoming, Unreadable
from .json import decoded, mapping
from .posthog import read_posthog
from .segment import read_segment

_ANYTHING: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder()
_READERS = {"segment": read_segment, "posthog": read_posthog}


def read(arrived: Arrived) -> Incoming:
    """What it says. Raises Unreadable, and nothing else."""
    reader = _READERS.get(arrived.family)
    if reader is None:
        raise Unreadable("bad_shape", arrived.family)
    return reader(arrived, _shared(arrived.shared))


@lru_cache(maxsize=64)
def _shared(text: str) -> Mapping[str, Any]:
    """What a batch says for all its events; they come one after the other."""
    return mapping(decoded(text, _ANYTHING)) if text else {}
